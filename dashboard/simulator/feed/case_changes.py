"""Changes of the simulated cases in a window of time: new cases, new versions, and the errors of real deliveries."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date, datetime, timedelta

import pyarrow as pa
import pyarrow.compute as pc

from dashboard.simulator.cases import Cases, concatenated
from dashboard.simulator.feed.delivery_errors import (
    LONGEST_DELAY_DAYS,
    complete_by,
    delivered_at,
    delivered_between,
    garbled_between,
    sent_again_between,
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


class CaseChanges:
    """Delivers the changes of the simulated cases, window after window.

    The rows delivered up to a moment depend only on (tree, seed, first day, that moment), not on the windows. The first
    window draws the last 72 days again (seconds). Not safe for several threads at once, except that any thread may read
    `active`: the cases with changes still to come, and for a while those that units have just visited.
    """

    def __init__(self, simulation: Simulation, first: date) -> None:
        """`first`: the city day of the first case."""
        self.simulation = simulation
        self.first = first
        self.active: Cases | None = None
        self._drawn_until: date | None = None
        self._reached = 0

    @property
    def reached(self) -> datetime | None:
        """The end (aware) of the newest window asked for; None before the first."""
        return moment(self._reached) if self._reached else None

    def between(self, since: datetime, now: datetime) -> pa.Table:
        """All changes after `since` up to `now` (both aware) as rows in canonical columns, in no particular order.

        A case sent again stands twice; a garbled one lacks its number or its first times.
        """
        return pa.concat_tables([self.rows(batch, since, now) for batch in self.batches(since, now)])

    def batches(self, since: datetime, now: datetime) -> Iterator[Cases]:
        """Whole lives that may change in a window, batch by batch; all must be taken before the next window."""
        if self.active is None or self._drawn_until is None or microseconds(since) < self._reached:
            self.active, self._drawn_until = None, max(self.first, first_living_day(city_day(since) - _LONGEST_DELAY))
        end, remaining = microseconds(now), []
        if self.active is not None:
            yield self.active
        day = self._drawn_until
        while day <= city_day(now):
            batch = self._drawn(day)
            yield batch
            remaining.append(batch.take(~complete_by(batch, end - CASES_WITHIN)))
            day += timedelta(days=1)
        if remaining:
            before = [] if self.active is None else [self.active.take(~complete_by(self.active, end - CASES_WITHIN))]
            self.active = concatenated([*before, *remaining])
        self._drawn_until, self._reached = day, end

    def rows(self, batch: Cases, since: datetime, now: datetime) -> pa.Table:
        """The changes of a batch of cases in a window, as rows in canonical columns."""
        start, end = microseconds(since), microseconds(now)
        tree = self.simulation.tree
        data = [batch.take(delivered_between(batch, start, end)), batch.take(sent_again_between(batch, start, end))]
        table = table_of(delivered_at(concatenated(data), end), tree)
        garbled = batch.take(garbled_between(batch, start, end))
        return pa.concat_tables([table, _garbled(garbled, end, tree)]) if len(garbled) else table

    def _drawn(self, day: date) -> Cases:
        return with_delivery(self.simulation.day(day), self.simulation.seed, len(self.simulation.tree))


def _garbled(cases: Cases, now: int, tree: AreaTree) -> pa.Table:
    """Rows that cannot be loaded: every second one lacks its case number, the others the times of their report."""
    table = table_of(state_at(cases, now), tree)
    numberless = cases["number"] % 2 == 0
    for name, lost in (("source_id", numberless), ("reported_at", ~numberless), ("accepted_at", ~numberless)):
        column = table.column(name)
        left = pc.if_else(pa.array(lost), pa.scalar(None, column.type), column)
        table = table.set_column(table.column_names.index(name), name, left)
    return table
