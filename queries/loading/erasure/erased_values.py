"""Erased texts and persons among the values of a load: taken out wherever they come from."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field, replace
from pathlib import Path

import duckdb
import numpy as np
import pyarrow as pa
import pyarrow.compute as pc
from numpy.typing import NDArray

from queries.loading.erasure.erasure import PERSON_REF, TEXTS, cell_of, mark_in, mark_of
from queries.loading.inputs.input_lines import InputLines
from queries.reading.chunk import RefusedLine
from queries.store.erased.erased_cases import NONE, ErasedOfSource
from queries.store.statements import read_statements

STEP_TEXTS = ("actor", "from_value", "to_value")
"""Columns of a step in which people may be named."""
SQL = read_statements(Path(__file__).with_name("erasure.sql"))
Rows = NDArray[np.int64]


@dataclass
class ErasedValues:
    """What must not come back of a source. key: of the city's references to persons; computing: a cursor that only
    computes; found_in: lines of rows in which some of it stood in clear, or may stand in what is not read of them.
    has_unread, is_sealed: whether there are columns that are not read, and personal ones sealed beside the rows."""

    source: str
    key: bytes
    erased: ErasedOfSource
    computing: duckdb.DuckDBPyConnection
    found_in: list[Rows] = field(default_factory=list)
    has_unread: bool = False
    is_sealed: bool = False

    def mark(self, number: str, column: str, value: str) -> int | None:
        """The mark of a text of an erased case, which may stand there already; None for a text that was not erased."""
        standing = mark_in(value)
        if standing is not None and self.erased.is_marked(standing):
            return standing
        marks = (mark_of(self.key, (self.source, number), column, value, salt) for salt in self.erased.salts)
        return next((mark for mark in marks if self.erased.is_marked(mark)), None)

    def taken_out(self, columns: dict[str, pa.Array], lines: Rows) -> tuple[dict[str, pa.Array], dict[str, pa.Array]]:
        """Canonical columns of cases as they are stored, and as they are hashed: with marks in the place of texts."""
        if not self.erased:
            return columns, columns
        places = self.erased.places(columns["source_id"], self.computing)
        rows = np.flatnonzero(places != NONE)
        if not len(rows):
            return columns, columns
        stored, hashed = dict(columns), dict(columns)
        numbers = columns["source_id"].take(pa.array(rows)).to_pylist()
        has_text = np.zeros(len(rows), dtype=bool)
        for name in TEXTS:
            if name in columns:
                has_text |= columns[name].take(pa.array(rows)).is_valid().to_numpy(zero_copy_only=False)
                marks = self._marks_of(name, columns[name], numbers, rows, lines)
                chosen = np.array([row for row, mark in zip(rows.tolist(), marks, strict=True) if mark is not None])
                cells = [cell_of(mark) for mark in marks if mark is not None]
                hashed[name] = replaced(columns[name], chosen, cells)
                stored[name] = replaced(columns[name], chosen, [None] * len(cells))
        if PERSON_REF in columns:
            hashed[PERSON_REF] = stored[PERSON_REF] = self._persons(columns[PERSON_REF], places, rows, lines)
        # Rows with marks were looked through, those with other texts were written after the erasure.
        unread = ~has_text & self.erased.has_texts[places[rows]] & self.has_unread
        self._note(rows, unread | self.is_sealed, lines)
        return stored, hashed

    def _marks_of(self, name: str, column: pa.Array, numbers: list[str], rows: Rows, lines: Rows) -> list[int | None]:
        values = column.take(pa.array(rows)).to_pylist()
        marks = [
            self.mark(number, name, value) if value is not None else None
            for number, value in zip(numbers, values, strict=True)
        ]
        clear = [mark is not None and value != cell_of(mark) for value, mark in zip(values, marks, strict=True)]
        self._note(rows, clear, lines)
        return marks

    def _persons(self, column: pa.Array, places: Rows, rows: Rows, lines: Rows) -> pa.Array:
        values = column.take(pa.array(rows)).to_pylist()
        persons = [person.decode() for person in self.erased.persons[places[rows]].tolist()]
        wrong = [
            bool(person) and value is not None and value != person
            for person, value in zip(persons, values, strict=True)
        ]
        self._note(rows, wrong, lines)
        chosen = rows[np.array(wrong, dtype=bool)]
        return replaced(column, chosen, [person for person, is_wrong in zip(persons, wrong, strict=True) if is_wrong])

    def _note(self, rows: Rows, marked: Sequence[bool] | NDArray[np.bool_], lines: Rows) -> None:
        found = lines[rows[np.array(marked, dtype=bool)]]
        if len(found):
            self.found_in.append(found)

    def without_refused_texts(
        self, refused: Sequence[RefusedLine], cursor: duckdb.DuckDBPyConnection
    ) -> list[RefusedLine]:
        """Refused rows without the texts of those that name a case whose texts were erased."""
        about = self.erased.named_in([row.raw for row in refused], cursor)
        lines = [row.line for row, is_about in zip(refused, about, strict=True) if is_about]
        if lines:
            self.found_in.append(np.array(lines, dtype=np.int64))
        return [replace(row, raw="") if is_about else row for row, is_about in zip(refused, about, strict=True)]

    def steps_taken_out(self, steps: pa.Table, lines: Rows, has_unread: NDArray[np.bool_]) -> pa.Table:
        """Steps (columns of reports.toml) without what people wrote in those of cases whose texts were erased.
        has_unread: of each whether something of it may not be read."""
        if not self.erased:
            return steps
        places = self.erased.places(steps.column("source_id"), self.computing)
        is_erased = (places != NONE) & self.erased.has_texts[places]
        if (is_erased & has_unread).any():
            self.found_in.append(lines[is_erased & has_unread])
        for name in STEP_TEXTS:
            column = steps.column(name)
            filled = is_erased & column.is_valid().to_numpy()
            if filled.any():
                self.found_in.append(lines[filled])
                emptied = pc.if_else(pa.array(filled), pa.scalar(None, column.type), column)
                steps = steps.set_column(steps.column_names.index(name), name, emptied)
        return steps


def replaced(column: pa.Array, rows: Rows, values: Sequence[str | None]) -> pa.Array:
    """A column of texts with other values in these rows (ascending)."""
    if not len(rows):
        return column
    mask = np.zeros(len(column), dtype=bool)
    mask[rows] = True
    return pc.replace_with_mask(column, pa.array(mask), pa.array(values, pa.string()))


def note_unredacted(
    values: ErasedValues, lines: InputLines, kept: Sequence[bool], cursor: duckdb.DuckDBPyConnection
) -> None:
    """Write down the inputs in which some of it stood in clear, that it be taken out of landing/ as well; kept: which
    inputs stay there."""
    if not values.found_in:
        return
    numbers = np.unique(lines.number_of(np.concatenate(values.found_in))).tolist()
    batches = [lines.inputs[number].batch for number in numbers if kept[number]]
    cursor.execute(SQL["note_unredacted"], {"batches": batches})
