"""Coordinate systems a source may declare, converted to WGS-84 once, on the way in; and what betrays a wrong one."""

from __future__ import annotations

from enum import StrEnum
from typing import Any

import numpy as np
import shapely
from numpy.typing import ArrayLike, NDArray

from geodata.areas import NOWHERE, AreaTree, BoundingBox
from geodata.chinese_offsets import Degrees, gcj02_to_bd09, undone, wgs84_to_gcj02
from geodata.errors import CoordinatesRefused

_SAMPLE = 5_000
_FEWEST = 50
_CONTRADICTING_SHARE = 0.01
_FEWEST_CONTRADICTING = 20
_EXPLAINED = 4
"""A system explains an offset when it leaves less than a quarter of the contradictions."""


class CoordinateSystem(StrEnum):
    """Systems that a source may declare. CGCS2000 differs from WGS-84 by centimetres and is taken as it is."""

    WGS_84 = "WGS-84"
    CGCS2000 = "CGCS2000"
    GCJ_02 = "GCJ-02"
    BD_09 = "BD-09"


OFFSET_SYSTEMS = (CoordinateSystem.GCJ_02, CoordinateSystem.BD_09)
"""Those that lie some hundred metres off."""


def to_wgs84(lon: ArrayLike, lat: ArrayLike, system: CoordinateSystem | str) -> tuple[Degrees, Degrees]:
    """Degrees of `system` to degrees WGS-84; vectorised, NaN stays NaN.

    Raises CoordinatesRefused for an unknown system.
    """
    try:
        system = CoordinateSystem(system)
    except ValueError:
        known = ", ".join(CoordinateSystem)
        raise CoordinatesRefused(f"{system!r} is no coordinate system known here; write one of {known}.") from None
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


def suspect(lon: ArrayLike, lat: ArrayLike, tree: AreaTree, named: ArrayLike | None = None) -> str | None:
    """A sentence when points (taken for WGS-84) look swapped or shifted, else None.

    `named`, where given, is the number of the area that each record names (0: none): points outside the area they name,
    most of which another system would move into it, betray the offset best. Without it the city's own outline is used.
    At most 5,000 points, evenly spread over the records, are looked at, each place once; 20 must contradict.
    """
    x, y = np.asarray(lon, dtype=np.float64), np.asarray(lat, dtype=np.float64)
    area = np.full(x.shape, tree.root.area_id) if named is None else np.asarray(named, dtype=np.int64)
    usable = np.flatnonzero(np.isfinite(x) & np.isfinite(y) & (area != NOWHERE) & ((x != 0) | (y != 0)))
    if len(usable) < _FEWEST:
        return None
    chosen = usable[np.linspace(0, len(usable) - 1, min(_SAMPLE, len(usable))).astype(np.int64)]
    x, y, area = x[chosen], y[chosen], area[chosen]
    west, south, east, north = tree.root.bbox
    as_given = _share_in_box(x, y, (west, south, east, north))
    swapped = _share_in_box(y, x, (west, south, east, north))
    if swapped > 0.5 > as_given:
        return "Longitude and latitude look swapped: exchange the two columns in the mapping file."
    x, y, area = np.unique([x, y, area], axis=1)
    outlines = tree.geometry(area.astype(np.int64))
    shapely.prepare(outlines)
    return _shifted(x, y, outlines)


def _share_in_box(x: Degrees, y: Degrees, box: BoundingBox) -> float:
    west, south, east, north = box
    return float(np.mean((x >= west) & (x <= east) & (y >= south) & (y <= north)))


def _shifted(x: Degrees, y: Degrees, outlines: NDArray[np.object_]) -> str | None:
    outside = 1.0 - float(np.mean(shapely.intersects_xy(outlines, x, y)))
    if outside < max(_CONTRADICTING_SHARE, _FEWEST_CONTRADICTING / len(x)):
        return None
    left: dict[CoordinateSystem, float] = {}
    for system in OFFSET_SYSTEMS:
        left[system] = 1.0 - float(np.mean(shapely.intersects_xy(outlines, *to_wgs84(x, y, system))))
    best = min(left, key=lambda system: left[system])
    if left[best] * _EXPLAINED > outside:
        return None
    return (
        f"The points lie off by a constant offset that looks like {best}: {outside:.1%} are outside the area they "
        f'should be in, {left[best]:.1%} when read as {best}. Declare it: crs = "{best}" for this source in city.toml.'
    )
