"""Coordinate systems a source may declare, converted to WGS-84 once, on the way in."""

from __future__ import annotations

from typing import Any

import numpy as np
import shapely
from numpy.typing import ArrayLike

from geodata.coordinates.chinese_offsets import Degrees, gcj02_to_bd09, undone, wgs84_to_gcj02
from geodata.coordinates.systems import OFFSET_SYSTEMS, CoordinateSystem
from geodata.errors import CoordinatesRefused
from geodata.sentence import Sentence


def to_wgs84(lon: ArrayLike, lat: ArrayLike, system: CoordinateSystem | str) -> tuple[Degrees, Degrees]:
    """Degrees of `system` to degrees WGS-84; vectorised, NaN stays NaN.

    Raises CoordinatesRefused for an unknown system.
    """
    try:
        system = CoordinateSystem(system)
    except ValueError:
        known = ", ".join(CoordinateSystem)
        text = f"{system!r} is no coordinate system known here; write one of {known}."
        raise CoordinatesRefused(Sentence("system_unknown", text, system=str(system))) from None
    x, y = np.asarray(lon, dtype=np.float64), np.asarray(lat, dtype=np.float64)
    if system is CoordinateSystem.BD_09:
        x, y = undone(gcj02_to_bd09, x, y)
    if system in OFFSET_SYSTEMS:
        x, y = undone(wgs84_to_gcj02, x, y)
    return x, y


def from_wgs84(lon: ArrayLike, lat: ArrayLike, system: CoordinateSystem | str) -> tuple[Degrees, Degrees]:
    """Degrees WGS-84 to degrees of `system`: the forward formulas that `to_wgs84` inverts."""
    x, y = np.asarray(lon, dtype=np.float64), np.asarray(lat, dtype=np.float64)
    if system in OFFSET_SYSTEMS:
        x, y = wgs84_to_gcj02(x, y)
    if system == CoordinateSystem.BD_09:
        x, y = gcj02_to_bd09(x, y)
    return x, y


def converted(outlines: Any, system: CoordinateSystem | str) -> Any:
    """Outlines (one, or an array) in degrees of `system` as degrees WGS-84."""
    return shapely.transform(outlines, lambda degrees: np.column_stack(to_wgs84(degrees[:, 0], degrees[:, 1], system)))
