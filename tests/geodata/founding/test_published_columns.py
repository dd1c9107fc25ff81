"""Names and codes of areas in the columns that cities use; given by option or profile; and what cannot be given."""

from pathlib import Path
from typing import Any

import geopandas
import pandas as pd
import pytest
import shapely

from geodata.areas.tree_file import read_tree
from geodata.city.profile import load_profile, write_profile
from geodata.errors import BoundariesRefused
from geodata.founding.boundary_columns import BoundaryColumns, recognised_columns
from geodata.founding.level_options import LevelOptions
from geodata.founding.new_city import create_city

BOXES = [shapely.box(9.0, 48.7, 9.1, 48.8), shapely.box(9.1, 48.7, 9.2, 48.8)]


def layer(file: Path, columns: dict[str, Any]) -> Path:
    geopandas.GeoDataFrame(columns, geometry=BOXES, crs=4326).to_file(file)
    return file


@pytest.mark.parametrize(
    ("columns", "code", "name"),
    [
        ({"NOM": ["Ahuntsic", "Lachine"], "CODEID": ["1", "2"], "TYPE": ["Arr.", "Arr."]}, "CODEID", "NOM"),
        ({"BoroCD": ["101", "102"], "Shape_Area": [1.5, 2.5]}, "BoroCD", "BoroCD"),
        ({"community": ["ROGERS PARK", "WEST RIDGE"], "area_num_1": ["1", "2"]}, "area_num_1", "community"),
        ({"l_ar": ["1er Ardt", "2eme Ardt"], "c_ar": [1, 2], "c_arinsee": [75101, 75102]}, "c_ar", "l_ar"),
        ({"nhood": ["Alpha", "Beta"], "geoid": ["0607501", "0607502"]}, "geoid", "nhood"),
        ({"WARD": ["1", "2"], "shape_leng": ["1", "2"]}, None, "WARD"),
        ({"FID": [1, 2], "AREA_ID": [5, 6], "AREA_NAME": ["x", "y"], "CLASS": ["N", "N"]}, "AREA_ID", "AREA_NAME"),
        ({"OBJECTID": [1, 2], "pri_neigh": ["Loop", "Uptown"], "shape_area": ["5", "6"]}, "OBJECTID", "pri_neigh"),
        ({"boro_code": ["1", "2"], "boro_name": ["Queens", "Bronx"], "shape_leng": [1, 2]}, "boro_code", "boro_name"),
        ({"XZQDM": ["410102", "410103"], "XZQMC": ["甲区", "乙区"]}, "XZQDM", "XZQMC"),
        ({"街道编码": ["1", "2"], "街道名称": ["甲", "乙"], "面积": ["3", "4"]}, "街道编码", "街道名称"),
        ({"社区": ["甲社区", "乙社区"]}, None, "社区"),
        ({"STADTTEIL": ["Mitte", "Ost"], "FLAECHE": [1.0, 2.0]}, None, "STADTTEIL"),
        ({"ident": ["a7", "b9"], "moniker": ["Old Town", "Harbour"], "edited_by": ["x", "y"]}, None, "ident"),
        ({"city": ["Bonn", "Bonn"], "district": ["Nord", "Süd"], "district_no": [1, 2]}, "district_no", "district"),
        ({"label": ["Zone", "Zone"], "nbhd": ["Nord", "Süd"]}, None, "nbhd"),
        ({"Name": ["A", "B"], "description": [None, None], "icon": [None, None]}, None, "Name"),
    ],
)  # fmt: skip
def test_the_columns_of_cities_are_recognised(columns: dict[str, list[Any]], code: str | None, name: str) -> None:
    found = recognised_columns(pd.DataFrame(columns))
    assert (found.code, found.name) == (code, name)


def test_a_file_without_names_is_founded_and_says_what_to_do(tmp_path: Path) -> None:
    file = layer(tmp_path / "wards.geojson", {"shape_area": [1.5, 2.5]})
    report = create_city(tmp_path / "town", "town", [(None, file)], "Europe/Berlin")
    (sentence,) = [one for one in report.sentences() if "row 1" in one]
    assert "its columns: shape_area; give --name-column" in sentence


def test_columns_given_by_option_win_and_stay_in_the_profile(tmp_path: Path) -> None:
    wards = layer(tmp_path / "wards.geojson", {"name": ["x", "y"], "Official": ["Nord", "Süd"], "key": ["N", "S"]})
    options = LevelOptions(name_column=("official",), code_column=("ward=KEY",))
    create_city(tmp_path / "town", "town", [(None, wards)], "Europe/Berlin", options=options)
    tree = read_tree(tmp_path / "town")
    assert (tree.code.tolist()[1:], tree.name.tolist()[1:]) == (["N", "S"], ["Nord", "Süd"])
    level = load_profile(tmp_path / "town").levels[1]
    assert (level.code_column, level.name_column) == ("KEY", "official")
    create_city(tmp_path / "town", "town", [(None, wards)], "Europe/Berlin", replace=True)
    assert read_tree(tmp_path / "town").name.tolist()[1:] == ["Nord", "Süd"]


def test_columns_written_into_the_profile_count_at_the_next_founding(tmp_path: Path) -> None:
    town, wards = tmp_path / "town", layer(tmp_path / "wards.geojson", {"name": ["x", "y"], "Nom": ["Nord", "Süd"]})
    create_city(town, "town", [(None, wards)], "Europe/Berlin")
    profile = load_profile(town)
    levels = (profile.levels[0], profile.levels[1].model_copy(update={"name_column": "Nom"}))
    write_profile(profile.model_copy(update={"levels": levels}), town)
    create_city(town, "town", [(None, wards)], "Europe/Berlin", replace=True)
    assert read_tree(town).name.tolist()[1:] == ["Nord", "Süd"]


def test_an_option_for_one_level_leaves_the_others_alone(tmp_path: Path) -> None:
    wards = layer(tmp_path / "wards.geojson", {"name": ["Nord", "Süd"], "other": ["a", "b"]})
    blocks = layer(tmp_path / "blocks.geojson", {"name": ["1", "2"], "other": ["Eins", "Zwei"]})
    options = LevelOptions(name_column=("block=other",))
    create_city(tmp_path / "town", "town", [(None, wards), (None, blocks)], "Europe/Berlin", options=options)
    assert sorted(read_tree(tmp_path / "town").name.tolist()[1:]) == ["Eins", "Nord", "Süd", "Zwei"]


@pytest.mark.parametrize(
    ("given", "words"),
    [
        (BoundaryColumns(None, "nom", None), r"no column 'nom'; write --name-column .*: key, same, none"),
        (BoundaryColumns("same", None, None), r"'same' is no code, because it repeats \(x\)"),
        (BoundaryColumns("none", None, None), "'none' is no code, because it is empty in some rows"),
        (BoundaryColumns(None, "none", None), "'none' is empty in every row"),
    ],
)
def test_a_column_that_cannot_be_used_is_refused_with_the_others(given: BoundaryColumns, words: str) -> None:
    frame = pd.DataFrame({"key": ["1", "2"], "same": ["x", "x"], "none": [None, None]})
    with pytest.raises(BoundariesRefused, match=words):
        recognised_columns(frame, given)
