"""Boundaries with implausible coordinates: swapped axes, no degrees, or an undeclared Chinese offset."""

from __future__ import annotations

from datetime import UTC, datetime
from zoneinfo import ZoneInfo

import numpy as np
import shapely
from numpy.typing import NDArray

from geodata.coordinates.crs import converted
from geodata.coordinates.systems import OFFSET_SYSTEMS

_SPILL = 0.0025
_EXPLAINED = 4
_POLAR = 66.5
_DEGREES_OFF_ZONE = 50.0


def suspect_boundaries(outlines: NDArray[np.object_], zone: str, within: shapely.Geometry | None = None) -> str | None:
    """A sentence when outlines (taken for WGS-84) look swapped, or shifted against the outline they lie `within`."""
    outlines = outlines[~shapely.is_missing(outlines)]
    if not len(outlines):
        return None
    west, south, east, north = shapely.total_bounds(outlines)
    if not (-180 <= west <= 180 and west <= east <= west + 360 and -90 <= south <= north <= 90):
        if -90 <= west <= east <= 90 and -180 <= south <= north <= 180:
            return "Longitude and latitude look swapped: write longitude first."
        return (
            "The coordinates are no degrees; give a file that states its projection (.prj, crs), or name it, such as "
            "--crs EPSG:25832."
        )
    lon, lat = (west + east) / 2, (south + north) / 2
    if _fits(lat, lon, zone) and not _fits(lon, lat, zone):
        return f"Longitude and latitude look swapped (or the zone {zone} is wrong): write longitude first."
    if within is None:
        return None
    return _spilled(outlines, within)


def _fits(lon: float, lat: float, zone: str) -> bool:
    """True when a city of this zone can lie here: not polar, and its longitude near 15° for every hour of offset."""
    offset = datetime(2024, 1, 15, tzinfo=UTC).astimezone(ZoneInfo(zone)).utcoffset()
    hours = offset.total_seconds() / 3600 if offset else 0.0
    distance = abs((lon - 15 * hours + 180) % 360 - 180)
    return abs(lat) < _POLAR and distance < _DEGREES_OFF_ZONE


def _spilled(outlines: NDArray[np.object_], within: shapely.Geometry) -> str | None:
    """A sentence when outlines leave `within` as they are, but would not when read as GCJ-02 or BD-09."""
    whole = shapely.union_all(outlines)
    spill = shapely.area(shapely.difference(whole, within)) / shapely.area(whole)
    if spill < _SPILL:
        return None
    for system in OFFSET_SYSTEMS:
        moved = converted(whole, system)
        if shapely.area(shapely.difference(moved, within)) / shapely.area(moved) * _EXPLAINED < spill:
            return (
                f"The outlines lie off by a constant offset that looks like {system}: {spill:.1%} of their area is "
                f"outside the level above, hardly any when read as {system}. Declare the file's coordinate system."
            )
    return None
