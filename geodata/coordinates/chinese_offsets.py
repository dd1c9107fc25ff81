"""The two offsets of Chinese web maps: GCJ-02, and BD-09 (Baidu's) upon it.

The authorities never published either. The forward formulas here are those in general circulation (see the Wikipedia
article "Restrictions on geographic data in China"); neither has a closed inverse, so it is found by iteration.
"""

from __future__ import annotations

from collections.abc import Callable

import numpy as np
from numpy.typing import NDArray

Degrees = NDArray[np.float64]

_KRASOVSKY_AXIS = 6378245.0
_KRASOVSKY_E2 = 0.00669342162296594323
_BAIDU_TURN = np.pi * 3000.0 / 180.0
_ROUNDS = 6


def wgs84_to_gcj02(lon: Degrees, lat: Degrees) -> tuple[Degrees, Degrees]:
    """The offset of Chinese web maps; points outside the box around China stay where they are."""
    x, y = lon - 105.0, lat - 35.0
    root = np.sqrt(np.abs(x))
    waves = 20.0 * np.sin(6.0 * np.pi * x) + 20.0 * np.sin(2.0 * np.pi * x)
    north = -100.0 + 2.0 * x + 3.0 * y + 0.2 * y * y + 0.1 * x * y + 0.2 * root
    north = north + (waves + _waves(y, 20.0, 40.0, 1.0, 3.0) + _waves(y, 160.0, 320.0, 12.0, 30.0)) * 2.0 / 3.0
    east = 300.0 + x + 2.0 * y + 0.1 * x * x + 0.1 * x * y + 0.1 * root
    east = east + (waves + _waves(x, 20.0, 40.0, 1.0, 3.0) + _waves(x, 150.0, 300.0, 12.0, 30.0)) * 2.0 / 3.0
    phi = np.radians(lat)
    flat = 1.0 - _KRASOVSKY_E2 * np.sin(phi) ** 2
    meridian = _KRASOVSKY_AXIS * (1.0 - _KRASOVSKY_E2) / (flat * np.sqrt(flat))
    parallel = _KRASOVSKY_AXIS / np.sqrt(flat) * np.cos(phi)
    inside = (lon > 72.004) & (lon < 137.8347) & (lat > 0.8293) & (lat < 55.8271)
    shifted_lon = np.where(inside, lon + np.degrees(east / parallel), lon)
    shifted_lat = np.where(inside, lat + np.degrees(north / meridian), lat)
    return shifted_lon, shifted_lat


def _waves(value: Degrees, first: float, second: float, first_part: float, second_part: float) -> Degrees:
    return first * np.sin(value * np.pi / first_part) + second * np.sin(value * np.pi / second_part)


def gcj02_to_bd09(lon: Degrees, lat: Degrees) -> tuple[Degrees, Degrees]:
    """Baidu's further turn and shift of GCJ-02 degrees."""
    radius = np.hypot(lon, lat) + 0.00002 * np.sin(lat * _BAIDU_TURN)
    angle = np.arctan2(lat, lon) + 0.000003 * np.cos(lon * _BAIDU_TURN)
    return radius * np.cos(angle) + 0.0065, radius * np.sin(angle) + 0.006


def undone(
    forward: Callable[[Degrees, Degrees], tuple[Degrees, Degrees]], lon: Degrees, lat: Degrees
) -> tuple[Degrees, Degrees]:
    """The point that `forward` moves to (lon, lat), by fixed-point iteration (the offsets change slowly)."""
    x, y = lon, lat
    for _ in range(_ROUNDS):
        moved_x, moved_y = forward(x, y)
        x, y = x + (lon - moved_x), y + (lat - moved_y)
    return x, y
