"""The box around a point that holds everything within some metres of it."""

from __future__ import annotations

from math import cos, radians

METRES_A_DEGREE = 110_500.0  # at least, of latitude; of longitude that many times the cosine of the latitude
NARROWEST = 0.01  # of that cosine: towards the poles the box stays finite


def sides_around(point: tuple[float, float], metres: float) -> tuple[float, float, float, float]:
    """West, south, east, north of a point (lon, lat); all in degrees WGS-84."""
    lon, lat = point
    up = metres / METRES_A_DEGREE
    aside = up / max(NARROWEST, cos(radians(abs(lat) + up)))
    return lon - aside, lat - up, lon + aside, lat + up
