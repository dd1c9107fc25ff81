"""Rows of reports as a source sends them → one typed table of the good ones, and a reason for each of the others."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc

from queries.reports.contradictions import contradictions, rows_where
from queries.reports.kinds import Column, ReportTable, tables_of
from queries.reports.reading import TYPES, Reasons, read_column

NO_OBJECT = "the row is no JSON object"


@dataclass(frozen=True)
class RefusedRow:
    """A row that was not taken: its place among the rows sent (0-based), and why."""

    row: int
    reason: str


@dataclass(frozen=True)
class _How:
    """How a source writes, and the moment at which it said so."""

    zone: str
    mapping: Mapping[str, Any]
    now: datetime | None


def check_rows(
    kind: str,
    rows: Sequence[Mapping[str, Any]],
    *,
    zone: str,
    mapping: Mapping[str, Any] | None = None,
    now: datetime | None = None,
) -> tuple[pa.Table, list[RefusedRow]]:
    """The good rows, and the refused ones in the order of the rows.

    kind: units | devices | calls | partners. zone: of instants that name none. mapping: canonical column → the source's
    own name for it. now: aware; times more than ten minutes after it are refused (None: none is).
    The table has `row` (place among the rows sent), `table` (where the row belongs: units, rosters, …) and every
    column of reports.toml of these tables, null where the row does not say; instants naive UTC, lon and lat as sent.
    Raises KeyError for another kind.
    """
    tables = tables_of(kind)
    names, how = _names(rows), _How(zone, mapping or {}, now)
    refused = {row: NO_OBJECT for row, given in enumerate(rows) if not isinstance(given, Mapping)}
    pieces = []
    for table, numbers in _sorted_out(tables, rows, names, refused).items():
        piece, reasons = _checked(table, [rows[number] for number in numbers], names, how)
        refused |= {numbers[row]: reason for row, reason in reasons.items()}
        kept = np.delete(np.arange(len(numbers)), list(reasons))
        piece = piece.take(pa.array(kept, pa.int64()))
        pieces.append(
            piece.add_column(0, "row", pa.array(np.asarray(numbers, np.int64)[kept])).add_column(
                1, "table", pa.repeat(pa.scalar(table.name), len(kept))
            )
        )
    good = pa.concat_tables(pieces, promote_options="default").combine_chunks()
    return good, [RefusedRow(row, refused[row]) for row in sorted(refused)]


def _names(rows: Sequence[Mapping[str, Any]]) -> dict[str, list[str]]:
    """Every name that occurs, by its case folded form."""
    names: dict[str, list[str]] = {}
    for form in {tuple(row) for row in rows if isinstance(row, Mapping)}:
        for name in form:
            if isinstance(name, str) and name not in names.setdefault(name.strip().casefold(), []):
                names[name.strip().casefold()].append(name)
    return names


def _sorted_out(
    tables: Sequence[ReportTable], rows: Sequence[Any], names: Mapping[str, list[str]], refused: Reasons
) -> dict[ReportTable, list[int]]:
    """The numbers of the rows of each table: of the first whose mark a row has."""
    left = [row for row in range(len(rows)) if row not in refused]
    found: dict[ReportTable, list[int]] = {}
    for table in tables:
        marks = _known_as(table.columns[table.marked_by], names, {}) if table.marked_by else ()
        mine = (
            left if not table.marked_by else [n for n in left if any(rows[n].get(mark) is not None for mark in marks)]
        )
        found[table] = mine
        if mine and table.marked_by:
            taken = set(mine)
            left = [number for number in left if number not in taken]
    return found


def _known_as(column: Column, names: Mapping[str, list[str]], mapping: Mapping[str, Any]) -> tuple[str, ...]:
    own = mapping.get(column.name)
    chosen = (own,) if isinstance(own, str) and own else (column.name, *column.also)
    return tuple(name for writing in chosen for name in names.get(writing.strip().casefold(), ()))


def _checked(
    table: ReportTable, rows: Sequence[Mapping[str, Any]], names: Mapping[str, list[str]], how: _How
) -> tuple[pa.Table, Reasons]:
    columns: dict[str, pa.Array] = {}
    reasons: Reasons = {}
    for name, column in table.columns.items():
        known_as = _known_as(column, names, how.mapping)
        if not known_as:
            columns[name] = pa.nulls(len(rows), TYPES[column.type])
        else:
            columns[name], wrong = read_column(column, _values(rows, known_as), how.zone)
            reasons = {row: f"{name}: {reason}" for row, reason in wrong.items()} | reasons
        if column.required:
            reasons |= {row: f"no {name}" for row in rows_where(pc.is_null(columns[name])) if row not in reasons}
    columns |= _without_zero_point(columns)
    for row, reason in contradictions(columns, how.zone, how.now):
        reasons.setdefault(row, reason)
    return pa.table(columns), reasons


def _values(rows: Sequence[Mapping[str, Any]], known_as: tuple[str, ...]) -> list[Any]:
    first, *others = known_as
    values = [row.get(first) for row in rows]
    for name in others:
        values = [row.get(name) if value is None else value for value, row in zip(values, rows, strict=True)]
    return values


def _without_zero_point(columns: Mapping[str, pa.Array]) -> dict[str, pa.Array]:
    """(0, 0) is how many devices write that they do not know."""
    if "lon" not in columns:
        return {}
    zero = pc.and_(pc.equal(columns["lon"], 0), pc.equal(columns["lat"], 0)).fill_null(False)
    nothing = pa.scalar(None, pa.float64())
    return {name: pc.if_else(zero, nothing, columns[name]) for name in ("lon", "lat")}
