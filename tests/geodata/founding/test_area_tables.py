"""Trees without outlines: tables of code, name and parent, of one level or several; levels of which some have them."""

from pathlib import Path

import geopandas
import numpy as np
import pandas as pd
import pytest
import shapely

from geodata.areas.area_tree import AreaTree
from geodata.areas.outlines import outlines
from geodata.areas.tree_file import read_tree
from geodata.city.profile import load_profile
from geodata.errors import BoundariesRefused
from geodata.founding.new_city import create_city
from geodata.founding.report import FoundingReport
from geodata.placing.placer import Placer
from geodata.tiles.cell_tiles import CellTiles

DISTRICTS = "编码,名称\nD1,金水区\nD2,管城区\n"
STREETS = "街道编码,街道名称,所属区县\nS1,花园路街道,金水区\nS2,经八路街道,金水区\nS3,航海路街道,管城区\n"
ALL_IN_ONE = (
    "code,name,level,parent\n41,某市,city,\n4101,金水区,district,41\n4102,管城区,district,41\n"
    "410101,花园路街道,street,4101\n410201,航海路街道,street,4102\n"
)
BOXES = {"D1": shapely.box(113.6, 34.7, 113.7, 34.8), "D2": shapely.box(113.7, 34.7, 113.8, 34.8)}


def founded(folder: Path, *files: tuple[str | None, Path]) -> tuple[AreaTree, FoundingReport]:
    report = create_city(folder / "town", "town", files, "Asia/Shanghai")
    return read_tree(folder / "town"), report


def table(folder: Path, name: str, text: str, encoding: str = "utf-8") -> Path:
    (folder / name).write_bytes(text.encode(encoding))
    return folder / name


def parents(tree: AreaTree) -> dict[str, str]:
    return {area.code: tree.by_id(area.parent_id).code for area in tree if area.parent_id}


def test_streets_without_any_polygon_make_a_tree(tmp_path: Path) -> None:
    tree, report = founded(
        tmp_path, (None, table(tmp_path, "区县.csv", DISTRICTS)), (None, table(tmp_path, "街道.csv", STREETS))
    )
    assert parents(tree) == {"D1": "town", "D2": "town", "S1": "D1", "S2": "D1", "S3": "D2"}
    assert [level.key for level in load_profile(tmp_path / "town").levels] == ["city", "district", "street"]
    assert not tree.outlined.any()
    assert not tree.root.has_outline
    assert np.isnan(tree.area_km2).all()
    assert set(tree.basis) == {"none"}
    assert any("3 of 3 areas have no outline" in sentence for sentence in report.sentences())


def test_a_table_without_names_says_so_and_where_a_file_of_cases_belongs(tmp_path: Path) -> None:
    cases = table(tmp_path, "cases.csv", "case_id,created_date\nC1,2024-03-01\nC2,2024-03-02\n")
    _, report = founded(tmp_path, (None, cases))
    assert any("a file of cases is for `yiping load`" in sentence for sentence in report.sentences())
    _, named = founded(tmp_path / "named", (None, table(tmp_path, "区县.csv", DISTRICTS)))
    assert not any("`yiping load`" in sentence for sentence in named.sentences())


def test_a_city_without_outlines_holds_every_point_and_draws_nothing(tmp_path: Path) -> None:
    tree, _ = founded(tmp_path, (None, table(tmp_path, "区县.csv", DISTRICTS)))
    placer = Placer(tree)
    assert placer.place([113.6, 0.0, np.nan, 181.0], [34.7, 0.0, 1.0, 0.0]).tolist() == [1, 1, 0, 0]
    assert not CellTiles(tree, placer).numbers(10, 1, 1).any()
    assert outlines(tree, tree.root) == outlines(tree, tree.area("D1")) == b'{"type":"FeatureCollection","features":[]}'


@pytest.mark.parametrize(
    ("name", "encoding"), [("a.csv", "utf-8"), ("a.csv", "utf-8-sig"), ("a.csv", "gb18030"), ("a.tsv", "utf-16")]
)
def test_one_table_may_hold_all_levels(tmp_path: Path, name: str, encoding: str) -> None:
    text = ALL_IN_ONE.replace(",", "\t") if name == "a.tsv" else ALL_IN_ONE
    tree, _ = founded(tmp_path, (None, table(tmp_path, name, text, encoding)))
    assert [level.key for level in load_profile(tmp_path / "town").levels] == ["city", "district", "street"]
    assert tree.root.name == "某市"
    assert parents(tree) == {"4101": "town", "4102": "town", "410101": "4101", "410201": "4102"}


def test_a_guessed_encoding_of_a_table_is_said(tmp_path: Path) -> None:
    _, report = founded(tmp_path, (None, table(tmp_path, "区县.csv", DISTRICTS, "gb18030")))
    assert any("GB18030" in sentence and "--encoding" in sentence for sentence in report.sentences())


def test_workbooks_hold_codes_as_numbers(tmp_path: Path) -> None:
    rows = pd.DataFrame({"编码": [410102001000, 410103001000], "名称": ["甲", "乙"]})
    with pd.ExcelWriter(tmp_path / "a.xlsx", engine="openpyxl") as book:
        rows.to_excel(book, sheet_name="街道", index=False)
        pd.DataFrame().to_excel(book, sheet_name="empty", index=False)
    tree, _ = founded(tmp_path, ("街道", tmp_path / "a.xlsx"))
    assert sorted(parents(tree)) == ["410102001000", "410103001000"]


def test_levels_that_nothing_names_are_asked_for_and_taken_from_the_option(tmp_path: Path) -> None:
    text = "\n".join(",".join(line.split(",")[i] for i in (0, 1, 3)) for line in ALL_IN_ONE.splitlines()[:1])
    body = "1,甲区,\n2,乙区,\n11,甲街道,1\n21,乙街道,2\n"
    file = table(tmp_path, "a.csv", f"{text}\n{body}")
    with pytest.raises(BoundariesRefused, match=r"holds 2 levels.*--areas district,street=FILE"):
        founded(tmp_path, (None, file))
    tree, _ = founded(tmp_path, ("区县,街道", file))
    assert parents(tree)["21"] == "2"
    assert [level.key for level in load_profile(tmp_path / "town").levels] == ["city", "district", "street"]


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ("x\n", "no row under its header"),
        ("面积\n3\n", r"no column looks like .*--name-column or --code-column .*面积"),
        ("code,name,parent\n1,a,2\n2,b,1\n", "run in a circle"),
        ('code,name\n1,"a\n2,b', "cannot be read as a table"),
    ],
)
def test_a_table_that_is_none_of_areas_is_refused(tmp_path: Path, text: str, words: str) -> None:
    with pytest.raises(BoundariesRefused, match=words):
        founded(tmp_path, (None, table(tmp_path, "a.csv", text)))
    assert not (tmp_path / "town").exists()


def test_streets_of_a_table_below_districts_with_outlines(tmp_path: Path) -> None:
    columns = {"code": list(BOXES), "name": ["金水区", "管城区"]}
    frame = geopandas.GeoDataFrame(columns, geometry=list(BOXES.values()), crs=4326)
    frame.to_file(tmp_path / "区县.geojson")
    tree, _ = founded(
        tmp_path, (None, tmp_path / "区县.geojson"), (None, table(tmp_path, "街道.csv", STREETS + "S9,无名街道,?\n"))
    )
    assert parents(tree) == {"D1": "town", "D2": "town", "S1": "D1", "S2": "D1", "S3": "D2", "S9": "town"}
    assert tree.outlined.tolist() == [code in ("town", "D1", "D2") for code in tree.code]
    assert tree.code[Placer(tree).place(113.65, 34.75) - 1] == "D1"
    assert b'"D1"' in outlines(tree, tree.area("D1"))
    assert outlines(tree, tree.area("S1")) == outlines(tree, tree.area("D1"))


def test_an_area_whose_children_all_have_outlines_is_their_union(tmp_path: Path) -> None:
    columns = {"code": ["S1", "S2"], "parent": ["D1", "D1"]}
    frame = geopandas.GeoDataFrame(columns, geometry=list(BOXES.values()), crs=4326)
    frame.to_file(tmp_path / "街道.geojson")
    tree, _ = founded(tmp_path, (None, table(tmp_path, "区县.csv", DISTRICTS)), (None, tmp_path / "街道.geojson"))
    assert tree.area("D1").basis == "union"
    assert tree.area("D1").bbox == pytest.approx((113.6, 34.7, 113.8, 34.8))
    assert not tree.area("D2").has_outline


def test_a_column_of_well_known_text_gives_outlines(tmp_path: Path) -> None:
    text = f'the_geom,nhood\n"{BOXES["D1"].wkt}",Alpha\n"{BOXES["D2"].wkt}",Beta\n,Gamma\n'
    tree, report = founded(tmp_path, ("neighborhood", table(tmp_path, "a.csv", text)))
    assert tree.code[Placer(tree).place(113.75, 34.75) - 1] == "beta"
    assert [area.code for area in tree if not area.has_outline] == ["gamma"]
    assert any("1 of 3 areas have no outline" in sentence for sentence in report.sentences())
