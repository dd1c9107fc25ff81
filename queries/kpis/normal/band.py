"""The band of what is normal, from the values of a few comparable earlier periods. Pure.

The rule was chosen among others by a back-test on days that it does not know (benchmarks/normal/back_test.py): nine of
ten lie inside.
"""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import dataclass
from statistics import median

LEAST = 5
"""With fewer comparable periods nothing is called normal."""
REACH = 2.5
STATED_COVERAGE = 0.9
# What a standard deviation of normally distributed values is of their median absolute deviation, and of the distance
# between their quartiles.
_OF_DEVIATION, _OF_QUARTILES = 1.4826, 0.7413


@dataclass(frozen=True)
class Band:
    """From `low` to `high`, both inclusive, a value is normal; `middle`: the median of the earlier ones."""

    low: float
    middle: float
    high: float


def band_of(values: Sequence[float], noise: float, most: float = math.inf) -> Band | None:
    """The band; None of fewer than LEAST values. noise: the standard deviation that chance alone gives such a value,
    so that values that happen to be equal make no band without width; most: no value is above it, and none below 0.

    Two measures of spread that a single odd week does not move, of which the larger counts: with few values either may
    be small by luck. The reach allows for the median, too, being known from so few.
    """
    if len(values) < LEAST:
        return None
    middle = median(values)
    deviation = median(abs(value - middle) for value in values)
    spread = max(_OF_DEVIATION * deviation, _OF_QUARTILES * _between_quartiles(values))
    reach = REACH * math.hypot(spread, noise) * math.sqrt(1 + 1 / len(values))
    return Band(max(0.0, middle - reach), middle, min(most, middle + reach))


def _between_quartiles(values: Sequence[float]) -> float:
    """The distance between the quartiles, each between the two values next to it."""
    ordered = sorted(values)

    def at(place: float) -> float:
        below = math.floor(place)
        above = min(below + 1, len(ordered) - 1)
        return ordered[below] + (place - below) * (ordered[above] - ordered[below])

    last = len(ordered) - 1
    return at(0.75 * last) - at(0.25 * last)
