"""Where reports pile up: spots that come back for days, and sudden bursts within hours."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

import numpy as np
from numpy.typing import NDArray

from dashboard.simulator.cases import Cases, concatenated
from dashboard.simulator.habits.categories import kinds
from dashboard.simulator.habits.channels import habits
from dashboard.simulator.places import Places
from dashboard.simulator.simulated_time import DAY, HOUR, day_start

_SPOTS = 60
_PERIOD_DAYS = 30
_MORE_BURSTS_A_DAY = 0.5
_WAYS_IN = 3  # citizens report bursts and hot spots: hotline, app, patrol


@dataclass(frozen=True, eq=False)
class HotSpots:
    """The hot spots of a period of 30 days: one row each, active on days `first`..`last` (ordinals)."""

    period: int
    leaf: NDArray[np.int32]
    kind: NDArray[np.int16]
    first: NDArray[np.int64]
    last: NDArray[np.int64]
    a_day: NDArray[np.float64]

    def of_day(self, day: date, rng: np.random.Generator) -> Cases:
        """The reports of one day; every spot is one matter."""
        active = (self.first <= day.toordinal()) & (day.toordinal() <= self.last)
        counts = rng.poisson(np.where(active, self.a_day, 0.0))
        spot = np.repeat(np.arange(_SPOTS), counts)
        hour = rng.normal(13.0, 3.5, len(spot)).clip(5.0, 22.9)
        reported = day_start(day) + (hour * HOUR).astype(np.int64)
        return Cases(
            {
                "reported_at": reported,
                "channel": rng.integers(0, _WAYS_IN, len(spot)).astype(np.int8),
                "kind": self.kind[spot],
                "leaf": self.leaf[spot],
                "matter": 10_000_000_000 + self.period * 1_000 + spot,
                "linked_at": reported,
                "repeat": day.toordinal() > self.first[spot],
            }
        )


def hot_spots(rng: np.random.Generator, period: int, places: Places) -> HotSpots:
    """The hot spots that begin in this period (30 days, counted from the first day of the calendar)."""
    likely = kinds().weight * kinds().outdoors
    first = period * _PERIOD_DAYS + rng.integers(0, _PERIOD_DAYS - 3, _SPOTS)
    return HotSpots(
        period=period,
        leaf=places.draw(rng, _SPOTS),
        kind=rng.choice(len(kinds()), _SPOTS, p=likely / likely.sum()).astype(np.int16),
        first=first,
        last=np.minimum(first + rng.integers(3, 20, _SPOTS), (period + 1) * _PERIOD_DAYS - 1),
        a_day=rng.gamma(2.0, 1.1, _SPOTS),
    )


def bursts(day: date, places: Places, rng: np.random.Generator) -> Cases:
    """The sudden incidents of a day: each in one street and reported by many."""
    return concatenated(
        [_burst(day, number, places, rng) for number in range(1 + int(rng.poisson(_MORE_BURSTS_A_DAY)))]
    )


def _burst(day: date, number: int, places: Places, rng: np.random.Generator) -> Cases:
    burst = habits().burst[int(rng.integers(len(habits().burst)))]
    n = int(rng.integers(burst.reports[0], burst.reports[1] + 1))
    begins = day_start(day) + int(rng.uniform(6.0, 21.0) * HOUR)
    after = (rng.exponential(burst.hours / 3, n) * HOUR).astype(np.int64)
    reported = np.minimum(np.sort(begins + after), day_start(day) + DAY - 1)
    street = int(places.level(places.draw(rng, 1), 2)[0])
    return Cases(
        {
            "reported_at": reported,
            "channel": rng.integers(0, _WAYS_IN, n).astype(np.int8),
            "kind": np.full(n, kinds().number(burst.kind), dtype=np.int16),
            "leaf": places.draw_inside(rng, street, n),
            "matter": np.full(n, 20_000_000_000 + day.toordinal() * 100 + number),
            "linked_at": reported,
            "repeat": np.arange(n) > 0,
        }
    )
