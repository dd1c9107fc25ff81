"""A map of a GCJ-02 tile service: which way of laying WGS-84 data over it is exact enough, and that the chosen one is.

Measured over Zhengzhou in a view of 1920 × 1080: moving the whole picture (or the tiles under it) by the offset of the
view's middle leaves up to 0.7 pixels at zoom 10, 1.8 at 12, 5.3 at 14 and 5.7 at 16. Drawing every point where its own
offset puts it, and cutting the cells there, leaves nothing but the pixel: that is what is done.
"""

import numpy as np
import pytest
from numpy.typing import NDArray

from geodata.coordinates.crs import from_wgs84, to_wgs84
from geodata.coordinates.systems import CoordinateSystem
from geodata.coordinates.web_mercator import TILE_PIXELS, to_degrees, to_world
from geodata.placing.placer import Placer
from geodata.tiles.cell_tiles import CellTiles
from tests.geodata.conftest import Built
from tests.geodata.test_clicked_cells import painted, within_micro_grids

GCJ = CoordinateSystem.GCJ_02
WIDE, HIGH = 1920, 1080


def left_by_one_offset_for_the_view(built: Built, zoom: int) -> float:
    """Most pixels that are left in any view of this zoom when all of it is moved by the offset of its middle."""
    random = np.random.default_rng(3)
    west, south, east, north = built.tree.root.bbox
    lon, lat = random.uniform(west, east, 400), random.uniform(south, north, 400)
    scale = TILE_PIXELS << zoom
    x, y = to_world(lon, lat)
    to_corner = np.array([[-1, -1], [1, -1], [-1, 1], [1, 1]]) * [WIDE / 2 / scale, HIGH / 2 / scale]
    corner_lon, corner_lat = to_degrees(x[:, None] + to_corner[:, 0], y[:, None] + to_corner[:, 1])

    def offset(at_lon: NDArray[np.float64], at_lat: NDArray[np.float64]) -> NDArray[np.float64]:
        return np.stack(to_world(*from_wgs84(at_lon, at_lat, GCJ))) - np.stack(to_world(at_lon, at_lat))

    inside = (corner_lon >= west) & (corner_lon <= east) & (corner_lat >= south) & (corner_lat <= north)
    left = offset(corner_lon, corner_lat) - offset(lon, lat)[:, :, None]
    return float((np.hypot(*left) * scale)[inside].max())


def test_one_offset_for_a_whole_view_is_not_exact_enough(zhengzhou: Built) -> None:
    assert left_by_one_offset_for_the_view(zhengzhou, 16) > 1
    assert left_by_one_offset_for_the_view(zhengzhou, 12) > 1


@pytest.mark.parametrize("zoom", [11, *(pytest.param(zoom, marks=pytest.mark.soak) for zoom in (14, 16, 18))])
def test_cells_are_cut_where_their_shifted_points_are(zoom: int, zhengzhou: Built, zhengzhou_placer: Placer) -> None:
    """At the shifted place of a point its area is painted, as often as on an unshifted map, and the differences lie
    within a pixel: the pixel's middle, taken back to WGS-84, is in the area that is painted."""
    lon, lat = within_micro_grids(zhengzhou, 600, seed=zoom)
    plain, shifted = (CellTiles(zhengzhou.tree, zhengzhou_placer, system) for system in ("WGS-84", "GCJ-02"))
    exact = zhengzhou_placer.place(lon, lat)
    moved = from_wgs84(lon, lat, GCJ)
    found = painted(shifted, zoom, *moved)
    assert (found == exact).mean() >= (painted(plain, zoom, lon, lat) == exact).mean() - 0.02
    scale = TILE_PIXELS << zoom
    middle = to_degrees(*((np.floor(world * scale) + 0.5) / scale for world in to_world(*moved)))
    assert (zhengzhou_placer.place(*to_wgs84(*middle, GCJ)) == found).mean() >= 0.998
