"""Founding a city from files, with no code."""

from collections.abc import Callable, Mapping, Sequence
from pathlib import Path

import geopandas
import numpy as np
import pytest
import shapely
from numpy.typing import NDArray

from geodata.areas.grid_versions import grid_versions
from geodata.areas.tree_file import read_tree
from geodata.city.profile import load_profile, write_profile
from geodata.coordinates.crs import from_wgs84
from geodata.errors import BoundariesRefused, CityExists, ProfileError
from geodata.founding.level_names import level_named, level_of_file
from geodata.founding.new_city import create_city

Turn = Callable[[NDArray[np.float64]], NDArray[np.float64]]
HERE = (113.6, 34.7)


def layer(file: Path, columns: Mapping[str, Sequence[str]], boxes: Sequence[tuple[float, float, float, float]]) -> Path:
    """A GeoJSON of boxes, in tenths of a degree from a corner in Zhengzhou."""
    x, y = HERE
    geometry = [shapely.box(x + w / 10, y + s / 10, x + e / 10, y + n / 10) for w, s, e, n in boxes]
    geopandas.GeoDataFrame(dict(columns), geometry=geometry, crs=4326).to_file(file)
    return file


@pytest.fixture
def wards(tmp_path: Path) -> Path:
    return layer(
        tmp_path / "town_wards.geojson", {"code": ["w1", "w2"], "name": ["West", "East"]}, [(0, 0, 1, 2), (1, 0, 2, 2)]
    )


def test_parents_by_containment_and_codes_kept_apart(tmp_path: Path, wards: Path) -> None:
    boxes = [(0, 0, 1.1, 1), (0, 1, 1, 2), (1.1, 0, 2, 2)]
    blocks = layer(tmp_path / "blocks.geojson", {"code": ["w1", "b2", "b3"], "name": ["A", "B", "C"]}, boxes)
    report = create_city(tmp_path / "town", "town", [(None, wards), ("block", blocks)], "Asia/Shanghai")
    tree = read_tree(tmp_path / "town")
    assert [level.key for level in load_profile(tmp_path / "town").levels] == ["city", "ward", "block"]
    assert tree.root.code == "town"
    assert tree.root.name == "Town"
    assert [area.code for area in tree.children(tree.root)] == ["w1", "w2"]
    assert [area.code for area in tree.children(tree.area("w1"))] == ["b2", "block-w1"]
    assert [area.code for area in tree.children(tree.area("w2"))] == ["b3"]
    assert tree.root.basis == "union"
    assert tree.root.area_km2 == pytest.approx(sum(area.area_km2 for area in tree.children(tree.root)))
    assert report.areas == 6
    assert any("parents by containment" in sentence for sentence in report.sentences())


def test_parents_by_column_win_over_containment_and_names_will_do(tmp_path: Path, wards: Path) -> None:
    boxes = [(0, 0, 1, 1), (1, 0, 2, 1), (0, 1, 1, 2)]
    columns = {"code": ["b1", "b2", "b3"], "parent": ["w2", "West", "?"]}
    blocks = layer(tmp_path / "blocks.geojson", columns, boxes)
    create_city(tmp_path / "town", "town", [(None, wards), (None, blocks)], "Asia/Shanghai")
    tree = read_tree(tmp_path / "town")
    parents = {code: tree.by_id(tree.area(code).parent_id).code for code in ("b1", "b2", "b3")}
    assert parents == {"b1": "w2", "b2": "w1", "b3": "w1"}


def test_an_area_outside_all_above_goes_under_the_city_and_is_told(tmp_path: Path, wards: Path) -> None:
    blocks = layer(tmp_path / "blocks.geojson", {"name": ["in", "out"]}, [(0, 0, 1, 1), (2, 0, 2.001, 0.001)])
    report = create_city(tmp_path / "town", "town", [(None, wards), (None, blocks)], "Asia/Shanghai")
    tree = read_tree(tmp_path / "town")
    assert tree.by_id(tree.area("out").parent_id) == tree.root
    assert "block: out lies in no area of the level above; put higher." in report.sentences()


def test_one_outline_alone_above_others_is_the_city_itself(tmp_path: Path, wards: Path) -> None:
    whole = layer(tmp_path / "city.geojson", {"code": ["4101"], "name": ["Town proper"]}, [(0, 0, 2, 2)])
    create_city(tmp_path / "town", "town", [("city", whole), (None, wards)], "Asia/Shanghai", root_code="4101")
    tree = read_tree(tmp_path / "town")
    assert (tree.root.code, tree.root.name, tree.root.basis) == ("4101", "Town proper", "given")
    assert [level.key for level in load_profile(tmp_path / "town").levels] == ["city", "ward"]


def test_names_become_codes_where_a_file_has_none(tmp_path: Path) -> None:
    file = layer(tmp_path / "wards.geojson", {"name": ["Old Town", "Old Town"]}, [(0, 0, 1, 2), (1, 0, 2, 2)])
    create_city(tmp_path / "town", "town", [(None, file)], "Asia/Shanghai", language="en", title_zh="镇")
    assert read_tree(tmp_path / "town").code.tolist()[1:] == ["old-town", "old-town-2"]
    profile = load_profile(tmp_path / "town")
    assert (profile.title_zh, profile.title_en, profile.language) == ("镇", "Town", "en")


def test_overlaps_and_repairs_are_in_the_report(tmp_path: Path) -> None:
    x, y = HERE
    bow_tie = shapely.Polygon([(x, y), (x + 0.1, y + 0.1), (x + 0.1, y), (x, y + 0.1)])
    frame = geopandas.GeoDataFrame(
        {"name": ["bow", "box"]}, geometry=[bow_tie, shapely.box(x, y, x + 0.2, y + 0.02)], crs=4326
    )
    frame.to_file(tmp_path / "wards.geojson")
    report = create_city(tmp_path / "town", "town", [(None, tmp_path / "wards.geojson")], "Asia/Shanghai")
    body = " ".join(report.sentences())
    assert "repaired bow: Self-intersection" in body
    assert "bow and box overlap by" in body


def test_a_city_that_stands_is_not_overwritten_unawares(tmp_path: Path, wards: Path) -> None:
    create_city(tmp_path / "town", "town", [(None, wards)], "Asia/Shanghai")
    with pytest.raises(CityExists, match="already"):
        create_city(tmp_path / "town", "town", [(None, wards)], "Asia/Shanghai")
    create_city(tmp_path / "town", "town", [("borough", wards)], "Asia/Shanghai", replace=True)
    assert [level.key for level in load_profile(tmp_path / "town").levels] == ["city", "borough"]


def test_a_city_made_anew_keeps_its_other_cuts_and_what_its_profile_says(tmp_path: Path, wards: Path) -> None:
    town = tmp_path / "town"
    create_city(town, "town", [(None, wards)], "Asia/Shanghai", title_en="Our Town")
    write_profile(load_profile(town).model_copy(update={"aliases": {"Docks": "w1"}}), town)
    create_city(town, "town", [("borough", wards)], "Asia/Shanghai", grid_version="2", replace=True)
    profile = load_profile(town)
    assert profile.aliases == {"Docks": "w1"}
    assert profile.title_en == "Our Town"
    assert [version.name for version in grid_versions(town)] == ["1", "2"]
    assert read_tree(town).grid_version == "2"


def test_a_name_that_is_no_name_is_told_by_its_key(tmp_path: Path, wards: Path) -> None:
    with pytest.raises(ProfileError, match=r"zone: .*IANA"):
        create_city(tmp_path / "town", "town", [(None, wards)], "Asia/Zhengzhou")
    with pytest.raises(ProfileError, match=r"name: .*lower-case"):
        create_city(tmp_path / "town", "Our Town", [(None, wards)], "Asia/Shanghai")


def test_what_cannot_be_a_city_is_refused_and_nothing_is_left(tmp_path: Path, wards: Path) -> None:
    with pytest.raises(BoundariesRefused, match="at least one file"):
        create_city(tmp_path / "town", "town", [], "Asia/Shanghai")
    with pytest.raises(BoundariesRefused, match="Two files hold the level 'ward'"):
        create_city(tmp_path / "town", "town", [(None, wards), (None, wards)], "Asia/Shanghai")
    assert not (tmp_path / "town").exists()


@pytest.mark.parametrize(
    ("turn", "words"),
    [
        (lambda degrees: degrees[:, ::-1], "swapped"),
        (lambda degrees: degrees * 100_000, "no degrees"),
    ],
)
def test_swapped_axes_and_metres_are_refused(tmp_path: Path, wards: Path, turn: Turn, words: str) -> None:
    frame = geopandas.read_file(wards)
    frame["geometry"] = shapely.transform(frame.geometry.to_numpy(), turn)
    frame.to_file(tmp_path / "turned.geojson")
    with pytest.raises(BoundariesRefused, match=words):
        create_city(tmp_path / "town", "town", [(None, tmp_path / "turned.geojson")], "Asia/Shanghai")


def test_swapped_axes_are_seen_where_both_would_be_degrees(tmp_path: Path) -> None:
    frame = geopandas.GeoDataFrame({"name": ["Boston"]}, geometry=[shapely.box(42.2, -71.2, 42.4, -71.0)], crs=4326)
    frame.to_file(tmp_path / "wards.geojson")
    with pytest.raises(BoundariesRefused, match="look swapped"):
        create_city(tmp_path / "b", "b", [(None, tmp_path / "wards.geojson")], "America/New_York")


def test_a_level_in_another_system_than_the_one_above_is_refused(tmp_path: Path, wards: Path) -> None:
    shift = lambda degrees: np.column_stack(from_wgs84(degrees[:, 0], degrees[:, 1], "GCJ-02"))  # noqa: E731
    blocks = geopandas.read_file(wards)
    blocks["geometry"] = shapely.transform(blocks.geometry.to_numpy(), shift)
    blocks.to_file(tmp_path / "blocks.geojson")
    with pytest.raises(BoundariesRefused, match=r"blocks.geojson: .*looks like GCJ-02"):
        create_city(tmp_path / "town", "town", [(None, wards), (None, tmp_path / "blocks.geojson")], "Asia/Shanghai")


@pytest.mark.parametrize(
    ("file", "key"),
    [
        ("boston_neighborhoods.geojson", "neighborhood"),
        ("Boston-Police Precincts.shp.zip", "police_precinct"),
        ("cities.parquet", "city"),
        ("boston.geojson", "boston"),
        ("2020.geojson", "level_2020"),
        ("区.geojson", "district"),
        ("某市微网格.geojson", "micro_grid"),
        ("片区.geojson", "level_7247_533a"),
    ],
)
def test_levels_are_named_after_their_files(file: str, key: str) -> None:
    assert level_of_file(Path(file), "boston").key == key


def test_known_levels_have_chinese_names() -> None:
    assert level_named("Street").zh == "街道"
    assert level_named("micro grid").en == "Micro grid"


def test_levels_may_be_named_in_chinese(tmp_path: Path, wards: Path) -> None:
    blocks = layer(tmp_path / "b.geojson", {"name": ["A", "B"]}, [(0, 0, 1, 1), (1, 0, 2, 1)])
    parts = layer(tmp_path / "p.geojson", {"name": ["C", "D"]}, [(0, 0, 1, 0.5), (1, 0, 2, 0.5)])
    files = [("区县", wards), ("街道", blocks), ("片区", parts)]
    create_city(tmp_path / "town", "town", files, "Asia/Shanghai")
    levels = load_profile(tmp_path / "town").levels[1:]
    assert [level.zh for level in levels] == ["区县", "街道", "片区"]
    assert [level.key for level in levels[:2]] == ["district", "street"]
    assert levels[2].en == "片区"


def test_levels_given_from_the_smallest_to_the_largest_are_refused(tmp_path: Path, wards: Path) -> None:
    boxes = [(0.0, 0.0, 1.0, 1.0), (1.0, 0.0, 2.0, 1.0), (0.0, 1.0, 1.0, 2.0), (1.0, 1.0, 2.0, 2.0)]
    blocks = layer(tmp_path / "blocks.geojson", {"name": ["A", "B", "C", "D"]}, boxes)
    with pytest.raises(BoundariesRefused, match=r"ward areas are larger than the block areas above .*largest first"):
        create_city(tmp_path / "town", "town", [(None, blocks), (None, wards)], "Asia/Shanghai")
    assert not (tmp_path / "town").exists()


def test_several_areas_are_no_level_city(tmp_path: Path, wards: Path) -> None:
    with pytest.raises(BoundariesRefused, match=r"town_wards.geojson: the level 'city' is the whole city"):
        create_city(tmp_path / "town", "town", [("city", wards)], "Asia/Shanghai")


def test_parents_that_nothing_above_is_called_are_told(tmp_path: Path, wards: Path) -> None:
    columns = {"code": ["b1", "b2", "b3"], "parent": ["w1", "w9", "w9"]}
    blocks = layer(tmp_path / "blocks.geojson", columns, [(0, 0, 1, 1), (1, 0, 2, 1), (0, 1, 1, 2)])
    report = create_city(tmp_path / "town", "town", [(None, wards), (None, blocks)], "Asia/Shanghai")
    body = "block: no area above is called 'w9' (parent of 2 of them); found by containment instead."
    assert body in report.sentences()
