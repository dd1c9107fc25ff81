"""Clicks and painted cells of Zhengzhou: a click gives the polygon that contains it, cells differ only at borders."""

from collections import Counter
from types import SimpleNamespace
from typing import Any

import numpy as np
import pytest
import shapely
from numpy.typing import NDArray

from dashboard.map.spot import exact_spot
from geodata.coordinates.web_mercator import TILE_PIXELS, to_degrees, to_world
from geodata.placing.placer import Placer
from geodata.tiles.cell_tiles import HIGHEST_ZOOM, LOWEST_ZOOM, CellTiles
from tests.geodata.conftest import Built

CLICKS = 10_000
POINTS = 2_000
FINE_ZOOMS = range(14, HIGHEST_ZOOM + 1)
COARSE_ZOOMS = range(8, 14)
OTHER_ZOOMS = (9, 10, 11, 13, 15, 16, 18)


@pytest.fixture(scope="module")
def tiles(zhengzhou: Built, zhengzhou_placer: Placer) -> CellTiles:
    return CellTiles(zhengzhou.tree, zhengzhou_placer)


def anywhere(built: Built, count: int, seed: int) -> tuple[NDArray[np.float64], NDArray[np.float64]]:
    """Points of the city's box: some outside the city, the most inside."""
    random = np.random.default_rng(seed)
    west, south, east, north = built.tree.root.bbox
    return random.uniform(west, east, count), random.uniform(south, north, count)


def within_micro_grids(built: Built, count: int, seed: int) -> tuple[NDArray[np.float64], NDArray[np.float64]]:
    """Points near micro-grids drawn by lot: most of them in the town, where the cells are smallest."""
    random, tree = np.random.default_rng(seed), built.tree
    west, south, east, north = tree.bbox[random.choice(tree.at_level(tree.depth), count) - 1].T
    return random.uniform(west, east), random.uniform(south, north)


def test_ten_thousand_clicks_give_the_polygon_that_contains_them_at_every_zoom(
    zhengzhou: Built, zhengzhou_placer: Placer
) -> None:
    """Clicks fall on whole pixels of the map at zooms 6 to 18 and in turn ask every level; GEOS says who contains."""
    tree = zhengzhou.tree
    city: Any = SimpleNamespace(tree=tree, ground=SimpleNamespace(placer=zhengzhou_placer))
    lon, lat = anywhere(zhengzhou, CLICKS, seed=11)
    zoom = np.arange(CLICKS) % (HIGHEST_ZOOM - LOWEST_ZOOM + 1) + LOWEST_ZOOM
    level = np.arange(CLICKS) % tree.depth + 1
    scale = (TILE_PIXELS << zoom).astype(np.float64)
    lon, lat = to_degrees(*(np.round(world * scale) / scale for world in to_world(lon, lat)))
    points = np.array(shapely.points(lon, lat))
    asked: Counter[int] = Counter()
    for at in range(1, tree.depth + 1):
        chosen = np.flatnonzero(level == at)
        numbers = tree.at_level(at)
        found, inside = shapely.STRtree(tree.geometry(numbers)).query(points[chosen], predicate="intersects")
        containing: dict[int, set[int]] = {}
        for place, number in zip(chosen[found].tolist(), numbers[inside].tolist(), strict=True):
            containing.setdefault(place, set()).add(number)
        for place in chosen.tolist():
            area = exact_spot(city, at, {"lon": repr(float(lon[place])), "lat": repr(float(lat[place]))})
            if place in containing:
                assert area is not None
                assert area.area_id in containing[place], (lon[place], lat[place], at)
                asked[int(zoom[place])] += 1
            else:
                assert area is None
    assert min(asked[one] for one in range(LOWEST_ZOOM, HIGHEST_ZOOM + 1)) > 300


def painted(tiles: CellTiles, zoom: int, lon: NDArray[np.float64], lat: NDArray[np.float64]) -> NDArray[np.int64]:
    """The area that the map paints at each point."""
    x, y = (np.floor(world * (TILE_PIXELS << zoom)).astype(int) for world in to_world(lon, lat))
    tile = np.stack([x // TILE_PIXELS, y // TILE_PIXELS])
    result = np.zeros(len(lon), dtype=np.int64)
    for column, row in np.unique(tile, axis=1).T.tolist():
        here = np.flatnonzero((tile[0] == column) & (tile[1] == row))
        result[here] = tiles.numbers(zoom, column, row)[y[here] % TILE_PIXELS, x[here] % TILE_PIXELS]
    return result


@pytest.mark.parametrize("zoom", [8, 12, 14, 17, *(pytest.param(zoom, marks=pytest.mark.soak) for zoom in OTHER_ZOOMS)])
def test_a_painted_cell_differs_only_within_half_a_pixel_of_a_border(
    zoom: int, zhengzhou: Built, zhengzhou_placer: Placer, tiles: CellTiles
) -> None:
    """From zoom 14 at least 95 of 100 are right wherever they lie; whoever differs has a border of the area that
    contains it, or of the one painted, nearer than half a pixel along both axes."""
    lon, lat = within_micro_grids(zhengzhou, POINTS, seed=zoom)
    exact, shown = zhengzhou_placer.place(lon, lat), painted(tiles, zoom, lon, lat)
    wrong = np.flatnonzero(exact != shown)
    if zoom in FINE_ZOOMS:
        assert len(wrong) <= 0.05 * POINTS
    x, y = to_world(lon[wrong], lat[wrong])
    half = 0.5001 / (TILE_PIXELS << zoom)
    west, north = to_degrees(x - half, y - half)
    east, south = to_degrees(x + half, y + half)
    areas = np.where(exact[wrong] > 0, exact[wrong], shown[wrong])
    borders = shapely.boundary(np.asarray(zhengzhou.tree.geometry(areas.astype(np.int64)), dtype=object))
    assert shapely.intersects(borders, shapely.box(west, south, east, north)).all()
