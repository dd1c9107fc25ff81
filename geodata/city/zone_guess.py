"""The likely time zone of a city, from where it lies: the zone whose principal city is nearest."""

from __future__ import annotations

import re
from functools import cache
from pathlib import Path
from zoneinfo import TZPATH

import numpy as np

_TABLES = ("zone1970.tab", "zone.tab")
_PLACE = re.compile(r"^[^\t]*\t([+-]\d+)([+-]\d+)\t([^\t\n]+)", re.MULTILINE)


def nearest_zone(lon: float, lat: float) -> str | None:
    """The zone whose principal city is nearest to a place (degrees WGS-84); None where this machine has no table of
    them. It is a guess, often wrong near borders, fit to be asked about."""
    zones = _zones()
    if not zones:
        return None
    places = np.radians([(place_lon, place_lat) for _, place_lon, place_lat in zones])
    here_lon, here_lat = np.radians((lon, lat))
    closeness = np.sin(here_lat) * np.sin(places[:, 1]) + np.cos(here_lat) * np.cos(places[:, 1]) * np.cos(
        places[:, 0] - here_lon
    )
    return zones[int(closeness.argmax())][0]


def place_of_zone(zone: str) -> tuple[float, float] | None:
    """Longitude and latitude (degrees WGS-84) of a zone's principal city; None where no table here has it."""
    return next(((lon, lat) for name, lon, lat in _zones() if name == zone), None)


@cache
def _zones() -> tuple[tuple[str, float, float], ...]:
    """Name, longitude and latitude of each zone's principal city."""
    tables = (Path(folder) / table for folder in TZPATH for table in _TABLES)
    table = next((file for file in tables if file.is_file()), None)
    if table is None:
        return ()
    text = table.read_text(encoding="utf-8")
    return tuple((name, _degrees(lon), _degrees(lat)) for lat, lon, name in _PLACE.findall(text))


def _degrees(written: str) -> float:
    """±DDMM, ±DDDMM, ±DDMMSS or ±DDDMMSS (ISO 6709)."""
    digits = written[1:]
    whole = len(digits) - (4 if len(digits) > 5 else 2)
    seconds = float(digits[whole + 2 :] or 0)
    degrees = int(digits[:whole]) + int(digits[whole : whole + 2]) / 60 + seconds / 3600
    return -degrees if written[0] == "-" else degrees
