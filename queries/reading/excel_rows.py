"""The rows of an Excel workbook: of its first sheet that has cells, whose first filled row names the columns."""

from __future__ import annotations

import zipfile
from collections.abc import Iterator, Sequence
from datetime import date, datetime, timedelta
from itertools import chain, islice
from pathlib import Path
from typing import Any

import pyarrow as pa
import python_calamine

from queries.errors import FileRefused
from queries.reading.chunk import MEGABYTE, Limits
from queries.reading.csv_file import header_names
from queries.reading.sheet_extent import sheet_extents

LINE = "line"
"""The last column: the number of each row in its sheet, from 1."""
_BINARY_WORKBOOK = "xl/workbook.bin"
_CELLS_AT_ONCE = 500_000
_EXACT = float(1 << 53)
"""From here on a cell is written as Excel shows it (2.02403E+17): its last digits are not those that were typed."""
Numbered = Iterator[tuple[int, list[Any]]]


def excel_rows(
    path: Path, name: str, limits: Limits, _columns: Sequence[str] | None = None
) -> tuple[pa.Schema, Iterator[pa.RecordBatch]]:
    """Columns and rows of a workbook, every value as text, with the column LINE behind them.

    Raises FileRefused for a damaged or oversized one.
    """
    try:
        if zipfile.is_zipfile(path):
            _refuse_oversized(path, name, limits)
            _refuse_far_cells(path, name, limits)
        rows = _first_filled_sheet(path)
    except (FileRefused, MemoryError):
        raise
    except BaseException as error:  # the reader raises its own kinds, a panic of Rust too
        raise FileRefused(f"{name} cannot be read as an Excel workbook.") from error
    header = next(rows, None)
    if header is None:
        raise FileRefused(f"{name} is empty: no sheet of it has a filled cell.")
    names = header_names([_text(cell) or "" for cell in header[1]])
    if len(names) > limits.columns:
        raise FileRefused(f"{name} has {len(names):,} columns; the limit is {limits.columns:,}.")
    schema = pa.schema([*(pa.field(column, pa.string()) for column in names), pa.field(LINE, pa.int64())])
    return schema, _batches(rows, schema)


def _batches(rows: Numbered, schema: pa.Schema) -> Iterator[pa.RecordBatch]:
    width = len(schema) - 1
    while some := list(islice(rows, max(1, _CELLS_AT_ONCE // width))):
        columns = [pa.array([_text(row[place]) for _, row in some], pa.string()) for place in range(width)]
        yield pa.record_batch([*columns, pa.array([line for line, _ in some], pa.int64())], schema=schema)


def _refuse_oversized(path: Path, name: str, limits: Limits) -> None:
    with zipfile.ZipFile(path) as archive:  # its directory can be read: see formats
        unpacked = sum(member.file_size for member in archive.infolist())
    if unpacked > limits.unpacked_bytes or unpacked > max(limits.unpacked_ratio * path.stat().st_size, 16 * MEGABYTE):
        raise FileRefused(f"{name}: unpacks to {unpacked // MEGABYTE:,} MB; it is no ordinary workbook.")
    if _BINARY_WORKBOOK in archive.namelist():
        raise FileRefused(f"{name} is a binary workbook, whose extent cannot be checked; save it as .xlsx or CSV.")


def _refuse_far_cells(path: Path, name: str, limits: Limits) -> None:
    for sheet in sheet_extents(path):
        most = min(limits.sheet_places, max(1_000_000, limits.places_per_cell * sheet.filled))
        if sheet.places > most:
            raise FileRefused(
                f"{name}: {sheet.filled:,} filled cells of a sheet reach to row {sheet.rows[1]:,}, column "
                f"{sheet.columns[1]:,}, over {sheet.places:,} places; the limit is {most:,}. Save it as CSV."
            )


def _first_filled_sheet(path: Path) -> Numbered:
    """The filled rows of the first sheet that has any, with their numbers, from its first column on."""
    workbook = python_calamine.CalamineWorkbook.from_path(path)
    for sheet_name in workbook.sheet_names:
        sheet = workbook.get_sheet_by_name(sheet_name)
        before = [""] * (sheet.start[1] if sheet.start else 0)
        rows = ((line, before + row) for line, row in enumerate(sheet.iter_rows(), 1) if any(c != "" for c in row))
        if (first := next(rows, None)) is not None:
            return chain([first], rows)
    return iter(())


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
