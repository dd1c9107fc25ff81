"""Measuring outlines: areas on the ellipsoid, a point inside, overlaps."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
import pyproj
import shapely
from numpy.typing import NDArray

from geodata.coordinates.antimeridian import HALF

_EQUAL_AREA = pyproj.Transformer.from_crs(4326, 6933, always_xy=True)
_OVERLAP_M2 = 1.0


def area_km2(outlines: NDArray[np.object_] | Sequence[shapely.Geometry]) -> NDArray[np.float64]:
    """Area of each outline (degrees WGS-84) on the ellipsoid, in km²; by the equal-area projection EPSG:6933."""
    projected = shapely.transform(np.asarray(outlines, dtype=object), _equal_area)
    areas: NDArray[np.float64] = shapely.area(projected) / 1e6
    return areas


def _equal_area(degrees: NDArray[np.float64]) -> NDArray[np.float64]:
    turned = HALF if (degrees[:, 0] > HALF).any() else 0.0  # areas are the same whichever meridian is the middle
    return np.column_stack(_EQUAL_AREA.transform(degrees[:, 0] - turned, degrees[:, 1]))


def centres(outlines: NDArray[np.object_]) -> NDArray[np.float64]:
    """A point inside each outline, shape (n, 2): the centroid where it lies inside, else a point on the surface."""
    points = shapely.centroid(outlines)
    astray = ~shapely.contains_properly(outlines, points)
    points[astray] = shapely.point_on_surface(outlines[astray])
    return np.column_stack([shapely.get_x(points), shapely.get_y(points)])


def overlaps(outlines: NDArray[np.object_]) -> list[tuple[int, int, float]]:
    """Pairs of rows (lower first) whose outlines share more than 1 m², with the shared m²."""
    first, second = shapely.STRtree(outlines).query(outlines, predicate="intersects")
    once = first < second
    first, second = first[once], second[once]
    if not len(first):
        return []
    shared = area_km2(shapely.intersection(outlines[first], outlines[second])) * 1e6
    found = np.flatnonzero(shared > _OVERLAP_M2)
    return sorted((int(first[at]), int(second[at]), float(shared[at])) for at in found)
