"""What there is to tell of a window of time: new cases, new versions of those whose life has moved on, and mistakes."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date, datetime, timedelta

import pyarrow as pa
import pyarrow.compute as pc

from dashboard.simulator.cases import Cases, together
from dashboard.simulator.feed.delivery_errors import (
    LONGEST_DELAY_DAYS,
    delivered_at,
    delivered_between,
    garbled_between,
    sent_again_between,
    silent_after,
    with_delivery,
)
from dashboard.simulator.fleet.fleet import CASES_WITHIN
from dashboard.simulator.generating import moment
from dashboard.simulator.known_state import state_at
from dashboard.simulator.lives.ending import first_living_day
from dashboard.simulator.simulated_time import city_day, microseconds
from dashboard.simulator.simulation import Simulation
from dashboard.simulator.table import table_of
from geodata.areas.tree_file import AreaTree

_LONGEST_DELAY = timedelta(days=LONGEST_DELAY_DAYS)


class Happenings:
    """The simulated city as it is told, window after window; holds the cases of which there is more to tell.

    What is told up to a moment depends only on (tree, seed, first day, that moment), not on the windows. The first
    window draws the last 72 days anew (seconds). Not for several threads at once; `alive` may be read from any: the
    cases of which there is more to tell, and for a while those that units have just visited.
    """

    def __init__(self, simulation: Simulation, first: date) -> None:
        """`first`: the city day of the first case."""
        self.simulation = simulation
        self.first = first
        self.alive: Cases | None = None
        self._drawn_until: date | None = None
        self._told_until = 0

    @property
    def told_until(self) -> datetime | None:
        """The end of the newest window that was asked for; None before the first."""
        return moment(self._told_until) if self._told_until else None

    def between(self, since: datetime, now: datetime) -> pa.Table:
        """Everything to tell after `since` up to `now` (aware) as rows in canonical columns, in no particular order.

        A case sent again stands twice; a garbled one lacks its number or its first times.
        """
        return pa.concat_tables([self.rows(lot, since, now) for lot in self.lots(since, now)])

    def lots(self, since: datetime, now: datetime) -> Iterator[Cases]:
        """Whole lives that may have something to tell of a window, lot by lot; all must be taken before the next."""
        if self.alive is None or self._drawn_until is None or microseconds(since) < self._told_until:
            self.alive, self._drawn_until = None, max(self.first, first_living_day(city_day(since) - _LONGEST_DELAY))
        until, kept = microseconds(now), []
        if self.alive is not None:
            yield self.alive
        day = self._drawn_until
        while day <= city_day(now):
            lot = self._drawn(day)
            yield lot
            kept.append(lot.take(~silent_after(lot, until - CASES_WITHIN)))
            day += timedelta(days=1)
        if kept:
            before = [] if self.alive is None else [self.alive.take(~silent_after(self.alive, until - CASES_WITHIN))]
            self.alive = together([*before, *kept])
        self._drawn_until, self._told_until = day, until

    def rows(self, lot: Cases, since: datetime, now: datetime) -> pa.Table:
        """What there is to tell of a lot of cases in a window."""
        after, until = microseconds(since), microseconds(now)
        tree = self.simulation.tree
        data = [lot.take(delivered_between(lot, after, until)), lot.take(sent_again_between(lot, after, until))]
        table = table_of(delivered_at(together(data), until), tree)
        garbled = lot.take(garbled_between(lot, after, until))
        return pa.concat_tables([table, _garbled(garbled, until, tree)]) if len(garbled) else table

    def _drawn(self, day: date) -> Cases:
        return with_delivery(self.simulation.day(day), self.simulation.seed, len(self.simulation.tree))


def _garbled(cases: Cases, now: int, tree: AreaTree) -> pa.Table:
    """Rows that nobody can use: every second one has lost its number, the others the times of its beginning."""
    table = table_of(state_at(cases, now), tree)
    numberless = cases["number"] % 2 == 0
    for name, lost in (("source_id", numberless), ("reported_at", ~numberless), ("accepted_at", ~numberless)):
        column = table.column(name)
        left = pc.if_else(pa.array(lost), pa.scalar(None, column.type), column)
        table = table.set_column(table.column_names.index(name), name, left)
    return table
