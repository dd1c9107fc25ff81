"""Which rows of a piece of a file cannot be cases, and why; of several reasons the first is given."""

from __future__ import annotations

from collections.abc import Iterator
from collections.abc import Mapping as Table
from dataclasses import dataclass

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc
from numpy.typing import NDArray

from geodata.sentence import Sentence
from queries.calendar.zones import DAY, MISSING, Zone
from queries.conversion import typed_columns
from queries.conversion.canonical import PERSON, VERSION
from queries.conversion.case_numbers import refused_numbers
from queries.conversion.column_names import Mapping
from queries.conversion.converted.converted_cases import ConvertedCases
from queries.conversion.writings.placeholder_days import is_placeholder_day
from queries.landing.row_file import PERSON_KEPT
from queries.reading.chunk import RAW_KEPT, Chunk, RefusedLine

NOT_A_TIME = "is no time between 1900 and 2100"
UNCLEAR_ZONE = "is in a time zone that several places call so; say which with time_zones in a mapping"
STANDS_FOR_NONE = "is a day that stands for no time"
LONGEST_SHOWN = 40
Marks = NDArray[np.bool_]


@dataclass(frozen=True)
class UnreadCells:
    """True for the rows that cannot be read: `times` and `zones` by canonical time (no time at all; in a zone that is
    not clear), `versions` in the column of the version (empty without one)."""

    times: Table[str, Marks]
    zones: Table[str, Marks]
    versions: Marks


def refused_rows(
    chunk: Chunk, cases: ConvertedCases, mapping: Mapping, zone: Zone, unread: UnreadCells
) -> list[RefusedLine]:
    """The rows of a piece that cannot be cases. cases: all its rows, those included."""
    reasons: dict[int, str] = {}
    numbers = chunk.table.column(mapping.columns["source_id"][0])
    for row, reason in refused_numbers(cases.columns["source_id"], numbers):
        reasons.setdefault(row, reason)
    for row, reason in _unread(chunk, mapping, unread):
        reasons.setdefault(row, reason)
    for row, reason in _without_report(cases, zone):
        reasons.setdefault(row, reason)
    for row, reason in typed_columns.too_long(cases.columns):
        reasons.setdefault(row, reason)
    people = frozenset((*mapping.columns.get(PERSON, ()), PERSON_KEPT))
    found = sorted(reasons)
    raws = _raws(chunk.table, found, people)
    return [RefusedLine(int(chunk.lines[row]), reasons[row], raw) for row, raw in zip(found, raws, strict=True)]


def _unread(chunk: Chunk, mapping: Mapping, unread: UnreadCells) -> Iterator[tuple[int, Sentence]]:
    def shown(name: str, row: int) -> str:
        cells = (str(chunk.table.column(source)[row]) for source in mapping.columns[name])
        return repr(" ".join(cells)[:LONGEST_SHOWN])

    for name, rows in unread.zones.items():
        for row in np.flatnonzero(rows).tolist():
            value = shown(name, row)
            yield row, Sentence("row_zone", f"{name}: {value} {UNCLEAR_ZONE}", column=name, value=value)
    for name, rows in unread.times.items():
        for row in np.flatnonzero(rows).tolist():
            value = shown(name, row)
            yield row, Sentence("row_no_time", f"{name}: {value} {NOT_A_TIME}", column=name, value=value)
    for row in np.flatnonzero(unread.versions).tolist():
        value = shown(VERSION, row)
        text = f"{VERSION}: {value} {typed_columns.NOT_A_VERSION}"
        yield row, Sentence("row_no_version", text, column=VERSION, value=value)


def _without_report(cases: ConvertedCases, zone: Zone) -> list[tuple[int, Sentence]]:
    """Rows without a time of report, or with one that stands for none."""
    reported = cases.times["reported_at"]
    missing = Sentence("row_not_reported", "no time of report")
    no_time = is_placeholder_day(np.where(reported < 0, zone.to_local(reported), reported)) & (reported < 2 * DAY)
    placeholder = Sentence("row_placeholder", f"reported_at {STANDS_FOR_NONE}")
    return [
        *((row, missing) for row in np.flatnonzero(reported == MISSING).tolist()),
        *((row, placeholder) for row in np.flatnonzero(no_time).tolist()),
    ]


def _raws(table: pa.Table, rows: list[int], people: frozenset[str]) -> list[str]:
    """The cells of rows, cut, those that name a person left out."""
    if not rows:
        return []
    texts: list[list[str]] = []
    for name in table.column_names:
        column = table.column(name).take(pa.array(rows))
        cut = pc.utf8_slice_codeunits(column, 0, RAW_KEPT) if pa.types.is_string(column.type) else column
        texts.append(["" if cell is None else "***" if name in people else str(cell) for cell in cut.to_pylist()])
    return [",".join(cells)[:RAW_KEPT] for cells in zip(*texts, strict=True)]
