"""The rows of a sheet of an Excel workbook, the header among them."""

from __future__ import annotations

import json
import zipfile
from collections.abc import Iterator, Sequence
from datetime import date, datetime, timedelta
from itertools import chain, islice
from pathlib import Path
from typing import Any

import pyarrow as pa
import python_calamine

from geodata.sentence import Sentence
from queries.errors import FileRefused
from queries.reading.chunk import MEGABYTE, Limits, too_many_columns
from queries.reading.sheet_extent import sheet_extents

LINE = "line"
"""The last column: the number of each row in its sheet, from 1."""
SHEETS, SHEET, FILLED = "sheets", "sheet", "filled"
"""Metadata of the rows."""
_BINARY_WORKBOOK = "xl/workbook.bin"
_CELLS_AT_ONCE = 500_000
_EXACT = float(1 << 53)
"""From here on a cell is written as Excel shows it (2.02403E+17): its last digits are not those that were typed."""
Numbered = Iterator[tuple[int, list[Any]]]


def excel_rows(
    path: Path, name: str, limits: Limits, sheet: str | int | None = None
) -> tuple[pa.Schema, Iterator[pa.RecordBatch]]:
    """Rows of a sheet (its name, or its number from 1; None: the first that has cells), every value as text in columns
    numbered from 0, with the column LINE behind them. The schema's metadata: SHEETS, the names of all sheets as JSON;
    SHEET, the name of this one; FILLED, how many have cells, where that is known.

    Raises FileRefused for a damaged or oversized one.
    """
    filled = 0
    try:
        if zipfile.is_zipfile(path):
            _refuse_oversized(path, name, limits)
            filled = _refuse_far_cells(path, name, limits)
        workbook = python_calamine.CalamineWorkbook.from_path(path)
        wanted = _wanted_sheets(workbook.sheet_names, name, sheet)
        found, rows = _first_filled_sheet(workbook, wanted)
    except (FileRefused, MemoryError):
        raise
    except BaseException as error:  # the reader raises its own kinds, a panic of Rust too
        text = f"{name} cannot be read as an Excel workbook; save it anew as .xlsx, or as CSV."
        raise FileRefused(Sentence("excel_unreadable", text, file=name)) from error
    first = next(rows, None)
    if first is None:
        raise FileRefused(_no_cells(name, sheet))
    width = len(first[1])
    if width > limits.columns:
        raise too_many_columns(name, width, limits)
    about = {SHEETS: json.dumps(workbook.sheet_names), SHEET: found, FILLED: str(filled)}
    fields = [*(pa.field(str(place), pa.string()) for place in range(width)), pa.field(LINE, pa.int64())]
    schema = pa.schema(fields, about)
    return schema, _batches(chain([first], rows), schema)


def _no_cells(name: str, sheet: str | int | None) -> Sentence:
    if sheet is None:
        text = f"{name} is empty: no sheet of it has a filled cell; export it again."
        return Sentence("excel_empty", text, file=name)
    text = f"{name} is empty: the sheet {sheet} has no filled cell; name another one with --sheet."
    return Sentence("sheet_empty", text, file=name, sheet=sheet)


def _wanted_sheets(names: Sequence[str], file: str, sheet: str | int | None) -> Sequence[str]:
    if sheet is None:
        return names
    if isinstance(sheet, str) and sheet in names:
        return [sheet]
    number = int(sheet) if str(sheet).isascii() and str(sheet).isdecimal() else 0
    if not 1 <= number <= len(names):
        named = ", ".join(names[:20])
        text = f"{file} has no sheet {sheet}; its sheets are {named}: name one of them with --sheet."
        raise FileRefused(Sentence("sheet_missing", text, file=file, sheet=sheet, sheets=named))
    return [names[number - 1]]


def _batches(rows: Numbered, schema: pa.Schema) -> Iterator[pa.RecordBatch]:
    width = len(schema) - 1
    while some := list(islice(rows, max(1, _CELLS_AT_ONCE // width))):
        columns = [pa.array([_text(row[place]) for _, row in some], pa.string()) for place in range(width)]
        yield pa.record_batch([*columns, pa.array([line for line, _ in some], pa.int64())], schema=schema)


def _refuse_oversized(path: Path, name: str, limits: Limits) -> None:
    with zipfile.ZipFile(path) as archive:  # its directory can be read: see formats
        unpacked = sum(member.file_size for member in archive.infolist())
    if unpacked > limits.unpacked_bytes or unpacked > max(limits.unpacked_ratio * path.stat().st_size, 16 * MEGABYTE):
        megabytes = unpacked // MEGABYTE
        text = f"{name}: unpacks to {megabytes:,} MB; it is no ordinary workbook: save the sheet as CSV."
        raise FileRefused(Sentence("excel_large", text, file=name, megabytes=megabytes))
    if _BINARY_WORKBOOK in archive.namelist():
        text = f"{name} is a binary workbook, whose extent cannot be checked; save it as .xlsx or CSV."
        raise FileRefused(Sentence("excel_binary", text, file=name))


def _refuse_far_cells(path: Path, name: str, limits: Limits) -> int:
    """The number of sheets that have filled cells. Raises FileRefused for one with cells far away."""
    filled = 0
    for sheet in sheet_extents(path):
        filled += 1
        most = min(limits.sheet_places, max(1_000_000, limits.places_per_cell * sheet.filled))
        if sheet.places > most:
            text = (
                f"{name}: {sheet.filled:,} filled cells of a sheet reach to row {sheet.rows[1]:,}, column "
                f"{sheet.columns[1]:,}, over {sheet.places:,} places; the limit is {most:,}. Save it as CSV."
            )
            row, column = sheet.rows[1], sheet.columns[1]
            raise FileRefused(Sentence("excel_far", text, file=name, filled=sheet.filled, row=row, last=column))
    return filled


def _first_filled_sheet(workbook: python_calamine.CalamineWorkbook, names: Sequence[str]) -> tuple[str, Numbered]:
    """The first of these sheets that has filled rows, and these with their numbers, from its first column on."""
    for sheet_name in names:
        sheet = workbook.get_sheet_by_name(sheet_name)
        before = [""] * (sheet.start[1] if sheet.start else 0)
        rows = ((line, before + row) for line, row in enumerate(sheet.iter_rows(), 1) if any(c != "" for c in row))
        if (first := next(rows, None)) is not None:
            return sheet_name, chain([first], rows)
    return "", iter(())


def _text(cell: Any) -> str | None:
    if cell == "":
        return None
    if isinstance(cell, bool):
        return "true" if cell else "false"
    if isinstance(cell, float) and cell.is_integer():
        return str(int(cell)) if abs(cell) < _EXACT else f"{cell:.14E}"
    if isinstance(cell, (datetime, date)):
        return cell.isoformat(" ") if isinstance(cell, datetime) else cell.isoformat()
    if isinstance(cell, timedelta):
        return str(cell.total_seconds())
    return str(cell)
