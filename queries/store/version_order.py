"""The numbers by which versions of a case are ordered: three scales that never meet.

A source's own whole number stands for itself. An update time lies below all of these, and the arrival of a row that has
neither lies below all update times. So a number is never compared with a time, whatever came first.
"""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from typing import Literal, get_args

import numpy as np
from numpy.typing import NDArray

VersionScale = Literal["arrival", "update_time", "number"]
VERSION_SCALES: tuple[VersionScale, ...] = get_args(VersionScale)
"""Lowest first."""

Numbers = NDArray[np.int64]

EPOCH = datetime(1970, 1, 1, tzinfo=UTC)
LEAST_NUMBER = -(2**61)
UPDATE_TIME = -(2**62)
"""Added to an update time, microseconds since 1970."""
ARRIVAL = UPDATE_TIME - 2**61
"""Added to the moment at which an input became known, microseconds since 1970."""
FIRST_OF_UPDATE_TIMES = UPDATE_TIME - 2**60


def scale_of(version: int) -> VersionScale:
    """The scale to which one of these numbers belongs."""
    if version >= LEAST_NUMBER:
        return "number"
    return "update_time" if version >= FIRST_OF_UPDATE_TIMES else "arrival"


def version_moment(version: int) -> datetime | None:
    """The moment that one of these numbers stands for (aware, UTC); None: it is a number of its source's own."""
    scale = scale_of(version)
    if scale == "number":
        return None
    return EPOCH + timedelta(microseconds=version - (UPDATE_TIME if scale == "update_time" else ARRIVAL))


def are_by_arrival(versions: Numbers) -> NDArray[np.bool_]:
    """Which versions are arrivals."""
    by_arrival: NDArray[np.bool_] = versions < FIRST_OF_UPDATE_TIMES
    return by_arrival


def without_arrival(versions: Numbers) -> Numbers:
    """The same versions, with one number for all arrivals: of these only the content tells one from another."""
    return np.where(are_by_arrival(versions), ARRIVAL, versions)
