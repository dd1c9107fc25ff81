"""A small process conditioned on counts: so many begun by a day, so many of them closed.

Durations are log-normal, cut at LONGEST; a share may be `hard`: it has no end of its own. Days are real numbers.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray
from scipy.special import ndtr, ndtri

LONGEST = 45.0
SHORTEST = 0.1

Reals = NDArray[np.float64]


@dataclass(frozen=True, eq=False)
class Durations:
    """One law of duration per row: median in days, log standard deviation, share that never ends."""

    median: Reals
    spread: Reals
    hard: Reals

    def ended(self, days: Reals) -> Reals:
        """Probability of having ended within `days`."""
        return (1 - self.hard) * np.minimum(self._below(days) / self._below(np.full_like(days, LONGEST)), 1.0)

    def within(self, rng: np.random.Generator, least: Reals, most: Reals) -> Reals:
        """Durations given that they lie between two bounds; infinite for those that never end (`most` infinite)."""
        drawn = rng.uniform(self.ended(least), np.where(np.isinf(most), 1.0, self.ended(most)))
        inside = drawn / np.maximum(1 - self.hard, 1e-12) * self._below(np.full_like(drawn, LONGEST))
        days = self.median * np.exp(self.spread * ndtri(np.clip(inside, 1e-12, 1 - 1e-12)))
        return np.where(drawn > 1 - self.hard, np.inf, np.clip(days, least, np.minimum(most, LONGEST)))

    def take(self, rows: NDArray[np.bool_] | NDArray[np.int64]) -> Durations:
        """The laws of some rows."""
        return Durations(self.median[rows], self.spread[rows], self.hard[rows])

    def _below(self, days: Reals) -> Reals:
        return np.asarray(ndtr(np.log(np.maximum(days, 1e-9) / self.median) / self.spread))


def choose(rng: np.random.Generator, chance: Reals, number: int) -> NDArray[np.bool_]:
    """Exactly `number` rows, each with odds that go with its chance (successive sampling by exponential clocks)."""
    odds = np.clip(chance, 1e-9, 1 - 1e-9) / (1 - np.clip(chance, 1e-9, 1 - 1e-9))
    first = np.argsort(rng.exponential(1.0, len(chance)) / odds, kind="stable")[:number]
    chosen = np.zeros(len(chance), dtype=np.bool_)
    chosen[first] = True
    return chosen


def closings(
    rng: np.random.Generator, begun: Reals, laws: Durations, known: list[tuple[float, int | None]]
) -> tuple[Reals, NDArray[np.bool_]]:
    """When cases close that began at `begun`; and which never do by themselves.

    `known`: moments in order, each with the number of cases begun by then and still open (None: not known). A case open
    at such a moment closes later, the others by then.
    """
    closed = np.full(len(begun), np.inf)
    least = np.full(len(begun), SHORTEST)
    waiting = np.ones(len(begun), dtype=np.bool_)
    for moment, number in known:
        rows = np.flatnonzero(waiting & (begun < moment))
        law, age = laws.take(rows), moment - begun[rows]
        since = least[rows]
        if number is not None:
            gone = law.ended(since)
            still = (1 - law.ended(age)) / np.maximum(1 - gone, 1e-12)
            done = rows[~choose(rng, still, number)]
            most = moment - begun[done]
            closed[done] = begun[done] + laws.take(done).within(rng, least[done], most)
            waiting[done] = False
            least[rows] = np.where(waiting[rows], age, since)
    rest = np.flatnonzero(waiting)
    closed[rest] = begun[rest] + laws.take(rest).within(rng, least[rest], np.full(len(rest), np.inf))
    return closed, np.isinf(closed)
