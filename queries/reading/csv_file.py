"""CSV: cut into clean records by `csv_records`, then read in bulk by Arrow, every value as text."""

from __future__ import annotations

import mmap
from collections.abc import Iterator, Sequence

import numpy as np
import pyarrow as pa
import pyarrow.csv as arrow_csv

from geodata.sentence import Sentence
from queries.errors import FileRefused
from queries.reading.chunk import MEGABYTE, Chunk, Limits, Opened
from queries.reading.csv_records import RecordPiece, Records
from queries.reading.file_form import AS_FOUND, FileForm
from queries.reading.headers.csv_head import csv_head
from queries.reading.headers.total_rows import without_totals


def open_csv(text: mmap.mmap, name: str, limits: Limits, form: FileForm = AS_FOUND) -> Opened:
    """Header and rows of CSV text (UTF-8) whose lines end in a line feed. Raises FileRefused without a header."""
    head = csv_head(text, name, form)
    names = header_names(head.cells)
    records = Records(text, min(head.end + 1, len(text)), head.line, len(names), head.delimiter, limits)

    def read(wanted: list[str]) -> Iterator[Chunk]:
        with_first = list(dict.fromkeys([*wanted, names[0]]))
        for piece in records.pieces():
            table = _read(piece, names, with_first, head.delimiter, name)
            chunk = Chunk(table, piece.lines, piece.refused, piece.end / len(text))
            yield without_totals(chunk, names[0]).only(wanted)

    return Opened(names, read, head.remarks)


def header_names(cells: Sequence[str]) -> tuple[str, ...]:
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
        line = int(np.min(piece.lines))
        text = f"{file}: the rows from line {line} on cannot be read as CSV; look at that line, or export it again."
        raise FileRefused(Sentence("csv_unreadable", text, file=file, line=line)) from error
    if table.num_rows != len(piece.lines):
        line = int(np.min(piece.lines))
        text = f"{file}: the rows from line {line} on cannot be told apart; look at that line, or export it again."
        raise FileRefused(Sentence("csv_unreadable", text, file=file, line=line))
    return table
