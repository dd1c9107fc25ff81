"""Coordinates in any published reference system (EPSG, ESRI): its name, degrees WGS-84, and the order of its axes."""

from __future__ import annotations

import re
from functools import lru_cache

import numpy as np
import pyproj
import pyproj.network
from numpy.typing import ArrayLike

from geodata.coordinates.chinese_offsets import Degrees
from geodata.coordinates.crs import to_wgs84
from geodata.coordinates.systems import SYSTEMS_IN_WORDS, CoordinateSystem, is_declared
from geodata.errors import CoordinatesRefused
from geodata.sentence import Sentence

pyproj.network.set_network_enabled(active=False)  # Grid-shift files are never fetched from elsewhere.

_NUMBER = re.compile(r"(?:EPSG\s*:+\s*|URN:OGC:DEF:CRS:EPSG:[\d.]*:)?(\d{4,6})", re.IGNORECASE)
_OTHER = re.compile(r"(ESRI|IGNF|OGC)\s*:\s*(\w+)", re.IGNORECASE)
_CRS84 = re.compile(r"\bCRS:?84$", re.IGNORECASE)
_IN_DEGREES = {"EPSG:4326": CoordinateSystem.WGS_84, "EPSG:4490": CoordinateSystem.CGCS2000}
_MARGIN = 1.0
"""Degrees by which coordinates may leave the area in which a system is used."""


def system_named(text: str) -> str:
    """The name of a coordinate system as it is written here: one that a source may declare, or a published one such as
    EPSG:25832, of which 25832, epsg::25832 and URNs are other writings.

    Raises CoordinatesRefused for what is no system of places on the ground.
    """
    declared = next((one for one in CoordinateSystem if one == text.strip().upper()), None)
    if declared:
        return declared
    number, other = _NUMBER.fullmatch(text.strip()), _OTHER.fullmatch(text.strip())
    name = f"EPSG:{number[1]}" if number else f"{other[1].upper()}:{other[2]}" if other else ""
    try:
        system = pyproj.CRS.from_user_input(name)
        usable = (system.is_geographic or system.is_projected) and bool(_to_wgs84(name))
    except pyproj.exceptions.ProjError:
        usable = False
    if not usable:
        said = f"{text!r} is no coordinate system known here; write {SYSTEMS_IN_WORDS}."
        raise CoordinatesRefused(Sentence("system_unknown", said, system=text))
    return name


def stated_system(text: str) -> str | None:
    """The system that a file states, such as urn:ogc:def:crs:OGC:1.3:CRS84 or EPSG:2263; None where it is not known
    here. WGS-84 and CGCS2000 in degrees go by these names."""
    written = text.strip().rsplit("/", 1)[-1] if "EPSG/" in text.upper() else text
    if _CRS84.search(written):
        return CoordinateSystem.WGS_84
    try:
        name = system_named(written)
    except CoordinatesRefused:
        return None
    return _IN_DEGREES.get(name, name)


def degrees_of(x: ArrayLike, y: ArrayLike, system: str) -> tuple[Degrees, Degrees]:
    """Degrees WGS-84 of coordinates in a declared or published system, x to the east and y to the north whatever the
    order in which the system's register names its axes; NaN where the system has no such place."""
    if is_declared(system):
        return to_wgs84(x, y, system)
    across, up = np.asarray(x, dtype=np.float64), np.asarray(y, dtype=np.float64)
    lon, lat = _to_wgs84(system).transform(across, up)
    beyond = ~(np.isfinite(lon) & np.isfinite(lat))
    return np.where(beyond, np.nan, lon), np.where(beyond, np.nan, lat)


def degrees_in_either_order(x: ArrayLike, y: ArrayLike, system: str) -> tuple[Degrees, Degrees]:
    """`degrees_of` in the order of the axes in which coordinates lie where a published system is used. Raises
    CoordinatesRefused."""
    if not np.size(x):
        return np.asarray(x, dtype=np.float64), np.asarray(y, dtype=np.float64)
    return degrees_of(y, x, system) if axes_exchanged(x, y, system) else degrees_of(x, y, system)


def share_in_use(lon: ArrayLike, lat: ArrayLike, system: str) -> float:
    """The share of places (degrees WGS-84) in the area for which the system is meant, its surroundings included."""
    used = pyproj.CRS.from_user_input(system).area_of_use
    x, y = np.asarray(lon, dtype=np.float64), np.asarray(lat, dtype=np.float64)
    west, south, east, north = used.bounds if used else (-180.0, -90.0, 180.0, 90.0)
    wide = (east - west) % 360 or 360.0
    across = (x - west + _MARGIN) % 360 <= wide + 2 * _MARGIN
    inside = np.isfinite(x) & across & (y >= south - _MARGIN) & (y <= north + _MARGIN)
    return float(np.mean(inside)) if inside.size else 0.0


def axes_exchanged(x: ArrayLike, y: ArrayLike, system: str) -> bool:
    """True when coordinates lie where their system is used only if the first is taken for the northing.

    Raises CoordinatesRefused when neither order leads there: they are not in this system.
    """
    given, exchanged = (share_in_use(*degrees_of(*pair, system), system) for pair in ((x, y), (y, x)))
    if given >= 0.5:
        return False
    if exchanged >= 0.5:
        return True
    text = (
        f"The coordinates are not in {system}, in either order of its axes: they lie outside the area that it is made "
        "for; name the system that they are in with --crs."
    )
    raise CoordinatesRefused(Sentence("points_not_in_system", text, system=system))


@lru_cache(maxsize=16)
def _to_wgs84(system: str) -> pyproj.Transformer:
    return pyproj.Transformer.from_crs(system, 4326, always_xy=True)
