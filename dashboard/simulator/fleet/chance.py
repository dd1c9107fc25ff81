"""Random numbers without state: the same for the same arguments, in any process and in any order of calls."""

from __future__ import annotations

from enum import IntEnum

import numpy as np
from numpy.typing import ArrayLike, NDArray

_GOLDEN = np.uint64(0x9E3779B97F4A7C15)
_FIRST, _SECOND = np.uint64(0xBF58476D1CE4E5B9), np.uint64(0x94D049BB133111EB)


class FleetPurpose(IntEnum):
    """What a chance decides; chances of different purposes are independent."""

    PLACES = 1
    HEARTBEAT = 2
    NEVER_REPORTED = 3
    CYCLE = 4
    FAILS = 5
    FAILS_WHEN = 6
    FAILS_HOW = 7
    LASTS = 8
    SERVICED = 9
    OWNER = 10
    SHIFT = 11
    LEAVE = 12
    SLOT = 13
    WAYPOINT = 14
    WHO = 15
    STAY = 16
    SIGNAL = 17
    SOS = 18
    LINK = 19
    LINK_WHEN = 20
    LINK_LASTS = 21
    LAG = 22
    CALLS = 23
    ALARM = 24


def chances(seed: int, purpose: FleetPurpose, *numbers: ArrayLike) -> NDArray[np.float64]:
    """One number in 0 ≤ x < 1 for each row of `numbers` (whole numbers ≥ 0, broadcast; splitmix64)."""
    bits = _mixed(np.array(seed * 64 + int(purpose), dtype=np.uint64))
    for number in numbers:
        bits = _mixed(bits ^ np.asarray(number).astype(np.uint64))
    return np.asarray((bits >> np.uint64(11)) * 2.0**-53, dtype=np.float64)


def generator(seed: int, purpose: FleetPurpose, number: int = 0) -> np.random.Generator:
    """A stream of random numbers of its own."""
    return np.random.Generator(np.random.PCG64(np.random.SeedSequence([seed, 1_000 + int(purpose), number])))


def _mixed(bits: NDArray[np.uint64]) -> NDArray[np.uint64]:
    with np.errstate(over="ignore"):
        bits = bits + _GOLDEN
        bits = (bits ^ (bits >> np.uint64(30))) * _FIRST
        bits = (bits ^ (bits >> np.uint64(27))) * _SECOND
    return np.asarray(bits ^ (bits >> np.uint64(31)), dtype=np.uint64)
