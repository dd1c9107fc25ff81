"""Placing: every point in the deepest area that contains it, borders included, as testing polygons would say."""

import numpy as np
import pytest
import shapely
from hypothesis import given, settings
from hypothesis import strategies as st
from numpy.typing import NDArray
from scipy.spatial import Voronoi

from geodata.areas.area_tree import AreaTree
from geodata.placing.placer import Placer
from tests.geodata.conftest import Built, tree_of


def expected(tree: AreaTree, lon: NDArray[np.float64], lat: NDArray[np.float64]) -> NDArray[np.int32]:
    """The rule, spelled out: of all areas that cover a point the deepest, of these the lowest number."""
    found = np.zeros(len(lon), dtype=np.int32)
    for area in sorted(tree, key=lambda area: (area.level, -area.area_id)):
        found[shapely.intersects_xy(tree.geometry(area.area_id), lon, lat)] = area.area_id
    return found


def delicate_points(tree: AreaTree, seed: int = 3) -> tuple[NDArray[np.float64], NDArray[np.float64]]:
    """Random points in and around, every vertex, points on edges, and points a hair beside them."""
    random = np.random.default_rng(seed)
    west, south, east, north = tree.root.bbox
    around = random.uniform((west - 0.1, south - 0.1), (east + 0.1, north + 0.1), (4_000, 2))
    vertices = shapely.get_coordinates(tree.geometries)[:3_000]
    middles = (vertices[1:] + vertices[:-1]) / 2
    beside = vertices + random.choice([-1e-12, 1e-12, 1e-9], vertices.shape)
    points = np.concatenate([around, vertices, middles, beside])
    return points[:, 0], points[:, 1]


def test_points_fall_into_the_deepest_area(town: AreaTree) -> None:
    placed = Placer(town).place([1, 1, 3, 3.5, 5, np.nan], [1, 3, 1, 3.5, 5, 1])
    assert [town.by_id(number).code if number else None for number in placed.tolist()] == [
        "w-south",
        "w-north",
        "east",
        "e-corner",
        None,
        None,
    ]


def test_a_border_belongs_to_the_lowest_number_of_the_deepest_level(town: AreaTree) -> None:
    placer = Placer(town)
    number = {area.code: area.area_id for area in town}
    assert int(placer.place(1, 2)) == min(number["w-south"], number["w-north"])
    assert int(placer.place(2, 1)) == number["w-south"]
    assert int(placer.place(4, 4)) == number["e-corner"]
    assert int(placer.place(0, 0)) == number["w-south"]


def test_shapes_of_the_question_are_those_of_the_answer(town: AreaTree) -> None:
    assert Placer(town).place(np.ones((2, 3)), 1.0).shape == (2, 3)
    assert Placer(town).place([], []).shape == (0,)


def test_the_lookup_says_what_polygons_say(town: AreaTree) -> None:
    lon, lat = delicate_points(town)
    placer = Placer(town)
    assert (placer.place(lon, lat) == expected(town, lon, lat)).all()
    assert (placer.place_exactly(lon, lat) == expected(town, lon, lat)).all()


def test_overlaps_holes_islands_and_overhangs_are_no_trouble() -> None:
    lake = shapely.box(1, 1, 2, 2)
    tree = tree_of(
        [
            ("town", None, 0, shapely.box(0, 0, 6, 6).difference(shapely.box(5, 5, 6, 6))),
            ("a", "town", 1, shapely.box(0, 0, 3, 6).difference(lake)),
            ("b", "town", 1, shapely.box(2.9, 0, 5, 5)),
            ("c", "a", 2, shapely.MultiPolygon([shapely.box(0, 4, 1, 5), shapely.box(2, 4, 4, 4.5)])),
            ("d", "a", 2, shapely.Point(2, 4.2).buffer(0.7)),
            ("e", "b", 2, shapely.box(4.5, 4.5, 7, 7)),
        ]
    )
    lon, lat = delicate_points(tree)
    assert (Placer(tree).place(lon, lat) == expected(tree, lon, lat)).all()


@settings(max_examples=15, deadline=None)
@given(st.integers(0, 10_000))
def test_any_map_of_cells_is_placed_exactly_once(seed: int) -> None:
    points = np.random.default_rng(seed).uniform(0, 1, (30, 2))
    far = np.array([[-9, -9], [-9, 9], [9, -9], [9, 9]])
    diagram = Voronoi(np.concatenate([points, far]))
    cells = shapely.intersection(
        [shapely.Polygon(diagram.vertices[diagram.regions[diagram.point_region[at]]]) for at in range(30)],
        shapely.box(-0.5, -0.5, 1.5, 1.5),
    )
    whole = shapely.union_all(cells)
    tree = tree_of([("t", None, 0, whole), *((f"c{at}", "t", 1, cell) for at, cell in enumerate(cells))])
    lon, lat = delicate_points(tree, seed)
    assert (Placer(tree).place(lon, lat) == expected(tree, lon, lat)).all()


def test_all_of_zhengzhou_is_placed_as_polygons_say(zhengzhou: Built, zhengzhou_placer: Placer) -> None:
    tree, placer = zhengzhou.tree, zhengzhou_placer
    random = np.random.default_rng(5)
    west, south, east, north = tree.root.bbox
    vertices = random.permutation(shapely.get_coordinates(tree.geometry(tree.at_level(5))))[:20_000]
    everywhere = random.uniform((west, south), (east, north), (60_000, 2))
    lon, lat = np.concatenate([everywhere, vertices, (vertices + np.roll(vertices, 1, axis=0)) / 2]).T
    placed = placer.place(lon, lat)
    assert (placed == placer.place_exactly(lon, lat)).all()
    inside = shapely.intersects_xy(tree.geometry(1), lon, lat)
    assert ((placed > 0) == inside).all()
    assert (tree.level_of(placed[inside]) == 5).all()


def test_centres_of_cells_come_back_as_themselves(zhengzhou: Built, zhengzhou_placer: Placer) -> None:
    tree = zhengzhou.tree
    cells = tree.at_level(5)
    assert (zhengzhou_placer.place(tree.lon[cells - 1], tree.lat[cells - 1]) == cells).all()


@pytest.mark.parametrize("far", [1e300, -1e300, np.inf, -np.inf])
def test_absurd_coordinates_are_nowhere(town: AreaTree, far: float) -> None:
    assert Placer(town).place([far, 1, far], [1, far, far]).tolist() == [0, 0, 0]
