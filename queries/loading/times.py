"""Times as sources write them → UTC instants, for whole columns.

Known: ISO with and without zone, 2024/3/5, 2024年3月5日, 20240305123000, US style 01/31/2011 02:15:00 PM, day-first
31/01/2011, seconds and milliseconds since 1970, and Excel's serial days. A time without a zone is in the source's zone.
"""

from __future__ import annotations

from dataclasses import dataclass
from importlib.resources import files

import duckdb
import numpy as np
import pyarrow as pa
import pyarrow.compute as pc
from numpy.typing import NDArray

from queries.loading.canonical import INSTANT
from queries.zones import MISSING, SECOND, Instants, Zone

EARLIEST = -2_208_988_800 * SECOND  # 1900-01-01
LATEST = 4_102_444_800 * SECOND  # 2100-01-01

_ISO, _SLASHED, _OTHERS = files("queries.loading").joinpath("times.sql").read_text("utf-8").split(";")[:3]
_DAY_FIRST = ("%d/%m/%Y %H:%M:%S", "%d/%m/%Y %H:%M", "%d/%m/%Y", "%d-%m-%Y %H:%M:%S", "%d-%m-%Y %H:%M", "%d-%m-%Y")
_MONTH_FIRST = (
    *("%m/%d/%Y %I:%M:%S %p", "%m/%d/%Y %I:%M %p", "%m/%d/%Y %H:%M:%S", "%m/%d/%Y %H:%M", "%m/%d/%Y"),
    *("%m-%d-%Y %H:%M:%S", "%m-%d-%Y %H:%M", "%m-%d-%Y"),
)


@dataclass(frozen=True)
class Times:
    """A column of UTC instants (MISSING where empty), the rows whose text is no time, and clock changes met."""

    instants: Instants
    bad: NDArray[np.bool_]
    ambiguous: int = 0
    skipped: int = 0


def read_times(
    column: pa.ChunkedArray, zone: Zone, cursor: duckdb.DuckDBPyConnection, *, day_first: bool = False
) -> Times:
    """Instants of a column of text, dates or timestamps; those without a zone are wall clock times of `zone`.

    `cursor` has time zone UTC and is only used to compute.
    """
    if pa.types.is_timestamp(column.type) or pa.types.is_date(column.type):
        instants = as_instants(column)
        absolute = np.full(len(instants), getattr(column.type, "tz", None) is not None)
        empty = instants == MISSING
    else:
        instants, absolute = _read_text(column, cursor, day_first)
        empty = pc.is_null(column).to_numpy()
    out_of_range = (instants < EARLIEST) | (instants >= LATEST)
    bad = out_of_range & ~empty
    instants = np.where(out_of_range, MISSING, instants)
    reading = zone.to_utc(np.where(absolute, MISSING, instants))
    return Times(np.where(absolute, instants, reading.instants), bad, reading.ambiguous, reading.skipped)


def as_instants(column: pa.ChunkedArray) -> Instants:
    """Arrow dates or timestamps → microseconds, MISSING for null; a naive one is taken as it stands."""
    micro = column.cast(pa.timestamp("us", getattr(column.type, "tz", None)), safe=False)
    result: Instants = pc.fill_null(micro.cast(pa.int64()), MISSING).to_numpy()
    return result


def as_arrow(instants: Instants) -> pa.Array:
    """Microseconds → naive UTC timestamps, null for MISSING."""
    return pa.array(instants, mask=instants == MISSING).cast(INSTANT)


def is_day_first(column: pa.ChunkedArray) -> bool | None:
    """What 13/01/2024 or 01/13/2024 in a column of text gives away about its order; None when nothing does."""
    if not pa.types.is_string(column.type):
        return None
    if pc.any(pc.match_substring_regex(column, r"^(1[3-9]|2\d|3[01])[/-]\d{1,2}[/-]\d{4}")).as_py():
        return True
    return (
        False if pc.any(pc.match_substring_regex(column, r"^\d{1,2}[/-](1[3-9]|2\d|3[01])[/-]\d{4}")).as_py() else None
    )


def _read_text(
    column: pa.ChunkedArray, cursor: duckdb.DuckDBPyConnection, day_first: bool
) -> tuple[Instants, NDArray[np.bool_]]:
    """Instants as written, and whether each names its zone. Rarer forms are tried on what the common one left."""
    texts = column.cast(pa.string())
    instants, absolute = _computed(cursor, _ISO, texts)
    slashed = {"styles": list(_DAY_FIRST if day_first else _MONTH_FIRST)}
    for statement, values in ((_SLASHED, slashed), (_OTHERS, {})):
        left = (instants == MISSING) & pc.is_valid(texts).to_numpy()
        if left.any():
            instants[left], absolute[left] = _computed(cursor, statement, texts.filter(pa.array(left)), values)
    return instants, absolute


def _computed(
    cursor: duckdb.DuckDBPyConnection,
    statement: str,
    texts: pa.ChunkedArray,
    values: dict[str, list[str]] | None = None,
) -> tuple[Instants, NDArray[np.bool_]]:
    cursor.register("texts", pa.table({"text": texts}))
    try:
        found = cursor.execute(statement, values or {}).to_arrow_table()
    finally:
        cursor.unregister("texts")
    instants = pc.fill_null(found.column("instant"), MISSING).to_numpy()
    absolute = pc.fill_null(found.column("absolute"), False).to_numpy()
    return instants.copy(), absolute.copy()
