"""Excel workbooks: the first sheet that has cells; its first filled row names the columns."""

from __future__ import annotations

import zipfile
from collections.abc import Iterator
from datetime import date, datetime, timedelta
from pathlib import Path
from typing import Any

import numpy as np
import pyarrow as pa
import python_calamine

from queries.errors import FileRefused
from queries.reading.chunk import MEGABYTE, Chunk, Limits, Opened
from queries.reading.csv_file import header_names
from queries.reading.sheet_extent import sheet_extents

_BINARY_WORKBOOK = "xl/workbook.bin"


def open_excel(path: Path, name: str, limits: Limits) -> Opened:
    """Header and rows of a workbook; every value becomes text. Raises FileRefused for a damaged or oversized one."""
    if is_archive := zipfile.is_zipfile(path):
        with zipfile.ZipFile(path) as archive:  # its directory can be read: see formats
            unpacked = sum(member.file_size for member in archive.infolist())
        if unpacked > limits.unpacked_bytes or unpacked > max(
            limits.unpacked_ratio * path.stat().st_size, 16 * MEGABYTE
        ):
            raise FileRefused(f"{name}: unpacks to {unpacked // MEGABYTE:,} MB; it is no ordinary workbook.")
        if _BINARY_WORKBOOK in archive.namelist():
            raise FileRefused(f"{name} is a binary workbook, whose extent cannot be checked; save it as .xlsx or CSV.")
    try:
        if is_archive:
            _refuse_far_cells(path, name, limits)
        rows = _first_filled_sheet(path)
    except FileRefused:
        raise
    except Exception as error:  # the reader raises its own kinds, and those of what it is built on
        raise FileRefused(f"{name} cannot be read as an Excel workbook.") from error
    first = next((number for number, row in enumerate(rows) if any(cell != "" for cell in row)), None)
    if first is None:
        raise FileRefused(f"{name} is empty: no sheet of it has a filled cell.")
    names = header_names([_text(cell) or "" for cell in rows[first]])

    def read(wanted: list[str]) -> Iterator[Chunk]:
        filled = [n for n in range(first + 1, len(rows)) if any(cell != "" for cell in rows[n])]
        columns = {name: pa.array([_text(rows[n][names.index(name)]) for n in filled], pa.string()) for name in wanted}
        yield Chunk(pa.table(columns), np.array(filled, dtype=np.int64) + 1)

    return Opened(names, read)


def _refuse_far_cells(path: Path, name: str, limits: Limits) -> None:
    for sheet in sheet_extents(path):
        most = min(limits.sheet_places, max(1_000_000, limits.places_per_cell * sheet.filled))
        if sheet.places > most:
            raise FileRefused(
                f"{name}: {sheet.filled:,} filled cells of a sheet reach to row {sheet.rows[1]:,}, column "
                f"{sheet.columns[1]:,}, over {sheet.places:,} places; the limit is {most:,}. Save it as CSV."
            )


def _first_filled_sheet(path: Path) -> list[list[Any]]:
    workbook = python_calamine.CalamineWorkbook.from_path(path)
    for sheet in workbook.sheet_names:
        rows: list[list[Any]] = workbook.get_sheet_by_name(sheet).to_python(skip_empty_area=False)
        if rows:
            return rows
    return []


def _text(cell: Any) -> str | None:
    if cell == "":
        return None
    if isinstance(cell, bool):
        return "true" if cell else "false"
    if isinstance(cell, float) and cell.is_integer():
        return str(int(cell))
    if isinstance(cell, (datetime, date)):
        return cell.isoformat(" ") if isinstance(cell, datetime) else cell.isoformat()
    if isinstance(cell, timedelta):
        return str(cell.total_seconds())
    return str(cell)
