"""Outlines for the map: small, without gaps, the same every time."""

import json
from typing import Any

import numpy as np
import shapely

from geodata.areas.area_tree import AreaTree
from geodata.areas.outlines import outlines
from geodata.coordinates.measuring import overlaps
from tests.geodata.conftest import Built


def shapes_of(collection: dict[str, Any]) -> np.ndarray:
    return np.array([shapely.from_geojson(json.dumps(feature["geometry"])) for feature in collection["features"]])


def test_children_are_drawn_with_id_code_and_name_only(town: AreaTree) -> None:
    collection = json.loads(outlines(town, town.root))
    assert collection["type"] == "FeatureCollection"
    east, west = (town.area(code).area_id for code in ("east", "west"))
    assert [feature["properties"] for feature in collection["features"]] == [
        {"id": east, "code": "east", "name": "EAST"},
        {"id": west, "code": "west", "name": "WEST"},
    ]
    assert shapely.equals(shapes_of(collection), town.geometry([east, west])).all()


def test_an_area_without_children_is_drawn_itself(town: AreaTree) -> None:
    collection = json.loads(outlines(town, town.area("e-corner")))
    assert [feature["properties"]["code"] for feature in collection["features"]] == ["e-corner"]


def test_simplified_districts_leave_neither_gaps_nor_overlaps(zhengzhou: Built) -> None:
    tree = zhengzhou.tree
    body = outlines(tree, tree.root)
    shapes = shapes_of(json.loads(body))
    assert len(shapes) == 16
    assert shapely.is_valid(shapes).all()
    assert overlaps(shapes) == []
    assert shapely.coverage_is_valid(shapes)
    exact = tree.geometry(tree.children_ids(tree.root))
    changed = shapely.area(shapely.symmetric_difference(shapes, exact)) / shapely.area(exact)
    assert changed.max() < 0.01
    assert len(body) < 200_000


def test_below_the_community_nothing_is_simplified(zhengzhou: Built) -> None:
    tree = zhengzhou.tree
    community = tree.by_id(int(tree.at_level(3)[1_000]))
    drawn = shapes_of(json.loads(outlines(tree, community)))
    assert shapely.equals_exact(drawn, tree.geometry(tree.children_ids(community)), tolerance=1e-12).all()


def test_the_same_area_gives_the_same_bytes(zhengzhou: Built) -> None:
    tree = zhengzhou.tree
    district = tree.children(tree.root)[3]
    assert outlines.__wrapped__(tree, district) == outlines(tree, district)
