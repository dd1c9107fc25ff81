"""The areas: C = city, E and W = districts, E1 E2 W1 W2 = streets, squares of 0.1 degrees."""

import numpy as np
import shapely

from geodata.areas.area_tree import AreaTree

CODES = ("C", "E", "E1", "E2", "W", "W1", "W2")
BOXES = {
    "C": (113.0, 34.0, 113.2, 34.2),
    "E": (113.1, 34.0, 113.2, 34.2),
    "E1": (113.1, 34.0, 113.2, 34.1),
    "E2": (113.1, 34.1, 113.2, 34.2),
    "W": (113.0, 34.0, 113.1, 34.2),
    "W1": (113.0, 34.0, 113.1, 34.1),
    "W2": (113.0, 34.1, 113.1, 34.2),
}
POINTS = {"E1": (113.15, 34.05), "E2": (113.15, 34.15), "W1": (113.05, 34.05), "W2": (113.05, 34.15)}


def area_tree() -> AreaTree:
    """The seven areas, each of one square kilometre and of unknown population."""
    outlines = np.array([shapely.box(*BOXES[code]) for code in CODES], dtype=object)
    count = len(CODES)
    return AreaTree(
        last_id=np.array([7, 4, 3, 4, 7, 6, 7], dtype=np.int32),
        parent_id=np.array([0, 1, 2, 2, 1, 5, 5], dtype=np.int32),
        level=np.array([0, 1, 2, 2, 1, 2, 2], dtype=np.int8),
        code=np.array(CODES, dtype=object),
        name=np.array([f"{code} side" for code in CODES], dtype=object),
        lon=shapely.get_x(shapely.centroid(outlines)),
        lat=shapely.get_y(shapely.centroid(outlines)),
        bbox=np.array([BOXES[code] for code in CODES]),
        area_km2=np.ones(count),
        population=np.full(count, np.nan),
        basis=np.array(["given"] * count, dtype=object),
        demand_weight=np.full(count, np.nan),
        grid_version="v1",
        load_geometries=lambda: outlines,
    )
