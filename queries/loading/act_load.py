"""Loading sealed segments of acts of people: each act once, in the order of arrival, bound to the one before."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import UTC, datetime
from pathlib import Path

import duckdb
import pyarrow as pa

from queries.acts.act import MOMENTS, Act
from queries.acts.act_chain import RecordedAct, chained
from queries.acts.acts_end import keep_end, kept_end
from queries.city_context import CityContext
from queries.loading.bookkeeping import Bookkeeping, Outcome
from queries.loading.inputs.segment_file import Segment
from queries.loading.summary import LoadSummary
from queries.loading.versions.unchanged_rows import NAMED_OF_DELIVERIES, UnchangedRows
from queries.store.bound_statements import BoundStatements
from queries.store.statements import read_statements

_SQL = read_statements(Path(__file__).parents[1] / "acts" / "acts.sql")
_TYPES = {"lon": pa.float64(), "lat": pa.float64(), **dict.fromkeys(MOMENTS, pa.timestamp("us"))}


def load_acts(city: CityContext, segments: Sequence[Segment], cursor: duckdb.DuckDBPyConnection) -> list[Outcome]:
    """Apply segments of acts within a transaction of the writer; the outcome of each. An act that is held, by its key,
    changes nothing. A new one makes a new version of the data, so that every screen shows it."""
    inputs = [segment.landed for segment in segments]
    books, statements = Bookkeeping(city.store, cursor, inputs[0].source), BoundStatements(cursor, _SQL)
    delivered = [[Act.of_row(row) for table in one.deliveries for row in table.to_pylist()] for one in segments]
    every = [act.act for acts in delivered for act in acts]
    known = {act for (act,) in statements.run("known", acts=every).fetchall()}
    [(before, held)] = statements.run("last_hash").fetchall()
    outcomes, last = list[Outcome](), list[RecordedAct]()
    for segment, acts in zip(segments, delivered, strict=True):
        new = list({act.act: act for act in acts if act.act not in known}.values())
        known |= {act.act for act in new}
        recorded = list(chained(before, [(act, segment.landed.recorded_at) for act in new], held))
        if recorded:
            statements.run_on("insert", "arrived", _table(recorded, segment.landed.batch))
            before, held = recorded[-1].hash, held + len(recorded)
            books.next_data_version(segment.landed)
        outcomes.append(_outcome(segment, len(acts), len(new)))
        last = recorded[-1:] or last
    books.record_inputs(inputs, outcomes)
    city.store.note_acts()
    for one in last:
        _keep_end(city.folder, one, statements)
    return outcomes


def _keep_end(folder: Path, last: RecordedAct, statements: BoundStatements) -> None:
    """Keep how far the acts reach, if they hold what was kept before. The input that brought them is in landing/: it is
    applied again where this transaction comes to nothing."""
    end = kept_end(folder)
    there = statements.run("at_place", place=end.count - 1).fetchall() if end else []
    if end is None or (last.place >= end.count and any(end.is_of(*one) for one in there)):
        keep_end(folder, last)


def _table(recorded: Sequence[RecordedAct], batch: str) -> pa.Table:
    rows = [
        {name: _stored(value) for name, value in vars(one.act).items()}
        | {"batch": batch, "place": one.place, "hash": one.hash, "recorded_at": _stored(one.recorded_at)}
        for one in recorded
    ]
    types = _TYPES | {"place": pa.int64(), "recorded_at": pa.timestamp("us")}
    return pa.table({name: pa.array([row[name] for row in rows], types.get(name, pa.string())) for name in rows[0]})


def _stored(value: object) -> object:
    """Instants as naive UTC; a text that says nothing as none."""
    if isinstance(value, datetime):
        return value.astimezone(UTC).replace(tzinfo=None)
    return None if value == "" else value


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
