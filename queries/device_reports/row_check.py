"""Rows of reports as a source sends them → one typed table of the good ones, and a reason for each of the others."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc

from geodata.coordinates.systems import CoordinateSystem
from queries.conversion.text_rows import NO_OBJECT as NOT_AN_OBJECT
from queries.device_reports.column_reading import TYPES, Reasons, read_column
from queries.device_reports.contradictions import contradictions, rows_where
from queries.device_reports.kinds import ReportTable, tables_of
from queries.device_reports.sent_rows import Numbers, Sent, SentObjects, SentTable, as_list, known_as

NO_OBJECT = "the row is no JSON object"


@dataclass(frozen=True)
class RefusedRow:
    """A row that was not taken: its place among the rows sent (0-based), and why."""

    row: int
    reason: str


@dataclass(frozen=True)
class _Delivery:
    """Time zone, column names and coordinate system of a source, and the moment at which the delivery came in."""

    zone: str
    mapping: Mapping[str, Any]
    now: datetime | None
    crs: str


def check_rows(  # noqa: PLR0913  (rows, and what is declared of their source by name)
    kind: str,
    rows: Sequence[Any] | pa.Table,
    *,
    zone: str,
    mapping: Mapping[str, Any] | None = None,
    crs: str = CoordinateSystem.WGS_84,
    now: datetime | None = None,
) -> tuple[pa.Table, list[RefusedRow]]:
    """The good rows, and the refused ones in the order of the rows.

    kind: units | devices | calls | partners | readings. rows: JSON objects, or a table (of texts, as a file gives
    them). zone: of instants that name none. mapping: canonical column → the source's own name for it. crs: of its
    points. now: aware; times more than ten minutes after it are refused (None: none is).
    The table has `row` (place among the rows sent), `table` (where the row belongs: units, rosters, …) and every
    column of reports.toml of these tables, null where the row does not say; instants naive UTC, lon and lat as sent.
    Raises KeyError for another kind.
    """
    tables = tables_of(kind)
    sent = SentTable(rows) if isinstance(rows, pa.Table) else SentObjects(rows)
    delivery = _Delivery(zone, mapping or {}, now, crs)
    refused = dict.fromkeys(sent.not_objects, NO_OBJECT)
    pieces = []
    for table, numbers in _by_table(tables, sent, delivery):
        piece, reasons = _checked(table, sent, numbers, delivery)
        refused |= {int(numbers[row]): reason for row, reason in reasons.items()}
        kept = np.delete(np.arange(len(numbers)), list(reasons))
        columns = {"row": pa.array(numbers[kept]), "table": pa.repeat(pa.scalar(table.name), len(kept))}
        taken = piece.take(pa.array(kept)) if reasons else piece
        pieces.append(pa.table(columns | dict(zip(taken.column_names, taken.columns, strict=True))))
    good = pa.concat_tables(pieces, promote_options="default").combine_chunks()
    return good, [RefusedRow(row, refused[row]) for row in sorted(refused)]


def unknown_names(kind: str, names: Sequence[str], mapping: Mapping[str, Any]) -> tuple[str, ...]:
    """Those of the names of a delivery's columns that no report of the kind has. Raises KeyError for another kind."""
    named = [name for name in names if name != NOT_AN_OBJECT]
    sent = SentTable(pa.table({name: pa.nulls(0) for name in named}))
    columns = [column for table in tables_of(kind) for column in table.columns.values()]
    known = {name for column in columns for name in known_as(column, sent, mapping)}
    return tuple(name for name in named if name not in known)


def _by_table(tables: Sequence[ReportTable], sent: Sent, delivery: _Delivery) -> Iterator[tuple[ReportTable, Numbers]]:
    """The numbers of the rows of each table; a row belongs to the first table whose mark it has."""
    left = np.delete(np.arange(len(sent)), list(sent.not_objects))
    for table in tables:
        mine = left
        if table.marked_by:
            names = known_as(table.columns[table.marked_by], sent, delivery.mapping)
            marks = sent.values(names, left) if names else [None] * len(left)
            marked = np.array([mark is not None and mark != "" for mark in as_list(marks)], dtype=bool)
            mine, left = left[marked], left[~marked]
        yield table, mine


def _checked(table: ReportTable, sent: Sent, numbers: Numbers, delivery: _Delivery) -> tuple[pa.Table, Reasons]:
    columns: dict[str, pa.Array] = {}
    reasons: Reasons = {}
    for name, column in table.columns.items():
        names = known_as(column, sent, delivery.mapping)
        if not names:
            columns[name] = pa.nulls(len(numbers), TYPES[column.type])
        else:
            columns[name], wrong = read_column(column, sent.values(names, numbers), delivery.zone)
            reasons = {row: f"{name}: {reason}" for row, reason in wrong.items()} | reasons
        if column.required:
            reasons |= {row: f"no {name}" for row in rows_where(pc.is_null(columns[name])) if row not in reasons}
    columns |= _without_zero_point(columns)
    for row, reason in contradictions(columns, delivery.zone, delivery.now, delivery.crs):
        reasons.setdefault(row, reason)
    return pa.table(columns), reasons


def _without_zero_point(columns: Mapping[str, pa.Array]) -> dict[str, pa.Array]:
    """lon and lat with (0, 0), which devices send when they have no fix, replaced by null."""
    if "lon" not in columns:
        return {}
    zero = pc.and_(pc.equal(columns["lon"], 0), pc.equal(columns["lat"], 0)).fill_null(False)
    nothing = pa.scalar(None, pa.float64())
    return {name: pc.if_else(zero, nothing, columns[name]) for name in ("lon", "lat")}
