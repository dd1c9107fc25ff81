"""Web Mercator (EPSG:3857) as web maps cut it: the world is one tile at zoom 0 and 2^z by 2^z tiles at zoom z.

World coordinates here are shares of the world's width: x from 0 (180° W) to 1, y from 0 (85.05° N) to 1 in the south.
Source of the formulas: OGC 17-083r4 (Two Dimensional Tile Matrix Set), annex E, WebMercatorQuad.
"""

from __future__ import annotations

import numpy as np
from numpy.typing import ArrayLike, NDArray

TILE_PIXELS = 256
NORTHERNMOST = 85.0511287798066


def to_world(lon: ArrayLike, lat: ArrayLike) -> tuple[NDArray[np.float64], NDArray[np.float64]]:
    """World coordinates of degrees WGS-84; latitudes beyond the map's end are moved to it."""
    radians = np.radians(np.clip(np.asarray(lat, dtype=np.float64), -NORTHERNMOST, NORTHERNMOST))
    x = np.asarray(lon, dtype=np.float64) / 360 + 0.5
    return x, 0.5 - np.arcsinh(np.tan(radians)) / (2 * np.pi)


def to_degrees(x: ArrayLike, y: ArrayLike) -> tuple[NDArray[np.float64], NDArray[np.float64]]:
    """Longitude and latitude (degrees WGS-84) of world coordinates."""
    lon = (np.asarray(x, dtype=np.float64) - 0.5) * 360
    return lon, np.degrees(np.arctan(np.sinh((0.5 - np.asarray(y, dtype=np.float64)) * 2 * np.pi)))
