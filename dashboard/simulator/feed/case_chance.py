"""Random numbers by case number: always the same for a case, whichever other cases are drawn with it."""

from __future__ import annotations

from enum import IntEnum

import numpy as np
from numpy.typing import NDArray

from dashboard.simulator.cases import Column

_GOLDEN = np.uint64(0x9E3779B97F4A7C15)
_FIRST, _SECOND = np.uint64(0xBF58476D1CE4E5B9), np.uint64(0x94D049BB133111EB)


class Purpose(IntEnum):
    """What a chance decides; chances of different purposes are independent."""

    LATE = 1
    LATE_BY = 2
    CORRECTED = 3
    CORRECTED_AFTER = 4
    WHAT_WAS_WRONG = 5
    WRONG_VALUE = 6
    SKEWED = 7
    SKEWED_BY = 8
    SENT_AGAIN = 9
    SENT_AGAIN_AFTER = 10
    GARBLED = 11
    CALL_MISSED = 12
    CALL_MISSED_AT = 13


def chances(number: Column, seed: int, purpose: Purpose) -> NDArray[np.float64]:
    """One number in 0 ≤ x < 1 for each case number, evenly spread (splitmix64 of number, seed and purpose)."""
    salt = _mixed(np.array([seed * 64 + int(purpose)], dtype=np.uint64))
    bits = _mixed(number.astype(np.uint64) ^ salt)
    return np.asarray((bits >> np.uint64(11)) * 2.0**-53, dtype=np.float64)


def _mixed(bits: NDArray[np.uint64]) -> NDArray[np.uint64]:
    bits = bits + _GOLDEN
    bits = (bits ^ (bits >> np.uint64(30))) * _FIRST
    bits = (bits ^ (bits >> np.uint64(27))) * _SECOND
    return np.asarray(bits ^ (bits >> np.uint64(31)), dtype=np.uint64)
