"""Outlines on both sides of 180° in one piece: longitudes of a city across it count on eastwards, 179°, 180°, 181°.

So its extent is what it is on the ground, and the map, which is cut by longitude, shows it in one place.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

import numpy as np
import shapely
from numpy.typing import NDArray

HALF, TURN = 180.0, 360.0
Outlines = NDArray[np.object_]


def unbroken(outlines: Outlines) -> Outlines:
    """Outlines in degrees whose rings do not run around the world where they jump from 180° to -180°, and no part of
    which lies wholly beyond 180°. Those that never come near are the same objects."""
    bounds = shapely.bounds(outlines)
    with np.errstate(invalid="ignore"):
        odd = np.flatnonzero((bounds[:, 2] - bounds[:, 0] > HALF) | (bounds[:, 2] > HALF))
    found = outlines.copy()
    for row in odd.tolist():
        parts = shapely.get_parts(outlines[row])
        found[row] = _joined([_one_part(part) for part in parts])
    return found


def lies_across(levels: Sequence[Outlines]) -> bool:
    """True when a city lies on both sides of 180° and the way across it is the shorter one. Degrees, unbroken."""
    parts = [shapely.get_parts(outlines[~shapely.is_missing(outlines)]) for outlines in levels]
    bounds = np.concatenate([shapely.bounds(of) for of in parts])
    if not len(bounds):
        return False
    west, east = np.nanmin(bounds[:, 0]), np.nanmax(bounds[:, 2])
    if east > HALF:
        return True
    if east - west <= HALF:
        return False
    middle = (bounds[:, 0] + bounds[:, 2]) / 2
    moved = bounds[:, [0, 2]] + np.where(middle < 0, TURN, 0.0)[:, None]
    return bool(np.nanmax(moved) - np.nanmin(moved) < HALF)


def counted_on(outlines: Outlines) -> Outlines:
    """Outlines of a city across 180° with all their parts at 0° to 360°, those of an area put together."""
    found = outlines.copy()
    for row, outline in enumerate(outlines.tolist()):
        if outline is not None and shapely.bounds(outline)[0] < 0:
            found[row] = _joined([_eastern(part) for part in shapely.get_parts(outline)])
    return found


def _one_part(part: Any) -> Any:
    """A part without jumps, its middle from -180° to 180°."""
    whole = shapely.transform(
        part, lambda points: np.column_stack([np.unwrap(points[:, 0], period=TURN), points[:, 1]])
    )
    west, _, east, _ = shapely.bounds(whole)
    if west >= HALF or east > TURN:
        return _moved(whole, -TURN)
    return _moved(whole, TURN) if west < -HALF else whole


def _eastern(part: Any) -> Any:
    west, _, east, _ = shapely.bounds(part)
    return _moved(part, TURN) if (west + east) / 2 < 0 else part


def _moved(part: Any, degrees: float) -> Any:
    return shapely.transform(part, lambda points: points + np.array([degrees, 0.0]))


def _joined(parts: list[Any]) -> Any:
    return parts[0] if len(parts) == 1 else shapely.union_all(parts)
