"""How exactly coordinates of a published system become degrees WGS-84 on this machine, in words."""

from __future__ import annotations

import warnings
from functools import lru_cache

import pyproj
from pyproj.aoi import AreaOfInterest
from pyproj.transformer import TransformerGroup

Box = tuple[float, float, float, float]
"""West, south, east, north in degrees WGS-84."""
_SAME_WITHIN_DECIMETRES = ("China 2000", "China Geodetic Coordinate System 2000")


def name_of(system: str) -> str:
    """The name of a published system in its register, such as ETRS89 / UTM zone 32N."""
    return str(pyproj.CRS.from_user_input(system).name)


def is_projected(system: str) -> bool:
    """Whether coordinates of a published system are eastings and northings, not degrees."""
    return bool(pyproj.CRS.from_user_input(system).is_projected)


@lru_cache(maxsize=16)
def accuracy_in_words(system: str, box: Box) -> str:
    """What is known of the accuracy in a box: metres, and whether a grid file that is not here would do better."""
    west, south, east, north = box
    is_known = -180 <= west < 180 and -90 <= south <= north <= 90
    with warnings.catch_warnings():
        warnings.simplefilter("ignore", UserWarning)  # of files that are missing; said below
        area = AreaOfInterest(west, south, min(east, 180.0), north) if is_known else None
        group = TransformerGroup(system, 4326, always_xy=True, area_of_interest=area)
    metres = group.transformers[0].accuracy if group.transformers else -1.0
    if metres < 0:
        datum = pyproj.CRS.from_user_input(system).datum
        if datum and datum.name in _SAME_WITHIN_DECIMETRES:
            return "within decimetres, as CGCS2000 is taken for WGS-84"
        return (
            f"not known: no conversion of its datum ({datum.name if datum else 'unnamed'}) is published, so places may "
            "lie off by up to some hundred metres"
        )
    better = [one.accuracy for one in group.unavailable_operations if 0 <= one.accuracy < metres]
    also = f" (about {min(better):g} m with a grid file that is not installed here)" if better else ""
    return f"about {metres:g} m{also}" if metres else "exact"
