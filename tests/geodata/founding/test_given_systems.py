"""Boundaries in a system that only the option names: any published code, either order of its axes."""

import json
from pathlib import Path

import geopandas
import numpy as np
import pytest
import shapely

from geodata.areas.tree_file import read_tree
from geodata.coordinates.epsg import axes_exchanged, degrees_of, system_named
from geodata.errors import BoundariesRefused, CoordinatesRefused
from geodata.founding.boundary_files import read_boundaries
from geodata.founding.level_options import LevelOptions
from geodata.founding.new_city import create_city

STUTTGART, ZHENGZHOU, BOSTON = (9.1, 48.75), (113.65, 34.75), (-71.06, 42.35)


def projected(file: Path, place: tuple[float, float], system: str, *, exchanged: bool = False) -> Path:
    """A GeoJSON of two squares in a system that it does not state."""
    lon, lat = place
    boxes = [shapely.box(lon, lat, lon + 0.02, lat + 0.02), shapely.box(lon + 0.02, lat, lon + 0.04, lat + 0.02)]
    frame = geopandas.GeoDataFrame({"name": ["A", "B"]}, geometry=boxes, crs=4326).to_crs(system)
    if exchanged:
        frame["geometry"] = shapely.transform(frame.geometry.to_numpy(), lambda points: points[:, ::-1])
    file.write_text(frame.set_crs(None, allow_override=True).to_json(drop_id=True), encoding="utf-8")
    return file


@pytest.mark.parametrize(
    ("place", "system"),
    [
        (STUTTGART, "EPSG:25832"), (STUTTGART, "EPSG:31467"), (ZHENGZHOU, "EPSG:4547"),
        (ZHENGZHOU, "EPSG:4526"), (BOSTON, "EPSG:2249"), (BOSTON, "ESRI:102686"),
    ],
)  # fmt: skip
@pytest.mark.parametrize("exchanged", [False, True])
def test_any_published_system_is_read_in_either_order(
    tmp_path: Path, place: tuple[float, float], system: str, exchanged: bool
) -> None:
    read = read_boundaries(projected(tmp_path / "a.geojson", place, system, exchanged=exchanged), system)
    assert np.abs(shapely.bounds(read.outline[0])[:2] - place).max() < 1e-5
    assert any("northing stood before the easting" in note for note in read.notes) == exchanged


def test_web_mercator_is_read_east_first(tmp_path: Path) -> None:
    read = read_boundaries(projected(tmp_path / "a.geojson", STUTTGART, "EPSG:3857"), "EPSG:3857")
    assert np.abs(shapely.bounds(read.outline[0])[:2] - STUTTGART).max() < 1e-5


def test_a_city_is_founded_in_its_own_system_level_by_level(tmp_path: Path) -> None:
    wards = projected(tmp_path / "wards.geojson", STUTTGART, "EPSG:25832")
    blocks = projected(tmp_path / "blocks.geojson", STUTTGART, "EPSG:31467")
    options = LevelOptions(crs=("25832", "block=epsg:31467"))
    create_city(tmp_path / "town", "town", [(None, wards), (None, blocks)], "Europe/Berlin", options=options)
    tree = read_tree(tmp_path / "town")
    assert tree.root.bbox == pytest.approx((9.1, 48.75, 9.14, 48.77), abs=1e-4)


def test_metres_without_a_system_are_refused_with_the_option_that_helps(tmp_path: Path) -> None:
    wards = projected(tmp_path / "wards.geojson", STUTTGART, "EPSG:25832")
    with pytest.raises(BoundariesRefused, match="--crs EPSG:25832"):
        create_city(tmp_path / "town", "town", [(None, wards)], "Europe/Berlin")


@pytest.mark.parametrize(
    ("place", "system", "wrong"), [(ZHENGZHOU, "EPSG:4547", "EPSG:4526"), (BOSTON, "EPSG:2249", "EPSG:25832")]
)
def test_a_wrong_system_is_refused_in_either_order(
    tmp_path: Path, place: tuple[float, float], system: str, wrong: str
) -> None:
    with pytest.raises(CoordinatesRefused, match=f"not in {wrong}, in either order"):
        read_boundaries(projected(tmp_path / "a.geojson", place, system), wrong)


@pytest.mark.parametrize(
    ("text", "name"),
    [("25832", "EPSG:25832"), ("epsg:4547", "EPSG:4547"), ("urn:ogc:def:crs:EPSG::3857", "EPSG:3857"),
     ("EPSG::31467", "EPSG:31467"), ("esri:102100", "ESRI:102100"), ("gcj-02", "GCJ-02"), ("WGS-84", "WGS-84")],
)  # fmt: skip
def test_systems_are_written_in_many_ways(text: str, name: str) -> None:
    assert system_named(text) == name


@pytest.mark.parametrize("text", ["MARS-1", "EPSG:1", "EPSG:5773", "", "EPSG:999999", "+proj=utm +zone=32"])
def test_what_is_no_system_is_refused(text: str) -> None:
    with pytest.raises(CoordinatesRefused, match="is no coordinate system known here"):
        system_named(text)


def test_places_that_a_system_does_not_have_are_not_numbers() -> None:
    lon, lat = degrees_of([513_000.0, np.nan, 1e30], [5_400_000.0, 1.0, 1e30], "EPSG:25832")
    assert np.isfinite(lon).tolist() == np.isfinite(lat).tolist() == [True, False, False]
    assert axes_exchanged([5_400_000.0], [513_000.0], "EPSG:25832")


@pytest.mark.parametrize("name", ["urn:ogc:def:crs:EPSG::2263", "EPSG:2263", "urn:ogc:def:crs:OGC:1.3:CRS84"])
def test_the_system_that_a_geojson_states_is_used(tmp_path: Path, name: str) -> None:
    place = (-74.0, 40.7)
    is_degrees = name.endswith("CRS84")
    file = projected(tmp_path / "a.geojson", place, "EPSG:4326" if is_degrees else "EPSG:2263")
    stated = {"type": "name", "properties": {"name": name}}
    file.write_text(json.dumps(json.loads(file.read_text(encoding="utf-8")) | {"crs": stated}))
    assert np.abs(shapely.bounds(read_boundaries(file).outline[0])[:2] - place).max() < 1e-5
    if not is_degrees:
        given = read_boundaries(file, "EPSG:2263")
        assert np.abs(shapely.bounds(given.outline[0])[:2] - place).max() < 1e-5
        assert not given.notes


def test_what_is_given_stands_above_what_a_file_states_and_that_is_said(tmp_path: Path) -> None:
    file = projected(tmp_path / "a.geojson", STUTTGART, "EPSG:25832")
    stated = {"type": "name", "properties": {"name": "urn:ogc:def:crs:EPSG::32632"}}
    file.write_text(json.dumps(json.loads(file.read_text(encoding="utf-8")) | {"crs": stated}))
    read = read_boundaries(file, "EPSG:25832")
    assert np.abs(shapely.bounds(read.outline[0])[:2] - STUTTGART).max() < 1e-5
    assert ["EPSG:32632" in note and "read in EPSG:25832, as --crs says" in note for note in read.notes] == [True]
