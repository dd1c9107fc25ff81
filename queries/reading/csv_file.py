"""CSV: cut into clean records by `csv_records`, then read in bulk by Arrow, every value as text."""

from __future__ import annotations

import csv
import mmap
from collections.abc import Iterator

import numpy as np
import pyarrow as pa
import pyarrow.csv as arrow_csv

from queries.errors import FileRefused
from queries.reading.chunk import MEGABYTE, Chunk, Limits, Opened
from queries.reading.csv_records import RecordPiece, Records

_BOM = b"\xef\xbb\xbf"
_DELIMITERS = b",\t;|"
_LONGEST_HEADER = MEGABYTE


def open_csv(text: mmap.mmap, name: str, limits: Limits) -> Opened:
    """Header and rows of CSV text (UTF-8). The delimiter is the commonest of `, tab ; |` in the header."""
    start = len(_BOM) if text[:3] == _BOM else 0
    line = 1
    while start < len(text) and text[start : start + 1] in b"\r\n":
        line += text[start : start + 1] == b"\n"
        start += 1
    end = _end_of_header(text, start)
    if end - start > _LONGEST_HEADER:
        raise FileRefused(f"{name}: the first line is longer than 1 MB; it should hold the names of the columns.")
    header = text[start:end]
    if not header.strip():
        raise FileRefused(f"{name} holds no line of text.")
    if b"\0" in header:
        raise FileRefused(f"{name}: the header holds NUL bytes; this is no text file.")
    delimiter = max(_DELIMITERS, key=header.count)
    try:
        cells = next(csv.reader([header.decode("utf-8").rstrip("\r")], delimiter=chr(delimiter)))
    except csv.Error as error:  # a carriage return inside it, or a cell of more than 128 kB
        raise FileRefused(f"{name}: the names of the columns in the first line cannot be read.") from error
    names = header_names(cells)
    records = Records(text, min(end + 1, len(text)), line + 1 + header.count(b"\n"), len(names), delimiter, limits)

    def read(wanted: list[str]) -> Iterator[Chunk]:
        for piece in records.pieces():
            yield Chunk(_read(piece, names, wanted, delimiter, name), piece.lines, piece.refused, piece.end / len(text))

    return Opened(names, read)


def _end_of_header(text: mmap.mmap, start: int) -> int:
    """Offset of the line end behind the header, which may hold line ends within quotes."""
    end = start - 1
    while end - start <= _LONGEST_HEADER:
        found = text.find(b"\n", end + 1)
        end = found if found >= 0 else len(text)
        if end == len(text) or text[start:end].count(b'"') % 2 == 0:
            break
    return end


def header_names(cells: list[str]) -> tuple[str, ...]:
    """Names of a header without blanks around them, the empty ones and repeated ones made different."""
    names: dict[str, None] = {}
    for number, cell in enumerate(cells, start=1):
        name = cell.strip() or f"column {number}"
        while name in names:
            name = f"{name} ({number})"
        names[name] = None
    return tuple(names)


def _read(piece: RecordPiece, names: tuple[str, ...], wanted: list[str], delimiter: int, file: str) -> pa.Table:
    if not len(piece.lines):
        return pa.table({name: pa.array([], pa.string()) for name in wanted})
    block = max(4 * MEGABYTE, 2 * piece.longest + 2)
    try:
        table = arrow_csv.read_csv(
            pa.BufferReader(piece.text),
            read_options=arrow_csv.ReadOptions(column_names=list(names), block_size=block),
            parse_options=arrow_csv.ParseOptions(delimiter=chr(delimiter), newlines_in_values=b'"' in piece.text),
            convert_options=arrow_csv.ConvertOptions(
                column_types=dict.fromkeys(names, pa.string()),
                include_columns=wanted,
                strings_can_be_null=True,
                null_values=[""],
                check_utf8=False,
            ),
        )
    except pa.ArrowInvalid as error:
        raise FileRefused(f"{file}: the rows from line {int(np.min(piece.lines))} on cannot be read as CSV.") from error
    if table.num_rows != len(piece.lines):
        raise FileRefused(f"{file}: the rows from line {int(np.min(piece.lines))} on cannot be told apart.")
    return table
