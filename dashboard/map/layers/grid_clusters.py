"""Points grouped by the cells of a square grid that stays where it is when the map is moved. Pure."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from math import floor, log2

import numpy as np
from numpy.typing import NDArray

from dashboard.map.view_box import ViewBox
from dashboard.view import parsers
from geodata.coordinates.web_mercator import TILE_PIXELS, to_world

CELL_PIXELS = 64
SMALLEST, LARGEST = 0.5, 16.0  # type of a screen, in that of an ordinary one


@dataclass(frozen=True, eq=False)
class GridClusters:
    """lon, lat: mean of the points of each cell, degrees WGS-84; n: how many of each class, shape (cells, classes)."""

    lon: NDArray[np.float64]
    lat: NDArray[np.float64]
    n: NDArray[np.int64]


def in_sight(view: ViewBox, lon: NDArray[np.float64], lat: NDArray[np.float64]) -> NDArray[np.bool_]:
    """Which points (degrees WGS-84, NaN where there is none) lie in the view."""
    return (lon >= view.west) & (lon <= view.east) & (lat >= view.south) & (lat <= view.north)


def depth_of(view: ViewBox, given: Mapping[str, str]) -> int:
    """The depth at which cells are 64 to 128 pixels wide, more on a screen of larger type: `scale` times the ordinary
    one. Raises BadParameter."""
    scale = parsers.decimal("scale", given.get("scale", "1"), SMALLEST, LARGEST)
    return max(0, floor(view.zoom - log2(scale)) + int(log2(TILE_PIXELS // CELL_PIXELS)))


def clustered(
    depth: int, lon: NDArray[np.float64], lat: NDArray[np.float64], of: NDArray[np.int64], classes: int
) -> GridClusters:
    """Every point in exactly one cluster. depth: the world's square is cut into 2^depth by 2^depth cells; of: the class
    of each point, 0..classes - 1."""
    x, y = to_world(lon, lat)
    side = 2**depth
    key = (np.floor(x * side).astype(np.int64) << 32) | np.floor(y * side).astype(np.int64)
    cells, place = np.unique(key, return_inverse=True)
    n = np.bincount(place * classes + of, minlength=len(cells) * classes).reshape(len(cells), classes)
    total = np.maximum(n.sum(axis=1), 1)

    def mean(values: NDArray[np.float64]) -> NDArray[np.float64]:
        means: NDArray[np.float64] = np.bincount(place, weights=values, minlength=len(cells)) / total
        return means

    return GridClusters(mean(lon), mean(lat), n)
