"""Tables as the rows of a delivery: JSON objects without empty values, instants in ISO 8601 with their offset."""

from __future__ import annotations

from typing import Any

import pyarrow as pa
import pyarrow.compute as pc

Row = dict[str, Any]


def rows_of(table: pa.Table) -> list[Row]:
    """One object per row; timestamps (UTC) end in Z, a value that is null is left out."""
    columns = [_written(column) for column in table.columns]
    written = pa.table(dict(zip(table.column_names, columns, strict=True)))
    return [{name: value for name, value in row.items() if value is not None} for row in written.to_pylist()]


def oldest_first(table: pa.Table) -> pa.Table:
    """Cases in the order in which their versions came about."""
    return table.sort_by("version")


def _written(column: pa.ChunkedArray) -> pa.ChunkedArray:
    if not pa.types.is_timestamp(column.type):
        return column
    return pc.strftime(column.cast(pa.timestamp("us", "UTC")), format="%Y-%m-%dT%H:%M:%SZ")
