"""Special grids of the tiny city, for the tests that want some."""

import numpy as np
import shapely

from geodata.areas.special_grids import SpecialGrids

BOXES = {
    "ZS1": (113.12, 34.02, 113.18, 34.08),
    "ZS2": (113.08, 34.02, 113.13, 34.08),
    "ZS3": (113.02, 34.12, 113.08, 34.18),
}


def special_grids() -> SpecialGrids:
    """A station in E1 and a quarter over E1 and W1, both key, which overlap; a park in W2."""
    codes = np.array(list(BOXES), dtype=object)
    names = np.array(["Station", "Quarter", "Park"], dtype=object)
    outlines = np.array([shapely.box(*box) for box in BOXES.values()], dtype=object)
    given, nobody = (np.array([text] * len(BOXES), dtype=object) for text in ("given", ""))
    return SpecialGrids(codes, names, given, given, outlines, np.array([True, True, False]), nobody)
