"""At which hours of the day cases were reported: people report by day, so a night full of cases is a wrong zone."""

from __future__ import annotations

import numpy as np
import pyarrow as pa
from numpy.typing import NDArray

from queries.calendar.zones import MISSING, SECOND, Instants

NIGHT = range(6)
FEWEST = 12
"""Cases with a time of day, below which nothing can be said."""
MANY = 100
_MIDDLE_OF_DAY = 13
_BARE = 900 * SECOND  # midnights of all zones lie on quarters of an hour


class ReportedHours:
    """How many cases were reported in each hour of the city's day, those at exactly midnight (bare days) left out.
    first, last: when the first and the last of all were reported, microseconds UTC; MISSING of none."""

    first = last = MISSING

    def __init__(self) -> None:
        self.counts: NDArray[np.int64] = np.zeros(24, dtype=np.int64)

    def add(self, hours: pa.Array, reported: Instants) -> None:
        """Count cases by local hour (0..23) and instant (microseconds UTC)."""
        local = hours.to_numpy(zero_copy_only=False)
        self.counts += np.bincount(local[(local != 0) | (reported % _BARE != 0)], minlength=24)[:24]
        if len(reported):
            self.first = int(reported.min()) if self.first == MISSING else min(self.first, int(reported.min()))
            self.last = max(self.last, int(reported.max()))

    @property
    def at_night(self) -> float:
        """The share of cases reported between midnight and six, 0 when there are too few to say."""
        total = int(self.counts.sum())
        return float(self.counts[list(NIGHT)].sum()) / total if total >= FEWEST else 0.0

    @property
    def are_odd(self) -> bool:
        """Whether far more cases lie in the night than even sensors, which never sleep, report there (a quarter)."""
        return self.at_night > (0.4 if self.counts.sum() >= MANY else 0.5)

    @property
    def commonest(self) -> int:
        """The hour with most cases."""
        return int(self.counts.argmax())

    @property
    def hours_to_day(self) -> int:
        """By how many hours later (negative: earlier) the times would have to be to lie around early afternoon."""
        turns = np.exp(2j * np.pi * np.arange(24) / 24)
        mean = float(np.angle(np.dot(self.counts, turns))) * 24 / (2 * np.pi)
        shift = round(_MIDDLE_OF_DAY - mean) % 24
        return shift if shift <= 12 else shift - 24
