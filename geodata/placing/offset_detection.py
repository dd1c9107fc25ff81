"""Points whose coordinate system was declared wrongly: swapped axes, or a constant Chinese offset."""

from __future__ import annotations

import numpy as np
import shapely
from numpy.typing import ArrayLike, NDArray

from geodata.areas.area_tree import NOWHERE, AreaTree, BoundingBox
from geodata.coordinates.chinese_offsets import Degrees
from geodata.coordinates.crs import to_wgs84
from geodata.coordinates.systems import OFFSET_SYSTEMS, CoordinateSystem
from geodata.sentence import Sentence

_SAMPLE = 5_000
_FEWEST = 50
_CONTRADICTING_SHARE = 0.01
_FEWEST_CONTRADICTING = 20
_EXPLAINED = 4
"""A system explains an offset when it leaves less than a quarter of the contradictions."""


def suspect(lon: ArrayLike, lat: ArrayLike, tree: AreaTree, named: ArrayLike | None = None) -> Sentence | None:
    """A sentence when points (taken for WGS-84) look swapped or shifted, else None.

    `named`, where given, is the number of the area that each record names (0: none): points outside the area they name,
    most of which another system would move into it, betray the offset best. Without it the city's own outline is used.
    At most 5,000 points, evenly spread over the records, are looked at, each place once; 20 must contradict.
    """
    x, y = np.asarray(lon, dtype=np.float64), np.asarray(lat, dtype=np.float64)
    area = np.full(x.shape, tree.root.area_id) if named is None else np.asarray(named, dtype=np.int64)
    usable = np.flatnonzero(np.isfinite(x) & np.isfinite(y) & (area != NOWHERE) & ((x != 0) | (y != 0)))
    usable = usable[tree.outlined[area[usable] - 1]]
    if len(usable) < _FEWEST:
        return None
    chosen = usable[np.linspace(0, len(usable) - 1, min(_SAMPLE, len(usable))).astype(np.int64)]
    x, y, area = x[chosen], y[chosen], area[chosen]
    west, south, east, north = tree.root.bbox
    as_given = _share_in_box(x, y, (west, south, east, north))
    swapped = _share_in_box(y, x, (west, south, east, north))
    if swapped > 0.5 > as_given:
        text = "Longitude and latitude look swapped: exchange the two columns in the mapping file."
        return Sentence("points_swapped", text)
    x, y, area = np.unique([x, y, area], axis=1)
    outlines = tree.geometry(area.astype(np.int64))
    shapely.prepare(outlines)
    return _shifted(x, y, outlines)


def _share_in_box(x: Degrees, y: Degrees, box: BoundingBox) -> float:
    west, south, east, north = box
    return float(np.mean((x >= west) & (x <= east) & (y >= south) & (y <= north)))


def _shifted(x: Degrees, y: Degrees, outlines: NDArray[np.object_]) -> Sentence | None:
    outside = 1.0 - float(np.mean(shapely.intersects_xy(outlines, x, y)))
    if outside < max(_CONTRADICTING_SHARE, _FEWEST_CONTRADICTING / len(x)):
        return None
    left: dict[CoordinateSystem, float] = {}
    for system in OFFSET_SYSTEMS:
        left[system] = 1.0 - float(np.mean(shapely.intersects_xy(outlines, *to_wgs84(x, y, system))))
    best = min(left, key=lambda system: left[system])
    if left[best] * _EXPLAINED > outside:
        return None
    text = (
        f"The points lie off by a constant offset that looks like {best}: {outside:.1%} are outside the area they "
        f'should be in, {left[best]:.1%} when read as {best}. Declare it: crs = "{best}" for this source in city.toml.'
    )
    return Sentence("points_shifted", text, system=str(best), outside=outside, left=left[best])
