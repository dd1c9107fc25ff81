"""The cases of a span of days as tables ready to load."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import UTC, datetime, timedelta

import pyarrow as pa

from dashboard.simulator.cases import concatenated
from dashboard.simulator.known_state import state_at
from dashboard.simulator.simulated_time import city_day, day_start, microseconds
from dashboard.simulator.simulation import SEED, Simulation
from dashboard.simulator.table import table_of
from geodata.areas.tree_file import AreaTree

DAYS_A_BATCH = 5


def generate(tree: AreaTree, start: datetime, end: datetime, seed: int = SEED) -> Iterator[tuple[pa.Table, datetime]]:
    """Cases reported from the city day of `start` up to `end` (aware), as they stand at `end`: each case once.

    Yields (canonical table, end of its days) batch by batch, oldest first; the last moment is `end` itself.
    """
    simulation = Simulation(tree, seed)
    last, now = city_day(end), microseconds(end)
    first = city_day(start)
    while first <= last:
        until = min(first + timedelta(days=DAYS_A_BATCH - 1), last)
        cases = concatenated([cases for _, cases in simulation.days(first, until)])
        first = until + timedelta(days=1)
        yield table_of(state_at(cases, now), tree), moment(min(day_start(first), now))


def moment(at: int) -> datetime:
    """Microseconds since 1970 UTC as an aware datetime."""
    return datetime(1970, 1, 1, tzinfo=UTC) + timedelta(microseconds=at)
