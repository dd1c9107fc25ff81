"""Cities on both sides of 180°: founded in one piece, measured, placed, cut into tiles and outlined."""

import json
from pathlib import Path
from typing import Any

import numpy as np
import pytest
import shapely

from geodata.areas.area_tree import AreaTree
from geodata.areas.outlines import outlines
from geodata.areas.tree_file import read_tree
from geodata.coordinates.antimeridian import counted_on, lies_across, unbroken
from geodata.founding.new_city import create_city
from geodata.placing.placer import Placer
from geodata.tiles.cell_tiles import CellTiles

SOUTH, NORTH = -17.0, -16.8


def ring(*corners: float) -> list[list[float]]:
    """A box from west to east, its longitudes written as they are given."""
    west, east = corners
    return [[west, SOUTH], [east, SOUTH], [east, NORTH], [west, NORTH], [west, SOUTH]]


CUT = {"type": "MultiPolygon", "coordinates": [[ring(179.95, 180)], [ring(-180, -179.95)]]}
JUMPING = {"type": "Polygon", "coordinates": [ring(179.95, -179.95)]}
ON = {"type": "Polygon", "coordinates": [ring(179.95, 180.05)]}
EAST = {"type": "Polygon", "coordinates": [ring(-179.95, -179.8)]}
EAST_ON = {"type": "Polygon", "coordinates": [ring(180.05, 180.2)]}


def founded(folder: Path, across: dict[str, Any], east: dict[str, Any]) -> AreaTree:
    areas = {"W": {"type": "Polygon", "coordinates": [ring(179.8, 179.95)]}, "X": across, "E": east}
    features = [
        {"type": "Feature", "properties": {"code": code, "name": code}, "geometry": geometry}
        for code, geometry in areas.items()
    ]
    (folder / "a.geojson").write_text(json.dumps({"type": "FeatureCollection", "features": features}), encoding="utf-8")
    create_city(folder / "am", "am", [("ward", folder / "a.geojson")], "Pacific/Fiji")
    return read_tree(folder / "am")


@pytest.mark.parametrize("across", [CUT, JUMPING, ON])
@pytest.mark.parametrize("east", [EAST, EAST_ON])
def test_however_it_is_written_the_city_is_in_one_piece(
    tmp_path: Path, across: dict[str, Any], east: dict[str, Any]
) -> None:
    tree = founded(tmp_path, across, east)
    assert tree.root.bbox == pytest.approx((179.8, SOUTH, 180.2, NORTH))
    assert shapely.get_num_geometries(tree.geometry(tree.area("X").area_id)) == 1
    assert tree.root.area_km2 == pytest.approx(943.3, abs=0.5)
    assert tree.area("E").area_km2 == pytest.approx(tree.area("W").area_km2)
    collection = json.loads(outlines(tree, tree.root))
    assert min(x for one in collection["features"] for x, _ in one["geometry"]["coordinates"][0]) == 179.8


def test_points_are_placed_however_their_longitude_is_counted(tmp_path: Path) -> None:
    tree = founded(tmp_path, CUT, EAST)
    placer = Placer(tree)
    lon = np.array([179.9, -179.9, 180.1, -179.98, 180.02, 180.0, -180.0, 0.0, -178.0, np.nan, 539.9])
    found = placer.place(lon, np.full(len(lon), -16.9))
    names = ["" if number == 0 else tree.code[number - 1] for number in found]
    assert names == ["W", "E", "E", "X", "X", "X", "X", "", "", "", "W"]
    assert (placer.place_exactly(tree.continued(lon), np.full(len(lon), -16.9)) == found).all()


def test_tiles_on_both_sides_hold_the_areas_under_their_pixels(tmp_path: Path) -> None:
    tree = founded(tmp_path, CUT, EAST)
    tiles = CellTiles(tree, Placer(tree))
    last = (1 << 9) - 1
    west, east = tiles.numbers(9, last, 280), tiles.numbers(9, 0, 280)
    seen = [{tree.code[number - 1] for number in np.unique(side) if number} for side in (west, east)]
    assert seen == [{"W", "X"}, {"E", "X"}]
    assert abs(np.count_nonzero(west) - np.count_nonzero(east)) <= 257
    assert (west[:, -1] == east[:, 0]).all()


def test_a_city_far_from_180_degrees_is_left_as_it_is() -> None:
    boxes = np.array([shapely.box(113, 34, 114, 35), shapely.box(-71, 42, -70, 43), None], dtype=object)
    assert (unbroken(boxes) == boxes).all()
    assert not lies_across([boxes[:1]])
    assert not lies_across([np.array([shapely.box(-170, 10, -160, 20), shapely.box(20, 40, 60, 50)])])


def test_a_country_from_one_side_to_the_other_of_180_is_across_it() -> None:
    russia = np.array([shapely.box(27, 50, 180, 70), shapely.box(-180, 62, -169, 70)], dtype=object)
    assert lies_across([russia])
    assert shapely.total_bounds(counted_on(russia)).tolist() == [27, 50, 191, 70]


def test_western_longitudes_counted_from_0_to_360_come_back() -> None:
    chatham = np.array([shapely.box(183.0, -44.5, 184.0, -43.5)], dtype=object)
    assert shapely.total_bounds(unbroken(chatham)).tolist() == [-177.0, -44.5, -176.0, -43.5]
    assert not lies_across([unbroken(chatham)])
