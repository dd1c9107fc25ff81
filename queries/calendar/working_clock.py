"""A clock of working time: it runs at one rate in each stretch of time, and may stand still.

Everything is whole microseconds (since 1970-01-01 UTC), so a result never depends on where a clock begins.
"""

from __future__ import annotations

import numpy as np
from numpy.typing import ArrayLike, NDArray

from queries.calendar.zones import MISSING, Instants

FULL_RATE = 100


class WorkingClock:
    """Working time gone by from the first to the last of `edges`; `rates[i]` holds from edges[i] to edges[i + 1].

    edges: instants in rising order; rates: per cent of full rate, one fewer than edges.
    """

    def __init__(self, edges: Instants, rates: NDArray[np.int64]) -> None:
        self.edges, self.rates = edges, rates
        self.gone: NDArray[np.int64] = np.concatenate([[0], np.cumsum(rates * np.diff(edges))]).astype(np.int64)

    def covers(self, instants: Instants) -> NDArray[np.bool_]:
        """True for the instants between the first and the last edge."""
        covered: NDArray[np.bool_] = (instants >= self.edges[0]) & (instants <= self.edges[-1])
        return covered

    def worked(self, instants: Instants) -> NDArray[np.int64]:
        """Microseconds of work at full rate from the first edge to each instant; MISSING where not covered."""
        return np.where(self.covers(instants), self._gone_by(instants) // FULL_RATE, MISSING)

    def after(self, start: Instants, working: ArrayLike) -> Instants:
        """The first instant at which `working` microseconds at full rate have gone by since `start`.

        Never before `start`. Starts before the first edge count from there, and the last edge is the latest answer;
        see `covers` where that matters.
        """
        target = self._gone_by(start) + np.asarray(working).astype(np.int64) * FULL_RATE
        target = np.minimum(target, self.gone[-1])
        reached = np.maximum(np.searchsorted(self.gone, target, side="left") - 1, 0)
        rest = (target - self.gone[reached]) // np.maximum(self.rates[reached], 1)
        moment: Instants = np.maximum(start, self.edges[reached] + rest)
        return moment

    @property
    def pace(self) -> float:
        """Mean rate, as a share of full rate: calendar time × pace = working time in the long run."""
        return float(self.gone[-1]) / float(self.edges[-1] - self.edges[0]) / FULL_RATE

    def _gone_by(self, instants: Instants) -> NDArray[np.int64]:
        inside = np.clip(instants, self.edges[0], self.edges[-1] - 1)
        stretch = np.searchsorted(self.edges, inside, side="right") - 1
        gone: NDArray[np.int64] = self.gone[stretch] + (inside - self.edges[stretch]) * self.rates[stretch]
        return gone
