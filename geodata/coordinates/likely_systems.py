"""Published systems in which coordinates would lie in a city, found by trying those that are used there."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
import pyproj
from numpy.typing import ArrayLike
from pyproj.aoi import AreaOfInterest
from pyproj.database import query_crs_info
from pyproj.enums import PJType

from geodata.coordinates.chinese_offsets import Degrees
from geodata.coordinates.conversion_accuracy import Box
from geodata.coordinates.epsg import degrees_of

_SAMPLE = 200
_FITTING = 0.9
_SAME_SYSTEM = "(N-E)"
"""Ends the name of a system that another code has with the easting first."""


@dataclass(frozen=True)
class LikelySystem:
    """A code and its name; share: of the places looked at that lie in the box, in the better order of the axes."""

    code: str
    name: str
    share: float


def likely_systems(x: ArrayLike, y: ArrayLike, box: Box) -> list[LikelySystem]:
    """The projected systems of the EPSG register in which nine of ten of these coordinates lie in the box, the best
    first. Systems that differ by a datum lie some hundred metres apart at most, so several fit."""
    across, up = np.asarray(x, dtype=np.float64), np.asarray(y, dtype=np.float64)
    chosen = np.linspace(0, len(across) - 1, min(_SAMPLE, len(across))).astype(np.int64)
    across, up = across[chosen], up[chosen]
    west, south, east, north = box
    if not -180 <= west <= east <= 180:  # across 180°, where the register's boxes are cut
        return []
    area = AreaOfInterest(west, south, east, north)
    used = query_crs_info(auth_name="EPSG", pj_types=PJType.PROJECTED_CRS, area_of_interest=area, contains=True)
    found = {
        f"EPSG:{one.code}": LikelySystem(f"EPSG:{one.code}", one.name, _best_share(across, up, one.code, box))
        for one in used
        if not one.deprecated and not one.name.endswith(_SAME_SYSTEM)
    }
    fitting = (one for one in found.values() if one.share >= _FITTING)
    return sorted(fitting, key=lambda one: (-round(one.share, 2), len(one.code), one.code))


def _best_share(x: Degrees, y: Degrees, code: str, box: Box) -> float:
    west, south, east, north = box
    shares = []
    for first, second in ((x, y), (y, x)):
        try:
            lon, lat = degrees_of(first, second, f"EPSG:{code}")
        except pyproj.exceptions.ProjError:  # a family of systems, such as all zones of UTM
            return 0.0
        shares.append(float(np.mean((lon >= west) & (lon <= east) & (lat >= south) & (lat <= north))))
    return max(shares)
