"""The head of CSV text: its delimiter, and the header with the line on which the rows begin."""

from __future__ import annotations

import csv
import mmap
import re
from collections.abc import Sequence
from dataclasses import dataclass

from geodata.sentence import Sentence
from queries.errors import FileRefused
from queries.reading.chunk import MEGABYTE
from queries.reading.file_form import FileForm
from queries.reading.headers.fixed_width import refuse_fixed_width
from queries.reading.headers.header_rows import (
    LOOKED_AT,
    FoundHeader,
    found_header,
    header_at,
    no_header,
    remarks_about,
)

_BOM = b"\xef\xbb\xbf"
_DELIMITERS = b",\t;|"
_LONGEST_HEADER = MEGABYTE
_LONGEST_HEAD = 4 * MEGABYTE
_FITS = 2
_NAMES_DELIMITER = re.compile(rb'"?sep=(.)"?\s*', re.IGNORECASE)
"""A first line for Excel: it names the delimiter."""
_QUOTED = re.compile(rb'"[^"]*"')


@dataclass(frozen=True)
class Record:
    """A line of the text, or several that quotes hold together: its offsets, and the line on which it starts."""

    start: int
    end: int
    line: int
    behind: int
    """The number of the line behind it."""


@dataclass(frozen=True)
class CsvHead:
    """`cells` of the header; the offset and the line behind it; the delimiter as a byte; remarks."""

    cells: Sequence[str]
    end: int
    line: int
    delimiter: int
    remarks: tuple[Sentence, ...]


def csv_head(text: mmap.mmap, name: str, form: FileForm) -> CsvHead:
    """The head of UTF-8 text. The delimiter is the commonest of `, tab ; |` in the first line, outside quotes, unless
    another one makes a header that fits. Raises FileRefused: no text, or a header that cannot be read."""
    named, first = _named_delimiter(text, *_first_line(text))
    asked = form.delimiter.encode()[0] if form.delimiter else named
    if form.header_row is not None:
        first = _record_at(text, form.header_row, name)
    record = _record(text, first, name)
    records = _records(text, record)
    delimiter = asked if asked is not None else _commonest_delimiter(text, records)
    others = [] if asked is not None else [one for one in _DELIMITERS if one != delimiter]
    look = found_header if form.header_row is None else header_at
    best, chosen = look(_table(text, records, delimiter, name), form.header_test), delimiter
    for one in others:
        if best.fit == _FITS:
            break
        header = look(_table(text, records, one, None), form.header_test)
        if header.fit > best.fit:
            best, chosen = header, one
    widths = {len(row) for row in _table(text, records, chosen, None)} if not best.fit else set()
    if (len(widths) > 1 or widths == {1}) and form.delimiter is None:
        refuse_fixed_width([text[one.start : one.end].decode("utf-8", "replace") for one in records], name)
    return _head(records, best, chosen)


def _table(text: mmap.mmap, records: Sequence[Record], delimiter: int, name: str | None) -> list[list[str]]:
    """The cells of the records; the first one must be readable where the name of the file is given."""
    return [_cells(text, one, delimiter, name if one is records[0] else None) for one in records]


def _commonest_delimiter(text: mmap.mmap, records: Sequence[Record]) -> int:
    """Of the first line, or of all that are looked at where that has none."""
    for some in (records[:1], records):
        outside = b"".join(_QUOTED.sub(b"", text[one.start : one.end]) for one in some)
        commonest = max(_DELIMITERS, key=outside.count)
        if commonest in outside:
            break
    return commonest


def _head(records: Sequence[Record], header: FoundHeader, delimiter: int) -> CsvHead:
    last = records[header.last]
    remarks = remarks_about(header, [one.line for one in records], "line")
    return CsvHead(header.cells, last.end, last.behind, delimiter, remarks)


def _first_line(text: mmap.mmap) -> tuple[int, int]:
    """Offset and number of the first line that is not empty."""
    start = len(_BOM) if text[:3] == _BOM else 0
    line = 1
    while start < len(text) and text[start : start + 1] in b"\r\n":
        line += text[start : start + 1] == b"\n"
        start += 1
    return start, line


def _named_delimiter(text: mmap.mmap, start: int, line: int) -> tuple[int | None, tuple[int, int]]:
    """The delimiter that a first line `sep=;` names, and the offset and number of the next line."""
    end = text.find(b"\n", start, start + 16)
    named = _NAMES_DELIMITER.fullmatch(text[start : max(end, start)])
    if named is None:
        return None, (start, line)
    return named[1][0], (end + 1, line + 1)


def _record_at(text: mmap.mmap, line: int, name: str) -> tuple[int, int]:
    position = len(_BOM) if text[:3] == _BOM else 0
    for _ in range(line - 1):
        position = text.find(b"\n", position, position + _LONGEST_HEAD) + 1
        if not position:
            raise no_header(name, "line", line)
    return position, line


def _record(text: mmap.mmap, first: tuple[int, int], name: str) -> Record:
    start, line = first
    end = _end_of_record(text, start)
    if end - start > _LONGEST_HEADER:
        said = (
            f"{name}: the first line is longer than 1 MB; it should hold the names of the columns: export it again, "
            "or say on which line they stand (--header-row)."
        )
        raise FileRefused(Sentence("header_long", said, file=name))
    header = text[start:end]
    if not header.strip():
        raise FileRefused(Sentence("no_text", f"{name} holds no line of text; export it again.", file=name))
    if b"\0" in header:
        said = f"{name}: the header holds NUL bytes; this is no text file: export the cases as CSV, Excel or JSON."
        raise FileRefused(Sentence("no_text_file", said, file=name))
    return Record(start, end, line, line + 1 + header.count(b"\n"))


def _records(text: mmap.mmap, first: Record) -> list[Record]:
    """The first record and those behind it, as many as are looked at."""
    found = [first]
    position, line = first.end + 1, first.behind
    while len(found) < LOOKED_AT and position < len(text) and position < first.start + _LONGEST_HEAD:
        end = _end_of_record(text, position)
        if end - position > _LONGEST_HEADER:
            break
        behind = line + 1 + text[position:end].count(b"\n")
        if text[position:end].strip():
            found.append(Record(position, end, line, behind))
        position, line = end + 1, behind
    return found


def _end_of_record(text: mmap.mmap, start: int) -> int:
    """Offset of the line end behind a record, which may hold line ends within quotes."""
    end = start - 1
    while end - start <= _LONGEST_HEADER:
        found = text.find(b"\n", end + 1)
        end = found if found >= 0 else len(text)
        if end == len(text) or text[start:end].count(b'"') % 2 == 0:
            break
    return end


def _cells(text: mmap.mmap, record: Record, delimiter: int, name: str | None) -> list[str]:
    """The cells of a record; of one that cannot be read none, or FileRefused where the name of its file is given."""
    line = text[record.start : record.end].decode("utf-8", "replace").rstrip("\r")
    try:
        return next(csv.reader([line], delimiter=chr(delimiter)), [])
    except csv.Error as error:  # a carriage return inside it, or a cell of more than 128 kB
        if name is None:
            return []
        said = (
            f"{name}: the names of the columns in the first line cannot be read; look at its quotes, or say on which "
            "line the names stand (--header-row)."
        )
        raise FileRefused(Sentence("header_unreadable", said, file=name)) from error
