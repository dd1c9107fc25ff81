"""Topping up a simulated city: new cases, and new versions of those whose life has moved on.

The city's store says how far it is (the newest life-cycle time of the source), so that nothing can get out of step with
it: after a crash the same rows are sent again and count as duplicates.
"""

from __future__ import annotations

from datetime import UTC, date, datetime, timedelta

from dashboard.demo.cases import Cases, together
from dashboard.demo.ending import LONGEST_LIFE_DAYS
from dashboard.demo.filling import DAYS, fill
from dashboard.demo.how_far import how_far, seed_of
from dashboard.demo.simulation import Simulation
from dashboard.demo.state import state_at
from dashboard.demo.table import SOURCE, table_of
from dashboard.demo.working_time import city_day, microseconds
from queries.city import City

_STRIDE = timedelta(days=5)
_LONGEST_PAUSE = timedelta(days=400)


class LiveDemo:
    """Keeps one opened city up to now; holds the cases whose lives go on, so that a minute costs milliseconds.

    The first top-up draws the last 60 days anew (seconds). Not for several threads at once.
    """

    def __init__(self, city: City, days: int = DAYS) -> None:
        """`days` is how much an empty city is filled with."""
        self.city = city
        self.days = days
        self.simulation = Simulation(city.tree, seed_of(city))
        self._first: date | None = None
        self._next: date | None = None
        self._alive: Cases | None = None

    def top_up(self, now: datetime) -> int:
        """Load what has happened since the store's newest moment up to `now` (aware); the number of rows loaded.

        After a pause it catches up in strides of five days, however long it was (400 days at most: then a gap stays).
        """
        reached = how_far(self.city)
        if reached is None:
            return fill(self.city, days=self.days, now=now, seed=self.simulation.seed).cases
        since, first = reached
        since = max(since, now - _LONGEST_PAUSE)
        rows = 0
        while since < now:
            until = min(since + _STRIDE, now)
            rows += self._advance(first, since, until)
            since = until
        return rows

    def _advance(self, first: datetime, since: datetime, until: datetime) -> int:
        alive = self._living(first, since, until)
        moved = alive.take(alive.moves_between(microseconds(since), microseconds(until)))
        if not len(moved):
            return 0
        table = table_of(state_at(moved, microseconds(until)), self.city.tree)
        return int(self.city.load_table(table, SOURCE, recorded_at=until).loaded)

    def _living(self, first: datetime, since: datetime, until: datetime) -> Cases:
        """The cases of all days up to `until`'s that may still move after `since`."""
        start = max(city_day(first), city_day(since) - timedelta(days=LONGEST_LIFE_DAYS + 1))
        if self._next is None or self._first is None or start < self._first:
            self._first = self._next = start
            self._alive = None
        after = microseconds(since)
        kept = [] if self._alive is None else [_still_moving(self._alive, after)]
        day = self._next
        while day <= city_day(until):
            kept.append(_still_moving(self.simulation.day(day), after))
            day += timedelta(days=1)
        self._first, self._next, self._alive = start, day, together(kept)
        return self._alive


def top_up(city: City, now: datetime | None = None) -> int:
    """One top-up of an opened simulated city (seconds: it draws 60 days anew; a server keeps a LiveDemo instead)."""
    return LiveDemo(city).top_up(now or datetime.now(UTC))


def _still_moving(cases: Cases, after: int) -> Cases:
    return cases.take(cases.last_step() > after)
