"""Rows of landing/ as they came → the same rows with marks in the place of what was erased of them."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc
from numpy.typing import NDArray

from queries.conversion.canonical import PERSON
from queries.conversion.typed_columns import as_text
from queries.conversion.writings.combined_points import without_points
from queries.device_reports.kinds import tables_of
from queries.device_reports.sent_rows import SentTable, known_as
from queries.landing.folder import STEPS
from queries.loading.erasure.erased_values import STEP_TEXTS, ErasedValues
from queries.loading.erasure.erasure import PERSON_REF, TEXTS, cell_of
from queries.store.erased.erased_cases import NONE

Lines = NDArray[np.int64]
Marks = NDArray[np.bool_]
Columns = Mapping[str, Sequence[str]]
"""Canonical column → columns of the rows."""


@dataclass
class RowRedactor:
    """Of one source of cases. refused_lines: of rows that are no cases, of which no text is known; changed: how many
    cells have lost something so far; unknown: whether a text stayed that was not known at the erasure."""

    values: ErasedValues
    refused_lines: frozenset[int] = frozenset()
    changed: int = 0
    unknown: bool = False

    def cases(
        self, table: pa.Table, lines: Lines, numbers: pa.Array | pa.ChunkedArray, columns: Columns
    ) -> tuple[pa.Table, Marks]:
        """Rows of cases, and which of them are of erased ones. lines, numbers: of the rows and of their cases; columns:
        what is read of the rows; what is not read is emptied, unless something was written after the erasure."""
        places = self.values.erased.places(numbers, self.values.computing)
        is_erased = places != NONE
        rows = np.flatnonzero(is_erased)
        if not len(rows):
            return table, is_erased
        named = numbers.take(pa.array(rows)).to_pylist()
        has_new = np.zeros(len(table), dtype=bool)
        is_refused = np.isin(lines, list(self.refused_lines)) & is_erased & self.values.erased.has_texts[places]
        for name in TEXTS:
            for column in columns.get(name, ()):
                table = self._emptied(table, [column], is_refused)
                table = self._texts(table, column, name, dict(zip(rows.tolist(), named, strict=True)), has_new)
        self.unknown |= bool(has_new.any())
        for column in columns.get(PERSON_REF, ()):
            table = self._persons(table, column, places)
        used = {column for found in columns.values() for column in found}
        others = [column for column in table.column_names if column not in used]
        unread = is_erased & self.values.erased.has_texts[places] & ~has_new
        return self._emptied(table, others, unread), is_erased

    def steps(self, table: pa.Table, mapping: Mapping[str, object]) -> tuple[pa.Table, Marks]:
        """Rows of steps, and which of them are of cases whose texts were erased; mapping: of their source."""
        sent = SentTable(table)
        known = {name: known_as(column, sent, mapping) for name, column in tables_of(STEPS)[0].columns.items()}
        if not known["source_id"]:
            return table, np.zeros(len(table), dtype=bool)
        numbers = pc.coalesce(*(as_text(table.column(name)) for name in known["source_id"]))
        places = self.values.erased.places(numbers, self.values.computing)
        is_erased = (places != NONE) & self.values.erased.has_texts[places]
        kept = {name for key, names in known.items() if key not in STEP_TEXTS for name in names}
        return self._emptied(table, [name for name in table.column_names if name not in kept], is_erased), is_erased

    def refused(self, texts: Sequence[str]) -> list[bool]:
        """Which texts of refused rows name a case whose texts were erased."""
        found = self.values.erased.named_in(texts, self.values.computing)
        self.changed += sum(found)
        return found

    def _texts(self, table: pa.Table, column: str, name: str, numbers: dict[int, str], has_new: Marks) -> pa.Table:
        texts = as_text(table.column(column))
        cells = texts.take(pa.array(list(numbers))).to_pylist()
        put = dict[int, str]()
        for (row, number), cell in zip(numbers.items(), cells, strict=True):
            text, point = _parted(cell) if name == "address" else (cell, "")
            if not text:
                continue
            mark = self.values.mark(number, name, text)
            if mark is None:
                has_new[row] = True
            elif text != cell_of(mark):
                put[row] = cell_of(mark) + point
        return self._with(table, column, texts, put)

    def _persons(self, table: pa.Table, column: str, places: NDArray[np.int64]) -> pa.Table:
        texts = as_text(table.column(column))
        put = dict[int, str]()
        for row in np.flatnonzero(places != NONE).tolist():
            person, cell = self.values.erased.persons[places[row]].decode(), texts[row].as_py()
            if person and cell is not None and cell != person:
                put[row] = person
        return self._with(table, column, texts, put)

    def _with(self, table: pa.Table, column: str, texts: pa.ChunkedArray, put: Mapping[int, str]) -> pa.Table:
        """The table with other texts in these rows of a column, which is one of texts from now on."""
        place = table.column_names.index(column)
        if not put:
            return (
                table if pa.types.is_string(table.schema.field(place).type) else table.set_column(place, column, texts)
            )
        self.changed += len(put)
        values = texts.to_pylist()
        for row, text in put.items():
            values[row] = text
        return table.set_column(place, column, pa.array(values, pa.string()))

    def _emptied(self, table: pa.Table, columns: Sequence[str], rows: Marks) -> pa.Table:
        for name in columns:
            column = table.column(name)
            filled = rows & column.is_valid().to_numpy()
            if filled.any():
                self.changed += int(filled.sum())
                table = table.set_column(table.column_names.index(name), name, emptied(column, filled))
        return table


def emptied(column: pa.ChunkedArray, rows: Marks) -> pa.ChunkedArray:
    """A column without values in these rows: taken anew, since an array may keep the bytes of what is only marked as
    empty."""
    return column.take(pa.array(np.arange(len(column)), mask=rows))


def _parted(address: str | None) -> tuple[str, str]:
    """An address and the point that it ends in."""
    whole = (address or "").strip()
    rest = without_points(pa.array([whole], pa.string()))[0].as_py() or ""
    return rest, whole[len(rest) :]


def read_columns(columns: Columns) -> Columns:
    """What is read of rows, without the columns that tell a person: nothing of them is kept in landing/."""
    return {name: found for name, found in columns.items() if name != PERSON}
