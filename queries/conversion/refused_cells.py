"""What is kept of the cells of refused rows."""

from __future__ import annotations

import pyarrow as pa
import pyarrow.compute as pc

from queries.reading.chunk import RAW_KEPT


def cells_of(table: pa.Table, rows: list[int], people: frozenset[str]) -> list[str]:
    """The cells of rows, cut, those that name a person left out."""
    if not rows:
        return []
    texts: list[list[str]] = []
    for name in table.column_names:
        column = table.column(name).take(pa.array(rows))
        cut = pc.utf8_slice_codeunits(column, 0, RAW_KEPT) if pa.types.is_string(column.type) else column
        texts.append(["" if cell is None else "***" if name in people else str(cell) for cell in cut.to_pylist()])
    return [",".join(cells)[:RAW_KEPT] for cells in zip(*texts, strict=True)]
