"""Loading sealed segments of delivered reports: rows refused on arrival go to quarantine, of the others the newest are
applied. Several consecutive segments of a source are applied together; the store ends as if they had been
applied one after the other."""

from __future__ import annotations

import json
from collections.abc import Sequence
from dataclasses import dataclass

import duckdb
import numpy as np
import pyarrow as pa

from queries.city_context import CityContext
from queries.conversion.text_rows import joined
from queries.device_reports.applying import NotApplied, ReportsApplied, apply_reports
from queries.device_reports.row_check import check_rows
from queries.landing.folder import Landed
from queries.loading.bookkeeping import Bookkeeping, Outcome, SourceState
from queries.loading.inputs.input_lines import InputLines, Lines
from queries.loading.inputs.segment_file import Segment
from queries.loading.summary import LoadSummary
from queries.loading.versions.scales import higher
from queries.loading.versions.unchanged_rows import (
    EQUAL,
    NAMED_OF_DELIVERIES,
    UnchangedKind,
    UnchangedRow,
    UnchangedRows,
)
from queries.reading.chunk import RefusedLine

OLDER_REPORT = "a report that is newer is held, or came with it"
REFUSED = b"refused"  # in a delivery's metadata: JSON [[row, reason, text], …] of the rows refused on arrival


@dataclass(frozen=True)
class DeliveredRows:
    """Rows of segments: the table of those that were taken and the line of each, the refused ones, and which line
    belongs to which segment (lines numbered through from 1)."""

    table: pa.Table
    row_lines: Lines
    refused: list[RefusedLine]
    lines: InputLines
    read: Sequence[int]


def with_refusals(table: pa.Table, refused: list[tuple[int, str, str]]) -> pa.Table:
    """A delivery of reports with the rows refused on arrival (row, reason, text) in its metadata."""
    return table.replace_schema_metadata({REFUSED: json.dumps(refused, ensure_ascii=False)})


def load_reports(city: CityContext, segments: Sequence[Segment], cursor: duckdb.DuckDBPyConnection) -> list[Outcome]:
    """Apply segments of reports of one source within a transaction of the writer; the outcome of each."""
    inputs = [segment.landed for segment in segments]
    source, kind = inputs[0].source, inputs[0].delivers
    about, books = city.profile.source(source), Bookkeeping(city.store, cursor, source)
    rows = delivered_rows(segments)
    books.record_refused(rows.refused, rows.lines)
    zone = about.zone or city.profile.zone
    checked, _ = check_rows(kind, rows.table, zone=zone, mapping=about.mapping, crs=about.crs)
    applied = apply_checked(city, books, cursor, inputs, with_inputs(checked, rows))
    refused = rows.lines.counted(np.array([row.line for row in rows.refused], dtype=np.int64))
    unchanged = _unchanged(applied, rows.row_lines)
    outcomes = [
        outcome_of(landed, applied, number, rows.read[number], int(refused[number]), unchanged)
        for number, landed in enumerate(inputs)
    ]
    books.record_inputs(inputs, outcomes)
    return outcomes


def apply_checked(
    city: CityContext,
    books: Bookkeeping,
    cursor: duckdb.DuckDBPyConnection,
    inputs: Sequence[Landed],
    checked: pa.Table,
) -> ReportsApplied:
    """Apply checked rows that know their input (columns as `apply_reports` wants them), and write down how their source
    stands; what became of them."""
    source, kind = inputs[0].source, inputs[0].delivers
    about = city.profile.source(source)
    applied = apply_reports(city, cursor, kind, source, checked)
    marks = [moment for moment in (books.before.watermark, applied.newest_sign) if moment is not None]
    state = SourceState(kind=kind, rows=applied.rows, watermark=max(marks, default=None))
    books.record_source(about, about.zone or city.profile.zone, inputs[-1], state)
    if applied.scale is not None:
        books.record_scale(higher(books.before.versions, applied.scale))
    return applied


def delivered_rows(segments: Sequence[Segment]) -> DeliveredRows:
    """The rows of segments of one source; those refused on arrival separately."""
    taken: list[pa.Table] = []
    row_lines: list[Lines] = []
    refused: list[RefusedLine] = []
    before = 0
    for table in (table for segment in segments for table in segment.deliveries):
        refusals: list[tuple[int, str, str]] = json.loads((table.schema.metadata or {}).get(REFUSED, b"[]"))
        keep = np.ones(table.num_rows, dtype=bool)
        keep[[row for row, _, _ in refusals]] = False
        taken.append((table.filter(pa.array(keep)) if refusals else table).replace_schema_metadata(None))
        row_lines.append(before + 1 + np.flatnonzero(keep))
        refused += [RefusedLine(before + 1 + row, reason, raw) for row, reason, raw in refusals]
        before += table.num_rows
    rows = [segment.num_rows for segment in segments]
    lines = InputLines.numbered_through([segment.landed for segment in segments], rows)
    return DeliveredRows(joined(taken), np.concatenate(row_lines), refused, lines, rows)


def with_inputs(checked: pa.Table, rows: DeliveredRows) -> pa.Table:
    """Checked rows with what each has of its segment: `input_number` and `recorded_at`."""
    of_input = rows.lines.columns(rows.row_lines[checked.column("row").to_numpy()])
    for name in ("input_number", "recorded_at"):
        checked = checked.append_column(name, of_input[name])
    return checked


def outcome_of(  # noqa: PLR0913, PLR0917  (the counts of a segment)
    landed: Landed, found: ReportsApplied, number: int, read: int, refused: int, unchanged: UnchangedRows
) -> Outcome:
    """The summary of one segment, the number of which among those applied is given, and whether it must be kept."""
    applied = found.by_input[number]
    summary = LoadSummary(
        source=landed.source,
        file=landed.file,
        batch=landed.batch,
        read=read,
        loaded=applied.loaded,
        superseded=applied.older,
        duplicate=applied.duplicate,
        refused=refused,
        newer_by=found.scale or "",
    )
    return Outcome(summary, applied.loaded > 0 or refused > 0, unchanged)


def _unchanged(applied: ReportsApplied, row_lines: Lines) -> UnchangedRows:
    """The reports of a single segment that changed nothing."""
    found = UnchangedRows(NAMED_OF_DELIVERIES, keeps_lines=True)
    _add(found, "older", applied.older, row_lines)
    _add(found, "equal", applied.equal, row_lines)
    return found


def _add(found: UnchangedRows, kind: UnchangedKind, rows: Sequence[NotApplied], row_lines: Lines) -> None:
    lines = row_lines[[row for row, _ in rows]] if rows else row_lines[:0]

    def named(place: int) -> UnchangedRow:
        return UnchangedRow(int(lines[place]), rows[place][1], kind, EQUAL if kind == "equal" else OLDER_REPORT)

    found.add(kind, lines, named)
