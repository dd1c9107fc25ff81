"""Outlines for the map: the children of an area as compact GeoJSON, simplified without gaps where they are wide."""

from __future__ import annotations

import json
from collections.abc import Sequence
from threading import Condition

import numpy as np
import shapely
from cachetools import LRUCache, cached
from numpy.typing import NDArray

from geodata.areas.area_tree import Area, AreaTree

_METRES_OF_DEGREE = 111_200.0
_STEPS_ACROSS = 4_000
"""A simplified outline differs by less than this part of the way across: less than a pixel of a large screen."""
_WIDEST_TOLERANCE, _FINEST_TOLERANCE = 40.0, 3.0
_HELD_BYTES = 24_000_000


@cached(LRUCache(_HELD_BYTES, getsizeof=len), condition=Condition())
def outlines(tree: AreaTree, area: Area) -> bytes:
    """GeoJSON FeatureCollection (WGS-84) of the children of `area` that have an outline, of the area itself when none
    has, of the nearest above it when it has none itself; empty where none of these has.

    Properties are id, code and name only. The same tree gives the same bytes. Children share simplified borders, so the
    map shows neither gaps nor overlaps that the areas do not have; below some 12 km across nothing is simplified.
    """
    shown = _outlined(tree, area)
    if not shown:
        return b'{"type":"FeatureCollection","features":[]}'
    shapes = np.asarray(tree.geometry([one.area_id for one in shown]), dtype=object)
    tolerance = _tolerance(area if area.has_outline else shown[0])
    if tolerance:
        shapes = _simplified(shapes, tolerance, (area if area.has_outline else shown[0]).lat)
    decimals = 5 if tolerance else 6
    written = shapely.to_geojson(shapely.transform(shapes, lambda degrees: np.round(degrees, decimals)))
    features = [_feature(one, geometry) for one, geometry in zip(shown, written.tolist(), strict=True)]
    return ('{"type":"FeatureCollection","features":[' + ",\n".join(features) + "]}").encode()


def outline_together(tree: AreaTree, numbers: Sequence[int]) -> str:
    """The GeoJSON geometry (WGS-84) of areas that have outlines, taken together; simplified where it is wide."""
    whole = shapely.union_all(np.asarray(tree.geometry(numbers), dtype=object))
    west, south, east, north = whole.bounds
    across = float(np.hypot(east - west, north - south)) * _METRES_OF_DEGREE
    simple = shapely.simplify(whole, min(across / _STEPS_ACROSS, _WIDEST_TOLERANCE) / _METRES_OF_DEGREE)
    written: str = shapely.to_geojson(shapely.transform(simple, lambda degrees: np.round(degrees, 6)))
    return written


def _outlined(tree: AreaTree, area: Area) -> tuple[Area, ...]:
    """The children that have an outline; without any the area itself, or the nearest above it that has one."""
    children = tuple(one for one in tree.children(area) if one.has_outline)
    return children or tuple(one for one in (*tree.ancestors(area), area) if one.has_outline)[-1:]


def _tolerance(area: Area) -> float:
    """Metres by which a line may be moved to be simpler; 0 where nothing is worth simplifying."""
    west, south, east, north = area.bbox
    across = np.hypot((east - west) * np.cos(np.radians(area.lat)), north - south) * _METRES_OF_DEGREE
    tolerance = min(across / _STEPS_ACROSS, _WIDEST_TOLERANCE)
    return float(tolerance) if tolerance >= _FINEST_TOLERANCE else 0.0


def _simplified(shapes: NDArray[np.object_], tolerance: float, lat: float) -> NDArray[np.object_]:
    """Shapes simplified together; one that would vanish or break is kept as it is."""
    metres = np.array([np.cos(np.radians(lat)), 1.0]) * _METRES_OF_DEGREE
    plane = shapely.transform(shapes, lambda degrees: degrees * metres)
    simple = shapely.transform(shapely.coverage_simplify(plane, tolerance), lambda points: points / metres)
    broken = shapely.is_empty(simple) | ~shapely.is_valid(simple)
    return np.where(broken, shapes, simple)


def _feature(area: Area, geometry: str) -> str:
    properties = json.dumps(
        {"id": area.area_id, "code": area.code, "name": area.name}, ensure_ascii=False, separators=(",", ":")
    )
    return f'{{"type":"Feature","properties":{properties},"geometry":{geometry}}}'
