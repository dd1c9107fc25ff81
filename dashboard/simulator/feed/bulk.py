"""Filling an opened city with the past of the simulated sources, stride by stride, as it would have been recorded.

A stride is what a source delivers at once after a while: each of its rows stands as it was known then, and is recorded
then. Between two strides, the first versions of cases that are put right later are recorded when they came, so that a
question "as recorded at" finds the mistake.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Generator, Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import closing
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from pathlib import Path
from tempfile import TemporaryDirectory

import numpy as np
import pyarrow as pa
import pyarrow.parquet as pq

from dashboard.simulator.cases import Cases, Column
from dashboard.simulator.feed.calling import CALL_DAYS
from dashboard.simulator.feed.case_changes import CaseChanges
from dashboard.simulator.feed.delivery_errors import delivered_at
from dashboard.simulator.feed.steps import calls_between, steps_between
from dashboard.simulator.generating import moment
from dashboard.simulator.simulated_time import DAY, day_start, microseconds
from dashboard.simulator.simulation import Simulation
from dashboard.simulator.sources import EVENTS, STEPS
from dashboard.simulator.table import table_of
from queries.city import City

STEP_DAYS = timedelta(days=3)
"""Of the past only the newest days are delivered step by step: 60 days would be 7 million rows, ten times the cases.
The card of an older case shows its steps by its times."""
_SHORT_PAST = timedelta(days=100)
_SHORT_STRIDE, _LONG_STRIDE = timedelta(days=10), timedelta(days=30)

Progress = Callable[[str, float], None]
"""Called with what is being done and the share done, 0..1."""


@dataclass(frozen=True)
class Recorded:
    """Rows in canonical columns and the aware moment at which they became known; steps: those of the newest days."""

    table: pa.Table
    at: datetime
    steps: pa.Table | None = None


def fill_past(city: City, simulation: Simulation, first: date, end: datetime, progress: Progress) -> int:
    """Load all changes from the city day `first` up to `end` (aware); the number of versions that became current.

    The next stride is drawn while one is loaded. May be run again: rows that are stored already count as duplicates.
    """
    start, loaded = moment(day_start(first)), 0
    with closing(_one_ahead(recorded_until(simulation, first, end))) as batches:
        for batch in batches:
            summary = city.acts.load_table(batch.table, EVENTS, recorded_at=batch.at)
            loaded += summary.loaded
            if batch.steps is not None:
                _load_steps(city, batch.steps, batch.at)
            progress("cases", (batch.at - start) / max(end - start, timedelta(seconds=1)))
    return loaded


def recorded_until(simulation: Simulation, first: date, end: datetime) -> Iterator[Recorded]:
    """All changes from the city day `first` up to `end` (aware), oldest recording first."""
    changes = CaseChanges(simulation, first)
    since = moment(day_start(first) - 1)
    every = stride_of(moment(day_start(first)), end).days * DAY // 2
    for now in strides(moment(day_start(first)), end):
        mistakes: defaultdict[int, list[Cases]] = defaultdict(list)
        tables, steps = [], []
        for batch in changes.batches(since, now):
            for at, wrong in _first_versions(batch, microseconds(since), microseconds(now), every):
                mistakes[at].append(wrong)
            tables.append(changes.rows(batch, since, now))
            if now == end:
                begin = microseconds(max(since, now - STEP_DAYS))
                steps.append(steps_between(batch, begin, microseconds(now), simulation))
                earlier = microseconds(max(since, now - CALL_DAYS))
                steps.append(calls_between(batch, earlier, begin, simulation))
        for at in sorted(mistakes):
            parts = [table_of(delivered_at(wrong, at), simulation.tree) for wrong in mistakes[at]]
            yield Recorded(pa.concat_tables(parts), moment(at))
        yield Recorded(pa.concat_tables(tables), now, pa.concat_tables(steps) if steps else None)
        since = now


def _load_steps(city: City, steps: pa.Table, at: datetime) -> None:
    """Load steps as a file of their source, so that they lie in landing/; a city that does not know it has none."""
    if city.profile.source(STEPS).kind != "steps" or not steps.num_rows:
        return
    with TemporaryDirectory(prefix="yiping-") as name:
        file = Path(name) / "steps.parquet"
        pq.write_table(steps, file)
        city.acts.load(file, source=STEPS, recorded_at=at)


def strides(since: datetime, end: datetime) -> Iterator[datetime]:
    """The ends of the strides from `since` to `end`."""
    stride = stride_of(since, end)
    while since < end:
        since = end if end - since < stride * 1.5 else since + stride
        yield since


def stride_of(since: datetime, end: datetime) -> timedelta:
    """Ten days, of a past longer than 100 days thirty."""
    return _SHORT_STRIDE if end - since <= _SHORT_PAST else _LONG_STRIDE


def _first_versions(batch: Cases, since: int, now: int, every: int) -> Iterator[tuple[int, Cases]]:
    """Of the cases put right by `now`: those that a moment twice a stride, before it, finds wrong; by moment."""
    arrived, corrected = batch["arrived_at"], batch["corrected_at"]
    due = _next_moment(arrived, every)
    found = np.flatnonzero((arrived > since) & (due < corrected) & (corrected <= now))
    for at in np.unique(due[found]).tolist():
        yield at, batch.take(found[due[found] == at])


def _next_moment(at: Column, every: int) -> Column:
    return np.asarray((at // every + 1) * every)


def _one_ahead(batches: Iterator[Recorded]) -> Generator[Recorded, None, None]:
    """The same batches, the next one drawn in another thread while the caller is busy with one."""
    with ThreadPoolExecutor(max_workers=1) as worker:
        coming = worker.submit(next, batches, None)
        while (batch := coming.result()) is not None:
            coming = worker.submit(next, batches, None)
            yield batch
