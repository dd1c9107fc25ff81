"""Loading steps of cases, from a file or from delivered segments.

Every step is kept once, with when it became known; a step held already changes nothing. A step may come before its
case: they meet by the case's number, whatever the order.
"""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Sequence
from dataclasses import replace
from datetime import UTC, datetime
from functools import cached_property
from pathlib import Path

import duckdb
import numpy as np
import pyarrow as pa
import pyarrow.compute as pc
from numpy.typing import NDArray

from geodata.sentence import Sentence
from queries.city_context import CityContext
from queries.device_reports.file_columns import withheld_columns
from queries.device_reports.kinds import tables_of
from queries.device_reports.row_check import check_rows
from queries.device_reports.sent_rows import SentTable, known_as
from queries.errors import FileRefused
from queries.landing.folder import SEGMENT, STEPS, Landed
from queries.loading.bookkeeping import Bookkeeping, Outcome, SourceState, kind_of
from queries.loading.erasure.erased_values import ErasedValues, note_unredacted
from queries.loading.inputs.input_lines import InputLines, Lines
from queries.loading.inputs.segment_file import Segment
from queries.loading.load_warnings import unknown_words
from queries.loading.report_load import delivered_rows
from queries.loading.summary import LoadSummary, masked_summary
from queries.loading.versions.unchanged_rows import (
    EQUAL,
    NAMED_OF_DELIVERIES,
    NAMED_OF_FILES,
    UnchangedRow,
    UnchangedRows,
)
from queries.privacy.masking import shown_names
from queries.reading.chunk import RAW_KEPT, Opened, RefusedLine
from queries.store.bound_statements import BoundStatements
from queries.store.statements import read_statements

_SQL = read_statements(Path(__file__).with_name("steps.sql"))
_OF_INPUT = ("input_number", "batch", "line", "recorded_at")


def load_step_segments(
    city: CityContext, segments: Sequence[Segment], cursor: duckdb.DuckDBPyConnection
) -> list[Outcome]:
    """Apply segments of steps of one source within a transaction of the writer; the outcome of each."""
    rows = delivered_rows(segments)
    load = StepLoad(city, rows.lines, cursor)
    load.take_refused(rows.refused)
    load.take(rows.table, rows.row_lines)
    return load.finish()


def load_step_file(city: CityContext, landed: Landed, file: Opened, cursor: duckdb.DuckDBPyConnection) -> Outcome:
    """Apply a file of steps within a transaction of the writer. Raises FileRefused when a column is missing."""
    load = StepLoad(city, InputLines.of_one(landed), cursor)
    wanted = load.columns_of(file.names)
    load.has_unread = len(wanted) < len(file.names)
    for chunk in file.read(wanted):
        load.take_refused(chunk.refused)
        load.take(chunk.table.select(wanted), chunk.lines, now=landed.recorded_at.astimezone(UTC))
    [outcome] = load.finish()
    withheld = withheld_columns(STEPS, file.names, load.mapping)
    return outcome._replace(summary=replace(outcome.summary, withheld=withheld))


class StepLoad:
    """Steps of one source, taken piece by piece; `lines` says which input each line belongs to."""

    def __init__(self, city: CityContext, lines: InputLines, cursor: duckdb.DuckDBPyConnection) -> None:
        self.city, self.lines, first = city, lines, lines.inputs[0]
        self.source = first.source
        self.about = city.profile.source(self.source)
        self.mapping = self.about.mapping | first.mapping
        self.zone = self.about.zone or city.profile.zone
        self.source_of_cases = city.profile.source_of_cases(self.source)
        self.books = Bookkeeping(city.store, cursor, self.source)
        self.statements = BoundStatements(cursor, _SQL)
        of_cases = city.store.erased_cases.of(self.source_of_cases, cursor)
        self.erased = ErasedValues(self.source_of_cases, b"", of_cases, cursor)
        self.has_unread = False
        self.columns = tables_of(STEPS)[0].columns
        self.read, self.new = (np.zeros(len(lines.inputs), dtype=np.int64) for _ in range(2))
        self.reasons: defaultdict[int, Counter[str]] = defaultdict(Counter)
        self.other_words: defaultdict[int, Counter[str]] = defaultdict(Counter)
        self.newest: datetime | None = None
        segment = first.kind == SEGMENT
        self.unchanged = UnchangedRows(NAMED_OF_DELIVERIES if segment else NAMED_OF_FILES, keeps_lines=segment)

    @cached_property
    def repeated(self) -> set[int]:
        """The places of the inputs whose very content was delivered before; looked for when rows are refused."""
        return self.books.repeated(self.lines.inputs)

    def columns_of(self, names: Sequence[str]) -> list[str]:
        """The columns of a file that fill a column of steps. Raises FileRefused when a required one is missing."""
        file = SentTable(pa.table({name: pa.nulls(0) for name in names}))
        known = {name: known_as(column, file, self.mapping) for name, column in self.columns.items()}
        missing = [name for name, column in self.columns.items() if column.required and not known[name]]
        if missing:
            found = shown_names(names)
            name, lacks = self.lines.inputs[0].file, " nor ".join(missing)
            text = (
                f"{name}: no column gives {lacks}; found: {found}. "
                "The mapping of the source in city.toml can name them."
            )
            raise FileRefused(Sentence("steps_columns", text, file=name, missing=tuple(missing), found=found))
        return list(dict.fromkeys(name for found in known.values() for name in found))

    def take(self, table: pa.Table, row_lines: Lines, *, now: datetime | None = None) -> None:
        """Apply rows as they were sent; row_lines: the line of each. now: aware; steps of a later time are refused."""
        checked, refused = check_rows(STEPS, table, zone=self.zone, mapping=self.mapping, now=now)
        if now is not None:  # rows of segments were refused at the door
            self.take_refused(
                [RefusedLine(int(row_lines[one.row]), one.reason, _raw(table, one.row)) for one in refused]
            )
        taken = row_lines[checked.column("row").to_numpy()]
        self.read += self.lines.counted(taken)
        if not len(taken):
            return
        if self.erased.erased:
            unread = self._unread(table)[checked.column("row").to_numpy()]
            checked = self.erased.steps_taken_out(checked, taken, unread)
        own = self.lines.columns(taken)
        columns = {name: checked.column(name) for name in self.columns} | {name: own[name] for name in _OF_INPUT}
        self._count_other_words(checked.column("step"), self.lines.number_of(taken))
        self._write(pa.table(columns | {"row": pa.array(taken)}))

    def _unread(self, table: pa.Table) -> NDArray[np.bool_]:
        """Of which rows something may not be read; columns of a file that are not read are not in the table."""
        sent = SentTable(table)
        known = {name for column in self.columns.values() for name in known_as(column, sent, self.mapping)}
        unread = np.full(len(table), self.has_unread)
        for name in table.column_names:
            if name not in known:
                unread |= table.column(name).is_valid().to_numpy()
        return unread

    def take_refused(self, refused: Sequence[RefusedLine]) -> None:
        """Keep refused rows in quarantine, unless the very same input was there before."""
        lines = np.array([row.line for row in refused], dtype=np.int64)
        if not refused:
            return
        self.read += self.lines.counted(lines)
        numbers = self.lines.number_of(lines).tolist()
        for number, row in zip(numbers, refused, strict=True):
            self.reasons[number][kind_of(row.reason)] += 1
        fresh = [row for number, row in zip(numbers, refused, strict=True) if number not in self.repeated]
        fresh = self.erased.without_refused_texts(fresh, self.books.cursor)
        self.books.record_refused(fresh, self.lines, int(self.read.sum()))

    def finish(self) -> list[Outcome]:
        """Write down what became of each input and how the source stands."""
        outcomes = [self._outcome(number) for number in range(len(self.lines.inputs))]
        self.books.record_inputs(self.lines.inputs, outcomes)
        note_unredacted(self.erased, self.lines, [one.is_kept for one in outcomes], self.books.cursor)
        marks = [moment for moment in (self.books.before.watermark, self.newest) if moment is not None]
        held = self.books.before.rows + int(self.new.sum())
        state = SourceState(kind=STEPS, rows=held, watermark=max(marks, default=None))
        self.city.store.note_reports()
        self.books.record_source(self.about, self.zone, self.lines.inputs[-1], state)
        return outcomes

    def _write(self, arrived: pa.Table) -> None:
        first, last = pc.min_max(arrived.column("happened_at")).as_py().values()
        known = pc.max(pc.min_element_wise(arrived.column("happened_at"), arrived.column("recorded_at"))).as_py()
        self.newest = max(moment for moment in (self.newest, known) if moment is not None)
        case = {"source": self.source_of_cases, "delivered_by": self.source}
        new = self.statements.run_on("new_steps", "arrived", arrived, first=first, last=last, **case)
        self.new += np.bincount(new.column("input_number").to_numpy(), minlength=len(self.new))
        if len(self.lines.inputs) == 1 and new.num_rows < arrived.num_rows:
            is_new = np.isin(arrived.column("row").to_numpy(), new.column("row").to_numpy())
            self._take_known(arrived.filter(pa.array(~is_new)))
        if new.num_rows:
            self.statements.run_on("insert_steps", "arrived", new, **case)

    def _take_known(self, rows: pa.Table) -> None:
        lines, numbers = rows.column("row").to_numpy(), rows.column("source_id")

        def named(place: int) -> UnchangedRow:
            return UnchangedRow(int(lines[place]), numbers[place].as_py(), "equal", EQUAL)

        self.unchanged.add("equal", lines, named)

    def _count_other_words(self, step: pa.ChunkedArray, numbers: Lines) -> None:
        known = pa.array(self.columns["step"].codes)
        other = np.flatnonzero(~pc.is_in(step, value_set=known).to_numpy())
        for number, word in zip(numbers[other].tolist(), step.take(pa.array(other)).to_pylist(), strict=True):
            self.other_words[number][word] += 1

    def _outcome(self, number: int) -> Outcome:
        landed, refused = self.lines.inputs[number], self.reasons[number].total()
        read, new, words = int(self.read[number]), int(self.new[number]), dict(self.other_words[number])
        summary = LoadSummary(
            source=landed.source,
            file=landed.file,
            batch=landed.batch,
            read=read,
            loaded=new,
            superseded=0,
            duplicate=read - new - refused,
            refused=refused,
            unchanged=self.unchanged.examples if landed.kind != SEGMENT else (),
            reasons=dict(self.reasons[number]),
            unknown_words={"step": words} if words else {},
            warnings=tuple(unknown_words({"step": words})) if words else (),
        )
        is_kept = new > 0 or (refused > 0 and number not in self.repeated)
        return Outcome(masked_summary(summary), is_kept, self.unchanged)


def _raw(table: pa.Table, row: int) -> str:
    cells = table.slice(row, 1).to_pylist()[0].values()
    return ",".join("" if cell is None else str(cell) for cell in cells)[:RAW_KEPT]
