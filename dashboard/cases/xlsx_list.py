"""The case list behind a number as an Excel workbook: texts are texts, instants are times of the city's clock."""

from __future__ import annotations

import tempfile
from collections.abc import Iterable, Iterator
from datetime import UTC, datetime
from typing import IO, Any
from zoneinfo import ZoneInfo

import pyarrow as pa

from dashboard.cases.csv_list import PIECES_AT_ONCE, ROWS_AT_ONCE, neutral
from dashboard.errors import wrong_parameter

MOST_ROWS = 1_048_575
"""What a sheet can hold below its heading."""
BYTES_AT_ONCE = 1 << 16
WIDTH = 18
OPTIONS = {
    "constant_memory": True,
    "strings_to_formulas": False,
    "strings_to_urls": False,
    "strings_to_numbers": False,
    "remove_timezone": True,
}


def refuse_too_many(rows: int) -> None:
    """Raises BadParameter where a sheet cannot hold so many rows."""
    if rows > MOST_ROWS:
        raise wrong_parameter("format", "sheet", most=MOST_ROWS, rows=rows)


def xlsx_bytes(tables: Iterable[pa.Table], zone: ZoneInfo) -> Iterator[bytes]:
    """The pieces of a workbook of tables with the same columns, written to a file first: it is an archive, whose parts
    are known at its end."""
    with tempfile.TemporaryFile() as file:
        _write(file, tables, zone)
        file.seek(0)
        while piece := file.read(BYTES_AT_ONCE):
            yield piece


def _write(file: IO[bytes], tables: Iterable[pa.Table], zone: ZoneInfo) -> None:
    from xlsxwriter import Workbook  # noqa: PLC0415  (few ask for one)

    with Workbook(file, OPTIONS) as book:
        sheet, times = book.add_worksheet(), book.add_format({"num_format": "yyyy-mm-dd hh:mm:ss"})
        bold, line = book.add_format({"bold": True}), 0
        sheet.freeze_panes(1, 0)
        for table in tables:
            if not line:  # again for each empty table at the beginning, which is the same
                sheet.set_column(0, table.num_columns - 1, WIDTH)
                sheet.write_row(0, 0, [neutral(name) for name in table.column_names], bold)
            for start in range(0, table.num_rows, ROWS_AT_ONCE):
                with PIECES_AT_ONCE:
                    for row in table.slice(start, ROWS_AT_ONCE).to_pylist():
                        line += 1
                        _write_row(sheet, line, row.values(), zone, times)


def _write_row(sheet: Any, line: int, values: Iterable[Any], zone: ZoneInfo, times: Any) -> None:
    for column, value in enumerate(values):
        if isinstance(value, datetime):
            sheet.write_datetime(line, column, value.replace(tzinfo=UTC).astimezone(zone).replace(tzinfo=None), times)
        elif isinstance(value, bool):
            sheet.write_boolean(line, column, value)
        elif isinstance(value, str):
            sheet.write_string(line, column, neutral(value))
        elif value is not None:
            sheet.write_number(line, column, value)
