"""The fleet in a city that is being built: inventory, rosters, past calls and readings, the links of the moment."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date, datetime, timedelta

import pyarrow as pa

from dashboard.simulator.feed.bulk import Progress
from dashboard.simulator.feed.feeds import hours_over
from dashboard.simulator.feed.rows import rows_of
from dashboard.simulator.fleet.fleet import Fleet
from dashboard.simulator.generating import moment
from dashboard.simulator.simulated_time import MINUTE, day_start, microseconds
from dashboard.simulator.sources import CALLS, DEVICES, PARTNERS, READINGS, SOURCES, UNITS
from queries.city import City

BATCH = 20_000
DAYS_OF_CALLS = 90
DAYS_OF_READINGS, READ_EVERY = 8, 10 * MINUTE


def report_past(city: City, seed: int, first: date, end: datetime, progress: Progress) -> dict[str, datetime]:
    """Deliver the reports of the fleet up to `end` (aware); source → the moment up to which it has delivered.

    They go through the intake like any delivery, so that they lie in landing/ and a rebuild finds them.
    """
    fleet = Fleet(city.tree, city.ground.special_grids, seed)
    reception = city.acts.reception()
    reception.start()
    try:
        for source, table in _reports(fleet, first, end):
            rows = rows_of(table)
            for begin in range(0, len(rows), BATCH):
                reception.accept(source, SOURCES[source].kind, rows[begin : begin + BATCH])
                progress(SOURCES[source].kind, begin / len(rows))
    finally:
        reception.stop()
    return dict.fromkeys((UNITS, DEVICES, CALLS, PARTNERS, READINGS), end)


def _reports(fleet: Fleet, first: date, end: datetime) -> Iterator[tuple[str, pa.Table]]:
    now = microseconds(end)
    yield DEVICES, fleet.inventory_devices()
    yield DEVICES, fleet.devices(0, now)
    yield UNITS, fleet.units(now)
    yield UNITS, fleet.rosters(now)
    yield PARTNERS, fleet.partners(now)
    since = max(moment(day_start(first)), end - timedelta(days=DAYS_OF_CALLS))
    yield CALLS, fleet.calls(hours_over(since, end))
    since = max(moment(day_start(first)), end - timedelta(days=DAYS_OF_READINGS))
    yield READINGS, fleet.readings(microseconds(since), now, READ_EVERY)
