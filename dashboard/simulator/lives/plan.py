"""Families of cases of which whole numbers were published, drawn once per seed and then given to cases of each day.

A plan says when a rare step (flagged 三跨, sent back at verification) happens in the life of some case reported on a
certain day, and when that case closes. The day decides which case it is (planned_steps.py), so a day still depends on
the seed and on itself alone. All these moments lie between 8:30 and 17:45, so that nothing moves after office hours.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

import numpy as np
from numpy.typing import NDArray

from dashboard.simulator.cases import NEVER
from dashboard.simulator.habits.channels import habits
from dashboard.simulator.habits.chronicle import Family, Stretch, chronicle, growth
from dashboard.simulator.lives.conditional import Durations, Reals, closings
from dashboard.simulator.simulated_time import DAY, HOUR, Instants, day_start, works
from dashboard.simulator.streams import Stream, stream

_OPENS, _LASTS = 8.5 * HOUR, 9.25 * HOUR
_LATEST = 0.85  # share of the office day after which nothing begins, so that every case can still close that day
_DAYS_OFF = 0.25  # what a day off brings, against a working day


@dataclass(frozen=True, eq=False)
class Planned:
    """Rows in the order of their day of report (ordinal): the moment of the step, the closing; microseconds UTC."""

    family: Family
    day: NDArray[np.int64]
    at: Instants
    closed_at: Instants

    def of_day(self, day: date) -> tuple[Instants, Instants]:
        """Step and closing of the cases of one day of report."""
        low, high = np.searchsorted(self.day, [day.toordinal(), day.toordinal() + 1])
        return self.at[low:high], self.closed_at[low:high]


def plans(seed: int) -> tuple[Planned, ...]:
    """The plan of each family of chronicle.toml, in its order."""
    return tuple(_plan(family, stream(seed, Stream.PLAN, number)) for number, family in enumerate(chronicle().family))


def _plan(family: Family, rng: np.random.Generator) -> Planned:
    begun, laws, known = _begun(family, rng)
    closed, never = closings(rng, begun, laws, known)
    report = np.floor(begun - rng.uniform(*family.lag, len(begun))).astype(np.int64)
    at, closed_at = _office_hours(begun), np.where(never, NEVER, _office_hours(np.where(never, 0.0, closed)))
    campaign = chronicle().campaign
    cleared = _office_hours(rng.uniform(campaign.first.toordinal(), campaign.last.toordinal() + 1, len(begun)))
    closed_at = np.where(never & (report <= campaign.reported_until.toordinal()), cleared, closed_at)
    order = np.argsort(report, kind="stable")
    return Planned(family, report[order], at[order], closed_at[order])


def _begun(family: Family, rng: np.random.Generator) -> tuple[Reals, Durations, list[tuple[float, int | None]]]:
    """Beginnings as real ordinals, the law of each duration, and the numbers known to be open at the ends."""
    first, before = family.first, 0
    parts: list[Reals] = []
    owner: list[NDArray[np.int64]] = []
    known: list[tuple[float, int | None]] = []
    for number, stretch in enumerate(family.stretch):
        parts.append(_moments(family, first, stretch, stretch.begun - before, rng))
        owner.append(np.full(len(parts[-1]), number))
        still = None if stretch.closed is None else stretch.begun - stretch.closed
        known.append((stretch.to.toordinal() + 1.0, still))
        first, before = date.fromordinal(stretch.to.toordinal() + 1), stretch.begun
    of = np.concatenate(owner)
    law = [np.array([getattr(one, key) for one in family.stretch])[of] for key in ("days", "spread", "hard")]
    return np.concatenate(parts), Durations(*law), known


def _moments(family: Family, first: date, stretch: Stretch, number: int, rng: np.random.Generator) -> Reals:
    """So many moments between two days: working days more than days off, later days as the channel grows."""
    days = np.arange(first.toordinal(), stretch.to.toordinal() + 1)
    channel = family.channel or habits().channel[0].code
    weight = np.array(
        [growth(channel, one) * (1.0 if works(one) else _DAYS_OFF) for one in map(date.fromordinal, days.tolist())]
    )
    drawn = rng.choice(days, number, p=weight / weight.sum())
    return np.asarray(drawn + rng.uniform(0.0, _LATEST, number), dtype=np.float64)


def _office_hours(days: Reals) -> Instants:
    """Real ordinals as moments: a whole day is mapped to the time between 8:30 and 17:45."""
    whole = np.floor(days)
    since = (whole.astype(np.int64) - 1) * DAY + day_start(date.min)
    return np.asarray(since + _OPENS + (days - whole) * _LASTS, dtype=np.float64).astype(np.int64)
