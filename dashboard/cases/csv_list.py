"""The case list behind a number as CSV, safe to open in a spreadsheet."""

import csv
import io
from collections.abc import Iterable, Iterator
from threading import BoundedSemaphore
from typing import Any
from zoneinfo import ZoneInfo

import numpy as np
import pyarrow as pa

from queries.values import MISSING, SECOND, Zone, zone_named

FORMULA_STARTS = ("=", "+", "-", "@", "＝", "＋", "－", "＠", "\t", "\r", "\n")
"""Programs that fold full-width letters take the wide signs for the others."""
INVISIBLE = "\ufeff\u200b\u200c\u200d\u2060\u00ad\x00"
# A thousand rows occupy the interpreter for a few milliseconds, so that other requests are answered between them.
ROWS_AT_ONCE = 1_000
PIECES_AT_ONCE = BoundedSemaphore(2)
"""A piece takes some ten MB while it is made and half a MB as text: however many exports are sent, two are made."""


def neutral(text: str) -> str:
    """`text` so that no spreadsheet takes it for a formula: an apostrophe in front (OWASP, CSV injection)."""
    bare = text
    while bare and (bare[0].isspace() or bare[0] in INVISIBLE):
        bare = bare[1:]
    return f"'{text}" if bare.startswith(FORMULA_STARTS) or text.startswith(FORMULA_STARTS) else text


def csv_lines(tables: Iterable[pa.Table], zone: ZoneInfo) -> Iterator[str]:
    """Pieces of the CSV text of tables with the same columns: a header, then the rows; instants (UTC) as ISO 8601 with
    the city's offset."""
    pieces = _pieces(tables, zone)
    while True:
        with PIECES_AT_ONCE:
            text = next(pieces, None)
        if text is None:
            return
        yield text


def _pieces(tables: Iterable[pa.Table], zone: ZoneInfo) -> Iterator[str]:
    is_first = True
    for table in tables:
        if is_first:
            yield _text([[neutral(name) for name in table.column_names]])
            is_first = False
        slices = [table.slice(start, ROWS_AT_ONCE) for start in range(0, table.num_rows, ROWS_AT_ONCE)]
        del table
        while slices:
            yield _rows_as_text(slices.pop(0), zone)


def _rows_as_text(piece: pa.Table, zone: ZoneInfo) -> str:
    """Neither the rows nor their cells are held while the text is sent."""
    columns = [_cells(column, zone) for column in piece.columns]
    return _text(zip(*columns, strict=True))


def _text(rows: Any) -> str:
    text = io.StringIO()
    csv.writer(text, lineterminator="\n").writerows(rows)
    return text.getvalue()


def _cells(column: pa.ChunkedArray, zone: ZoneInfo) -> list[Any]:
    if pa.types.is_timestamp(column.type):
        return _instants(column, zone_named(zone.key))
    values = column.to_pylist()
    if pa.types.is_boolean(column.type):
        return ["" if value is None else str(value).lower() for value in values]
    return [neutral(value) if isinstance(value, str) else value for value in values]


def _instants(column: pa.ChunkedArray, zone: Zone) -> list[str]:
    """Seconds are cut, not rounded."""
    utc = column.cast(pa.timestamp("us"), safe=False).cast(pa.int64()).fill_null(MISSING).to_numpy()
    local = zone.to_local(utc)
    offsets = np.where(utc == MISSING, 0, (local - utc) // SECOND).tolist()
    written = {offset: _offset(offset) for offset in set(offsets)}
    texts = np.datetime_as_string(local.astype("datetime64[us]"), unit="s").tolist()
    missing = (utc == MISSING).tolist()
    return ["" if gone else text + written[offset] for text, offset, gone in zip(texts, offsets, missing, strict=True)]


def _offset(seconds: int) -> str:
    sign = "-" if seconds < 0 else "+"
    return f"{sign}{abs(seconds) // 3600:02d}:{abs(seconds) % 3600 // 60:02d}"
