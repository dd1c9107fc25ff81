"""What lies within some metres of a point: the box that holds it, and how far it is on the ellipsoid."""

from __future__ import annotations

from collections.abc import Sequence
from math import cos, radians

import numpy as np
import pyproj
from numpy.typing import NDArray

METRES_A_DEGREE = 110_500.0  # at least, of latitude; of longitude that many times the cosine of the latitude
NARROWEST = 0.01  # of that cosine: towards the poles the box stays finite
_ELLIPSOID = pyproj.Geod(ellps="WGS84")


def sides_around(point: tuple[float, float], metres: float) -> tuple[float, float, float, float]:
    """West, south, east, north of a point (lon, lat); all in degrees WGS-84."""
    lon, lat = point
    up = metres / METRES_A_DEGREE
    aside = up / max(NARROWEST, cos(radians(abs(lat) + up)))
    return lon - aside, lat - up, lon + aside, lat + up


def geodesic_metres(point: tuple[float, float], lons: Sequence[float], lats: Sequence[float]) -> NDArray[np.float64]:
    """Metres along the ellipsoid from a point (lon, lat) to each of others; all in degrees WGS-84. By the geodesics of
    Karney (2013), https://doi.org/10.1007/s00190-012-0578-z."""
    lon, lat = point
    n = len(lons)
    metres = _ELLIPSOID.inv(np.full(n, lon), np.full(n, lat), np.asarray(lons, float), np.asarray(lats, float))[2]
    return np.asarray(metres, dtype=np.float64)
