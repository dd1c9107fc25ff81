"""A GeoJSON feature as a flat row: its properties, its identifier unless they have one, its point as lon and lat."""

from __future__ import annotations

import json
from typing import Any

from geodata.coordinates.epsg import stated_system
from geodata.sentence import Sentence

_FLAT = json.JSONDecoder(parse_int=str, parse_float=str)
"""Numbers stay as they are written."""


def parsed(text: str) -> Any:
    """A JSON value whose numbers are texts; of a key that occurs twice the last value. Raises ValueError and
    RecursionError."""
    return _FLAT.decode(text)


def is_feature(found: Any) -> bool:
    """Whether a JSON value is a GeoJSON feature."""
    return isinstance(found, dict) and found.get("type") == "Feature" and "geometry" in found


def flat(feature: dict[str, Any]) -> dict[str, Any]:
    """The row of a feature. lon, lat: WGS-84 unless the file says otherwise; missing where it is no point."""
    properties = feature.get("properties")
    row = dict(properties) if isinstance(properties, dict) else {}
    if "id" in feature and "id" not in row:
        row["id"] = feature["id"]
    geometry = feature.get("geometry")
    if isinstance(geometry, dict):
        point = geometry.get("coordinates")
        if geometry.get("type") == "MultiPoint" and isinstance(point, list) and len(point) == 1:
            [point] = point
        elif geometry.get("type") != "Point":
            point = None
        if isinstance(point, list) and len(point) > 1 and not any(isinstance(part, (list, dict)) for part in point):
            row["lon"], row["lat"] = point[:2]
    return row


def about_system(crs: Any) -> tuple[Sentence, ...]:
    """What the `crs` member of a collection (GeoJSON of 2008, section 3) says of all its points."""
    about = crs.get("properties") if isinstance(crs, dict) else None
    name = about.get("name") if isinstance(about, dict) else None
    if not isinstance(name, str):
        return ()
    system = stated_system(name)
    if system is None:
        text = f"The file states a coordinate system that is not known here, {name[:60]!r}: name it with --crs."
        return (Sentence("system_stated_unknown", text, system=name[:60]),)
    return (Sentence("system_stated", f"The file states that its points are in {system}.", system=system),)


def has_point(row: dict[str, Any]) -> bool:
    """Whether the row of a feature has a place."""
    return row.get("lon") is not None and row.get("lat") is not None
