"""A rate whose cases are still being worked on: how far the rate of a day is from what it will be, by its age. Pure."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date, datetime, timedelta, tzinfo

from queries.calendar.city_days import end_of_day

AGES = (0, 1, 2, 3, 4, 5, 7, 10, 14, 21, 28, 42, 56, 84)
"""Whole days since the end of a day at which its rate is looked at."""
LEAST_HORIZON = 14
"""With a shorter view back how long a rate changes is not told from the data."""
SETTLED, SETTLED_SHARE, SETTLED_LEAST = 0.02, 0.1, 0.002
"""A rate is settled within two points of what it becomes; one of which little comes in late within a tenth of that, but
not less than two in a thousand."""


@dataclass(frozen=True)
class Ripening:
    """days: the whole days after which the rate of a day is settled; missing: age in days → how far it is from what it
    becomes, ascending, from 0 on; settled: how far a settled one may be."""

    days: int
    missing: tuple[tuple[int, float], ...]
    settled: float = SETTLED

    def ripe_to(self, as_of: datetime, zone: tzinfo) -> date:
        """The last day whose rate is settled."""
        return last_whole_day(as_of, zone) - timedelta(days=self.days)

    def is_unripe(self, start: date, end: date, as_of: datetime, zone: tzinfo) -> bool:
        """Whether the rate of the days from start to end, both inclusive, is not settled: a few unsettled days among
        many settled ones hardly move it."""
        whole = last_whole_day(as_of, zone)
        newest = min(end, whole + timedelta(days=1))
        count = (newest - start).days + 1
        ages = range((whole - newest).days, min((whole - start).days + 1, self.days))
        return count > 0 and sum(map(self._missing_at, ages)) > self.settled * count

    def _missing_at(self, age: int) -> float:
        """At an age between two known ones that of the younger; of a day that is not over that of its end."""
        return next((missing for known, missing in reversed(self.missing) if known <= max(0, age)), 0.0)


def last_whole_day(as_of: datetime, zone: tzinfo) -> date:
    """The last city day that is over at a moment (aware)."""
    today = as_of.astimezone(zone).date()
    return today if as_of >= end_of_day(today, zone) else today - timedelta(days=1)


def declared(days: int) -> Ripening:
    """A rate of which it is only known after how many days it is settled: the younger, the more is missing."""
    return Ripening(days, tuple((age, (1 - age / days) ** 2) for age in range(days)))


def measured(rate_at: Callable[[int], float | None], horizon: int) -> Ripening | None:
    """The ripening by what the rate of the same days was at each age, and what it became at the horizon; None where it
    never had a value. It is settled at an age when it is so there and at the next one."""
    final = rate_at(horizon)
    if final is None:
        return None
    ages = [age for age in AGES if age < horizon]
    missing: list[tuple[int, float]] = []
    settled, rises = SETTLED, None
    for place, age in enumerate(ages):
        rate = rate_at(age)
        if rate is not None and rises is None:
            rises = rate <= final
            settled = max(SETTLED_LEAST, min(SETTLED, SETTLED_SHARE * (final if rises else 1 - final)))
        missing.append((age, 1.0 if rate is None else abs(rate - final)))
        if place and max(missing[-1][1], missing[-2][1]) <= settled:
            return Ripening(missing[-2][0], tuple(missing[:-2]), settled)
    days = horizon if missing[-1][1] > settled else missing[-1][0]
    return Ripening(days, tuple(one for one in missing if one[0] < days), settled)
