"""Where the residents of a city live, as far as its areas say: those of the smallest area whose population is known,
spread evenly over it."""

from __future__ import annotations

from threading import Condition

import numpy as np
from cachetools import LRUCache, cached
from numpy.typing import NDArray

from dashboard.map.heat.kernel import Raster
from dashboard.map.view_box import Window
from geodata.areas.area_tree import ROOT, AreaTree
from geodata.coordinates.web_mercator import TILE_PIXELS
from geodata.tiles.cell_tiles import HIGHEST_ZOOM, LOWEST_ZOOM, CellTiles

PIXELS = TILE_PIXELS.bit_length() - 1  # a tile of zoom z has the cells of depth z + 8


def are_known(tree: AreaTree) -> bool:
    """Whether any area has a population."""
    return bool(np.isfinite(tree.population).any())


def residents(tree: AreaTree) -> float:
    """Residents of the whole city: the root's, else those of the highest areas that have a population."""
    total, last = 0.0, 0
    for row in np.flatnonzero(np.isfinite(tree.population)).tolist():
        if row + ROOT > last:
            total, last = total + float(tree.population[row]), int(tree.last_id[row])
    return total


@cached(LRUCache(4), condition=Condition())
def densities(tree: AreaTree) -> NDArray[np.float64]:
    """Residents per km² by area number (0: nowhere): of the area itself or of the nearest above it that is known."""
    found = np.zeros(len(tree) + 1)
    own = tree.population / np.where(tree.area_km2 > 0, tree.area_km2, np.nan)
    for row in range(len(tree)):
        found[row + ROOT] = own[row] if np.isfinite(own[row]) else found[tree.parent_id[row]]
    return found


def resident_densities(tree: AreaTree, tiles: CellTiles, window: Window) -> Raster:
    """Residents per km² in the middle of each cell of a window: shape (rows, columns); 0 outside the city."""
    step = max(0, LOWEST_ZOOM + PIXELS - window.depth)
    zoom = min(HIGHEST_ZOOM, window.depth + step - PIXELS)
    columns = _pixels(window.x0, window.x1, window.depth, zoom)
    rows = _pixels(window.y0, window.y1, window.depth, zoom)
    density = densities(tree)
    out = np.zeros((len(rows), len(columns)))
    for tile_y in np.unique(rows >> PIXELS).tolist():
        for tile_x in np.unique(columns >> PIXELS).tolist():
            if not (0 <= tile_x < 1 << zoom and 0 <= tile_y < 1 << zoom):
                continue
            inside = np.ix_(rows >> PIXELS == tile_y, columns >> PIXELS == tile_x)
            pixels = np.ix_(
                rows[rows >> PIXELS == tile_y] % TILE_PIXELS, columns[columns >> PIXELS == tile_x] % TILE_PIXELS
            )
            out[inside] = density[tiles.numbers(zoom, tile_x, tile_y)[pixels]]
    return out


def _pixels(first: int, end: int, depth: int, zoom: int) -> NDArray[np.int64]:
    """Of each cell first..end - 1 the pixel of the tiles of a zoom that holds its middle."""
    middle = (np.arange(first, end) + 0.5) * 2.0 ** (zoom + PIXELS - depth)
    pixels: NDArray[np.int64] = np.floor(middle).astype(np.int64)
    return pixels
