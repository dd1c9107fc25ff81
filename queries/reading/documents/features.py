"""A GeoJSON feature as a flat row: its properties, its identifier unless they have one, its point as lon and lat."""

from __future__ import annotations

import json
from typing import Any

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


def has_point(row: dict[str, Any]) -> bool:
    """Whether the row of a feature has a place."""
    return row.get("lon") is not None and row.get("lat") is not None
