"""Loading sealed segments of alarms: what became of each, once, in the order of arrival."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import UTC, datetime
from pathlib import Path

import duckdb
import pyarrow as pa

from queries.city_context import CityContext
from queries.loading.alarms.transition import Transition
from queries.loading.bookkeeping import Bookkeeping, Outcome
from queries.loading.inputs.segment_file import Segment
from queries.loading.summary import LoadSummary
from queries.loading.versions.unchanged_rows import NAMED_OF_DELIVERIES, UnchangedRows
from queries.store.bound_statements import BoundStatements
from queries.store.statements import read_statements

_SQL = read_statements(Path(__file__).with_name("alarms.sql"))
_TYPES = {
    **dict.fromkeys(("lon", "lat", "value", "threshold"), pa.float64()),
    **dict.fromkeys(("as_of", "recorded_at"), pa.timestamp("us")),
    "n": pa.int64(),
}


def load_transitions(
    city: CityContext, segments: Sequence[Segment], cursor: duckdb.DuckDBPyConnection
) -> list[Outcome]:
    """Apply segments of alarms within a transaction of the writer; the outcome of each. What is held changes nothing.
    The numbers of the city stay what they were, so that the version of the data does too."""
    inputs = [segment.landed for segment in segments]
    statements = BoundStatements(cursor, _SQL)
    delivered = [[Transition.of_row(row) for table in one.deliveries for row in table.to_pylist()] for one in segments]
    every = [one.key for transitions in delivered for one in transitions]
    known = {key for (key,) in statements.run("known", transitions=every).fetchall()}
    outcomes = list[Outcome]()
    for segment, transitions in zip(segments, delivered, strict=True):
        new = {one.key: one for one in transitions if one.key not in known}
        known |= new.keys()
        if new:
            statements.run_on("insert", "arrived", _table(new, segment.landed.batch, segment.landed.recorded_at))
        outcomes.append(_outcome(segment, len(transitions), len(new)))
    Bookkeeping(city.store, cursor, inputs[0].source).record_inputs(inputs, outcomes)
    city.store.note_alarms()
    return outcomes


def _table(new: dict[str, Transition], batch: str, recorded_at: datetime) -> pa.Table:
    of_all = {"batch": batch, "recorded_at": recorded_at}
    rows = [{**vars(one), "transition": key, **of_all} for key, one in new.items()]
    columns = {name: [_stored(row[name]) for row in rows] for name in rows[0]}
    return pa.table({name: pa.array(values, _TYPES.get(name, pa.string())) for name, values in columns.items()})


def _stored(value: object) -> object:
    return value.astimezone(UTC).replace(tzinfo=None) if isinstance(value, datetime) else value


def _outcome(segment: Segment, read: int, new: int) -> Outcome:
    landed = segment.landed
    summary = LoadSummary(
        source=landed.source,
        file=landed.file,
        batch=landed.batch,
        read=read,
        loaded=new,
        superseded=0,
        duplicate=read - new,
        refused=0,
    )
    return Outcome(summary, new > 0, UnchangedRows(NAMED_OF_DELIVERIES, keeps_lines=True))
