"""The parts of the derivation: quotas that sum, clusters in one piece, unions that lose nothing."""

import numpy as np
import pytest
import shapely
from hypothesis import given
from hypothesis import strategies as st

from geodata.errors import GeodataError
from geodata.zhengzhou.cells import cut_cells
from geodata.zhengzhou.clusters import Neighbours, clusters, neighbours_of, reunited
from geodata.zhengzhou.quotas import fewest_for_the_land, largest_remainder
from geodata.zhengzhou.scatter import Centres
from geodata.zhengzhou.streets import NARROWING
from geodata.zhengzhou.unions import united

WEIGHTS = st.lists(st.floats(0.1, 1000), min_size=1, max_size=30)


@given(WEIGHTS, st.integers(0, 2_000))
def test_quotas_sum_exactly_and_stay_near_their_share(weights: list[float], more: int) -> None:
    total = len(weights) + more
    counts = largest_remainder(weights, total)
    assert counts.sum() == total
    assert counts.min() >= 1
    order = np.argsort(weights)
    assert (np.diff(counts[order]) >= -1).all()


@given(WEIGHTS, st.data())
def test_quotas_respect_their_bounds(weights: list[float], data: st.DataObject) -> None:
    most = np.array(data.draw(st.lists(st.integers(1, 50), min_size=len(weights), max_size=len(weights))))
    total = data.draw(st.integers(len(weights), int(most.sum())))
    counts = largest_remainder(weights, total, most=most)
    assert counts.sum() == total
    assert (counts <= most).all()
    assert (counts >= 1).all()


def test_plain_shares_and_impossible_ones() -> None:
    assert largest_remainder([3, 1], 8).tolist() == [6, 2]
    with pytest.raises(ValueError, match="cannot sum to 9"):
        largest_remainder([1, 1], 9, most=[4, 4])


def test_added_areas_go_where_they_are_fewest_for_the_land() -> None:
    assert fewest_for_the_land([1, 1, 0], [100.0, 10.0, 1.0], 4).tolist() == [4, 1, 1]


def checkerboard(side: int) -> tuple[np.ndarray, np.ndarray]:
    x, y = (axis.ravel().astype(float) for axis in np.meshgrid(np.arange(side), np.arange(side)))
    return shapely.box(x, y, x + 1, y + 1), np.column_stack([x, y]) + 0.5


def test_clusters_are_as_many_as_asked_and_none_is_empty() -> None:
    _, xy = checkerboard(12)
    parent = (xy[:, 0] > 6).astype(np.int64)
    cluster = clusters(xy, parent, np.array([5, 9]), np.random.default_rng(1))
    assert len(np.unique(cluster)) == 14
    assert set(cluster[parent == 0]) == set(range(5))


def test_neighbours_share_an_edge_not_a_corner() -> None:
    cells, _ = checkerboard(2)
    found = neighbours_of(cells)
    assert sorted(zip(found.first.tolist(), found.second.tolist(), strict=True)) == [(0, 1), (0, 2), (1, 3), (2, 3)]
    across, along = NARROWING, 1.0
    assert found.shared == pytest.approx([along, across, across, along])


def test_a_detached_piece_joins_the_longest_shared_edge_within_its_parent() -> None:
    chain = Neighbours(np.array([0, 1, 2, 3, 4]), np.array([1, 2, 3, 4, 5]), np.array([1.0, 1, 1, 5, 1]))
    cluster = np.array([0, 0, 1, 0, 2, 2])
    assert reunited(cluster, np.zeros(6, dtype=np.int64), chain).tolist() == [0, 0, 1, 2, 2, 2]
    apart = np.array([0, 0, 0, 0, 1, 1])
    assert reunited(cluster, apart, chain).tolist() == [0, 0, 1, 1, 2, 2]


def test_a_piece_that_borders_on_nothing_of_its_parent_stays() -> None:
    alone = Neighbours(np.array([0]), np.array([1]), np.array([1.0]))
    cluster = np.array([0, 0, 0])
    assert reunited(cluster, np.zeros(3, dtype=np.int64), alone).tolist() == [0, 0, 0]


def test_unions_of_any_size_lose_nothing() -> None:
    cells, xy = checkerboard(9)
    parent = np.minimum((xy[:, 1] ** 1.3).astype(np.int64), 7)
    _, parent = np.unique(parent, return_inverse=True)
    whole = united(cells, parent, int(parent.max()) + 1)
    assert shapely.area(whole).tolist() == np.bincount(parent).tolist()
    assert all(outline.geom_type == "Polygon" for outline in whole)


def test_a_cell_whose_centre_lies_beyond_every_border_is_told() -> None:
    xy = np.random.default_rng(2).integers(100, 900, (60, 2)).astype(float)
    xy[0] = (1_500, 500)
    centres = Centres(xy, np.zeros(60, dtype=np.int64), np.zeros(60, dtype=np.int64))
    with pytest.raises(GeodataError, match="another seed"):
        cut_cells(centres, np.array([shapely.box(0, 0, 1000, 1000)]))


def test_cells_cover_their_host_exactly_even_where_it_is_bent() -> None:
    host = shapely.box(0, 0, 9000, 9000).difference(shapely.box(4000, 3000, 5000, 9000))
    xy = np.random.default_rng(4).integers(1, 8999, (300, 2)).astype(float)
    xy = xy[shapely.contains_properly(host, shapely.points(xy))]
    none = np.zeros(len(xy), dtype=np.int64)
    cells = cut_cells(Centres(xy, none, none), np.array([host]))
    assert shapely.coverage_is_valid(cells)
    assert shapely.area(cells).sum() == pytest.approx(host.area, rel=1e-6)
    assert shapely.contains_xy(cells, xy[:, 0], xy[:, 1]).all()
