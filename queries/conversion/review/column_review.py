"""Each column of a file: what it means, three of its values and what is read from them, and how sure that is."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import closing
from dataclasses import dataclass, replace
from functools import partial
from pathlib import Path
from typing import Any

import duckdb
import numpy as np
import pyarrow as pa

from geodata.coordinates.systems import CoordinateSystem
from geodata.sentence import Sentence
from queries.calendar.working_time import WorkingCalendar
from queries.calendar.zones import MISSING, zone_named
from queries.conversion.canonical import DECIMALS, PERSON, TIMES
from queries.conversion.column_names import Mapping, header_fit, recognise, required_missing
from queries.conversion.converted.converted_cases import ConvertedCases
from queries.conversion.converter import Converter
from queries.conversion.review.column_guesses import Guesses, guessed_columns
from queries.conversion.review.number_times import number_times
from queries.conversion.review.point_review import reviewed_points
from queries.conversion.typed_columns import as_flags, as_text
from queries.conversion.writings.flag_columns import flag_codes
from queries.errors import FileRefused, no_file
from queries.privacy.masking import masked_value
from queries.privacy.nested_values import texts_without_personal
from queries.reading.chunk import Chunk, Limits, Opened
from queries.reading.file_form import file_form
from queries.reading.formats import opened_file
from queries.store.statements import read_statements

ROWS_LOOKED_AT = 2_000
EXAMPLES = 3
SURE, LIKELY, GUESSED, UNUSED, WITHHELD = "sure", "likely", "guessed", "not used", "withheld"
_SQL = Path(__file__).with_name("utc.sql")
_NEVER_PERSONAL = frozenset((*TIMES, *DECIMALS, "source_id"))
_LONGEST_EXAMPLE = 32
_STAND_INS = {"source_id": "\0number", "reported_at": "\0time"}


@dataclass(frozen=True)
class ColumnReview:
    """A column `name`, the canonical column that it `means` ("" for none), and `certainty`, one of the five above.

    `examples`: different values with what is read from each (None: nothing); none of personal data. `unread`: how
    many filled values of those looked at give nothing, or a word that is not known.
    """

    name: str
    means: str
    certainty: str
    examples: tuple[tuple[str, str | None], ...] = ()
    unread: int = 0


@dataclass(frozen=True)
class FileReview:
    """What the columns of `file` mean, of which `rows` rows were looked at. Times are read as they stand.

    `missing`: the canonical columns without which no case can be loaded; `unknown_words`: canonical column → raw word
    → how many; `refused`: why rows would be refused → how many; `notes`: how the file was read.
    """

    file: str
    rows: int
    mapping: Mapping
    columns: tuple[ColumnReview, ...]
    missing: tuple[str, ...] = ()
    unknown_words: dict[str, dict[str, int]] | None = None
    refused: dict[str, int] | None = None
    notes: tuple[Sentence, ...] = ()


def review_columns(path: Path | str, overrides: dict[str, Any] | None = None) -> FileReview:
    """Look at the first rows of the file at `path`; `overrides` as in a mapping file. Raises FileRefused."""
    path = Path(path)
    if not path.is_file():
        raise no_file(path)
    own = dict(overrides or {})
    form = file_form(own).judged_by(partial(header_fit, own))
    with (
        duckdb.connect(":memory:") as cursor,
        opened_file(path, path.name, Limits(), cursor, options=form) as opened,
    ):
        cursor.execute(read_statements(_SQL)["utc"])
        table = _first_rows(opened)
        mapping = recognise(opened.names, own)
        guessed = guessed_columns(table, mapping, cursor)
        if guessed:
            mapping = recognise(opened.names, guessed | own)
        converter, cases = _converted(table, mapping, cursor, opened.stated_system)
        points = reviewed_points(cases.cases, mapping)
        cases.cases.columns.update(points.degrees)
        of_numbers = tuple(_about_numbers(table, guessed, cursor))
        columns = tuple(_reviews(table, mapping, frozenset(guessed), cases, converter))
    missing = required_missing(mapping)
    unknown = {name: dict(words) for name, words in converter.tally.unknown_words.items() if words}
    refused = {} if missing else cases.refused
    return FileReview(
        path.name,
        table.num_rows,
        mapping,
        columns,
        missing,
        unknown,
        refused,
        (*opened.notes, *of_numbers, *converter.tally.stated.sentences(), *points.notes),
    )


def _about_numbers(table: pa.Table, guessed: Guesses, cursor: duckdb.DuckDBPyConnection) -> Iterator[Sentence]:
    """Of guessed times that are bare numbers, what they were taken for."""
    for canonical, name in guessed.items():
        if canonical in TIMES and isinstance(name, str):
            found = number_times(as_text(table.column(name)).drop_null(), cursor)
            if found:
                yield found.sentence(name)


@dataclass(frozen=True)
class _Read:
    """The rows that become cases, and why others would be refused → how many."""

    cases: ConvertedCases
    refused: dict[str, int]

    def refusals_of(self, canonical: str) -> int:
        """How many rows would be refused because of a column."""
        return sum(count for reason, count in self.refused.items() if reason.startswith(f"{canonical}:"))

    def text(self, canonical: str) -> dict[int, str | None]:
        """What is read in each row that becomes a case, as text."""
        rows = self.cases.lines.tolist()
        if canonical in self.cases.times:
            times = self.cases.times[canonical]
            return {row: _time(time) for row, time in zip(rows, times.tolist(), strict=True)}
        name = "person_ref" if canonical == PERSON else canonical
        if name not in self.cases.columns:
            return {}
        values = self.cases.columns[name].to_pylist()
        return {row: None if value is None else str(value) for row, value in zip(rows, values, strict=True)}


def _first_rows(opened: Opened) -> pa.Table:
    with closing(opened.read(list(opened.names))) as chunks:  # type: ignore[type-var]  # every reader is a generator
        first = next(iter(chunks), None)
    if first is None:
        return pa.table({name: pa.nulls(0, pa.string()) for name in opened.names})
    rows = first.table.slice(0, ROWS_LOOKED_AT)
    kept = [texts_without_personal(rows.column(name), name) for name in rows.column_names]
    return pa.table(kept, names=rows.column_names)


def _converted(
    table: pa.Table, mapping: Mapping, cursor: duckdb.DuckDBPyConnection, stated: str | None
) -> tuple[Converter, _Read]:
    """The rows read by a mapping; where it lacks what every case needs, something stands in for it."""
    rows = table.num_rows
    for canonical in required_missing(mapping):
        values = [str(row) if canonical == "source_id" else "2000-01-01" for row in range(rows)]
        table = table.append_column(_STAND_INS[canonical], pa.array(values, pa.string()))
        mapping = replace(mapping, columns={**mapping.columns, canonical: (_STAND_INS[canonical],)})
    system, calendar = mapping.crs or CoordinateSystem.WGS_84, WorkingCalendar("UTC", None, frozenset(), ())
    converter = Converter(mapping, zone_named("UTC"), calendar, b"", cursor, crs=system, stated=stated)
    chunk, reasons = Chunk(table, np.arange(rows, dtype=np.int64)), dict[str, int]()
    try:
        chunk = next(converter.in_known_order(iter([chunk])))
    except FileRefused as refusal:  # for the orders of its dates; the columns are shown all the same
        reasons[refusal.sentence] = rows
    cases, refused = converter.convert(chunk)
    for line in refused:
        reasons[line.reason] = reasons.get(line.reason, 0) + 1
    return converter, _Read(cases, reasons)


def _reviews(
    table: pa.Table, mapping: Mapping, guessed: frozenset[str], read: _Read, converter: Converter
) -> Iterator[ColumnReview]:
    means: dict[str, str] = {}
    for canonical, names in mapping.columns.items():
        means |= {name: canonical for name in names if name not in means}
    for name in table.column_names:
        canonical = means.get(name, "")
        if name in mapping.withheld:
            yield ColumnReview(name, canonical if canonical in mapping.columns else "", WITHHELD)
            continue
        texts = as_text(table.column(name)).to_pylist()
        if not canonical:
            examples = tuple((_shown(text), None) for text in _different(texts))
            yield ColumnReview(name, "", UNUSED, examples)
            continue
        if flag_codes(name, canonical) is not None:
            yield _flag_review(name, canonical, table.column(name), texts)
            continue
        found = read.text(canonical)
        unread = sum(text is not None and row in found and found[row] is None for row, text in enumerate(texts))
        unread += converter.tally.unknown_words[canonical].total() + read.refusals_of(canonical)
        if name != mapping.columns[canonical][0]:
            unread += converter.tally.unread_clocks[canonical].count
        certainty = GUESSED if canonical in guessed else LIKELY if unread or not any(texts) else SURE
        shown = _cut if canonical in _NEVER_PERSONAL else _shown
        examples_read = tuple(
            (shown(text), _optional(shown, found.get(row))) for text, row in _different(texts).items()
        )
        yield ColumnReview(name, canonical, certainty, examples_read, unread)


def _flag_review(name: str, canonical: str, column: pa.ChunkedArray, texts: list[str | None]) -> ColumnReview:
    """Of a column of yes and no, which says something together with others."""
    codes, unknown = as_flags(column, name, canonical)
    examples = tuple((_shown(text), codes[row].as_py()) for text, row in _different(texts).items())
    return ColumnReview(name, canonical, LIKELY if unknown else SURE, examples, unknown.total())


def _different(texts: list[str | None]) -> dict[str, int]:
    """The first different values, each with the first row that has it."""
    rows: dict[str, int] = {}
    for row, text in enumerate(texts):
        if text is not None and len(rows) < EXAMPLES:
            rows.setdefault(text, row)
    return rows


def _optional(shown: Callable[[str], str], text: str | None) -> str | None:
    return None if text is None else shown(text)


def _shown(text: str) -> str:
    """A value as it may be shown: personal data masked, on one line, cut."""
    return _cut(masked_value(text) or "")


def _cut(text: str) -> str:
    line = " ".join(text.split())
    return line if len(line) <= _LONGEST_EXAMPLE else line[: _LONGEST_EXAMPLE - 1] + "…"


def _time(microseconds: int) -> str | None:
    if microseconds == MISSING:
        return None
    return str(np.datetime64(microseconds, "us").astype("datetime64[s]")).replace("T", " ")
