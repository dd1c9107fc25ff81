"""Times as sources write them → UTC instants, for whole columns.

Known: ISO with and without zone, 2024/3/5, 2024年3月5日, 20240305123000, US style 01/31/2011 02:15:00 PM, day-first
31/01/2011, seconds and milliseconds since 1970, Excel's serial days, and then what `written_times` reads. A time
without a zone is in the source's zone.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from types import MappingProxyType
from typing import NamedTuple

import duckdb
import numpy as np
import pyarrow as pa
import pyarrow.compute as pc
from numpy.typing import NDArray

from queries.calendar.zones import DAY, MISSING, SECOND, Instants, Zone
from queries.conversion.canonical import INSTANT
from queries.conversion.typed_columns import as_text
from queries.conversion.writings.date_orders import ColumnOrders, LatestYears, of_rows
from queries.conversion.writings.empty_values import says_no_date
from queries.conversion.writings.given_formats import read_by_formats
from queries.conversion.writings.placeholder_days import is_placeholder_day
from queries.conversion.writings.written_times import WrittenTimes, read_written
from queries.store.bound_statements import BoundStatements
from queries.store.statements import read_statements

EARLIEST = -2_208_988_800 * SECOND  # 1900-01-01
LATEST = 4_102_444_800 * SECOND  # 2100-01-01

_YEARS_OF_TWO_DIGITS = -59_011_459_200 * SECOND  # before 0100-01-01
FEW_ROWS = 500  # of which all columns are read at once
_SQL = read_statements(Path(__file__).with_name("times.sql"))
_BARE_DAY = (
    r"^\s*(?:\d{4}[-/.年]\d{1,2}[-/.月]\d{1,2}[日号號]?|\d{1,2}[-/.]\d{1,2}[-/.](?:\d{4}|\d{2})|\d{8}|\d{5}"
    r"|\d{2}年\d{1,2}月\d{1,2}[日号號]?)\s*$"
)
_BARE_DAY_BY_NAME = r"^\s*(?:\d{1,2}\.?[\s-]*\p{L}{3,12}[\s.,-]*(?:\d{4}|\d{2})|\p{L}{3,12}\.?\s*\d{1,2},?\s+\d{4})\s*$"
_NOTHING_KNOWN = ColumnOrders()
_NO_TEXTS = pa.chunked_array([], pa.string())
_DAY_FIRST = ("%d/%m/%Y %H:%M:%S", "%d/%m/%Y %H:%M", "%d/%m/%Y", "%d-%m-%Y %H:%M:%S", "%d-%m-%Y %H:%M", "%d-%m-%Y")
_MONTH_FIRST = (
    *("%m/%d/%Y %I:%M:%S %p", "%m/%d/%Y %I:%M %p", "%m/%d/%Y %H:%M:%S", "%m/%d/%Y %H:%M", "%m/%d/%Y"),
    *("%m-%d-%Y %H:%M:%S", "%m-%d-%Y %H:%M", "%m-%d-%Y"),
)


@dataclass(frozen=True)
class Times:
    """A column of UTC instants (MISSING where empty), the rows whose text is no time, and clock changes met.

    beyond: rows of a placeholder such as 9999-12-31, outside the years that a time may lie in; None without any.
    written: what was read last, as people write it, None without such rows.
    """

    instants: Instants
    bad: NDArray[np.bool_]
    beyond: NDArray[np.bool_] | None = None
    written: WrittenTimes | None = None
    ambiguous: int = 0
    skipped: int = 0


@dataclass
class Reading:
    """A column of times partly read: times in the common formats have their instant, `left` marks the other rows.

    `absolute` marks the instants that name their zone; `others` are the texts of the rows left.
    """

    instants: Instants
    absolute: NDArray[np.bool_]
    left: NDArray[np.bool_]
    others: pa.ChunkedArray
    bare_days: NDArray[np.bool_] | None = None

    def finish(
        self,
        zone: Zone,
        cursor: duckdb.DuckDBPyConnection,
        *,
        latest: LatestYears,
        orders: ColumnOrders = _NOTHING_KNOWN,
        zones: Mapping[str, str] = MappingProxyType({}),
    ) -> Times:
        """Read what is left; times that do not name their zone are wall clock times of `zone`.

        latest: the latest year that two digits can mean. orders: of day, month and year. zones: abbreviation → time
        zone.
        """
        styles = {"styles": list(_DAY_FIRST if orders.day_first else _MONTH_FIRST)}
        for name, values in (("slashed", styles), ("digits", {})):
            if self.left.any():
                found = _computed(cursor, name, self.others, values)
                self.instants[self.left], self.absolute[self.left] = found
                still = found[0] == MISSING
                self.left[self.left] = still
                self.others = self.others.filter(pa.array(still))
        written = self._read_written(zone, orders, zones, latest) if self.left.any() else None
        out_of_range = (self.instants < EARLIEST) | (self.instants >= LATEST)
        bad = self.left | (out_of_range & (self.instants != MISSING))
        beyond = bad & is_placeholder_day(np.where(out_of_range, self.instants, MISSING)) if bad.any() else None
        if beyond is not None:
            bad &= ~beyond
            beyond = beyond if beyond.any() else None
        instants = np.where(out_of_range, MISSING, self.instants)
        if self.bare_days is not None:
            instants = np.where(self.bare_days & (instants != MISSING), instants + (DAY - 1), instants)
        reading = zone.to_utc(np.where(self.absolute, MISSING, instants))
        utc = np.where(self.absolute, instants, reading.instants)
        return Times(utc, bad, beyond, written, reading.ambiguous, reading.skipped)

    def _read_written(
        self, zone: Zone, orders: ColumnOrders, zones: Mapping[str, str], latest: LatestYears
    ) -> WrittenTimes:
        """Read what is left as people and other programs write it; the masks of the answer are of all rows."""
        rows = np.flatnonzero(self.left)
        found = read_written(self.others, zone, orders=orders, zones=zones, latest=of_rows(latest, rows))
        self.instants[rows], self.absolute[rows] = found.instants, found.absolute
        self.left[rows] = found.instants == MISSING

        def of_all(marked: NDArray[np.bool_]) -> NDArray[np.bool_]:
            every = np.zeros(len(self.left), dtype=bool)
            every[rows[marked]] = True
            return every

        return WrittenTimes(self.instants, self.absolute, of_all(found.zone_unclear), of_all(found.long_ago))


class Formats(NamedTuple):
    """Formats of strptime, and the latest year that two digits can mean."""

    texts: Sequence[str]
    latest: LatestYears


def begin_readings(
    columns: Mapping[str, pa.ChunkedArray],
    cursor: duckdb.DuckDBPyConnection,
    formats: Mapping[str, tuple[str, ...]] = MappingProxyType({}),
    latest: Mapping[str, LatestYears] = MappingProxyType({}),
) -> dict[str, Reading]:
    """`begin_reading` for the columns of one piece by their names, until the end of the day for limits. formats: column
    → the formats of strptime in which it is written, tried before anything else; "" for every column. latest: column →
    the latest year that two digits can mean, where formats are given."""
    together = None if formats else _all_iso_together(list(columns.values()))
    readings: dict[str, Reading] = {}
    for number, (name, column) in enumerate(columns.items()):
        is_limit = name.endswith("due_at")
        if together is None:
            given = formats.get(name, formats.get("", ()))
            asked = Formats(given, latest[name]) if given else None
            readings[name] = begin_reading(column, cursor, until_end_of_day=is_limit, formats=asked)
            continue
        instants, absolute = together[number]
        reading = Reading(instants, absolute, np.zeros(len(instants), dtype=bool), _NO_TEXTS)
        reading.bare_days = _bare_days(column) if is_limit else None
        readings[name] = reading
    return readings


def _all_iso_together(columns: list[pa.ChunkedArray]) -> list[tuple[Instants, NDArray[np.bool_]]] | None:
    """`_all_iso` of every column, where they are few texts with a zone everywhere or nowhere; None for any others."""
    rows = len(columns[0]) if columns else 0
    if not 0 < rows <= FEW_ROWS or not all(pa.types.is_string(column.type) for column in columns):
        return None
    found = _all_iso(pa.chunked_array([chunk for column in columns for chunk in column.chunks], pa.string()))
    if found is None:
        return None
    instants, absolute = found
    return [(instants[begin : begin + rows], absolute[begin : begin + rows]) for begin in range(0, len(instants), rows)]


def begin_reading(
    column: pa.ChunkedArray,
    cursor: duckdb.DuckDBPyConnection,
    *,
    until_end_of_day: bool = False,
    formats: Formats | None = None,
) -> Reading:
    """Read the commonest formats of a column of text, dates or timestamps. `cursor` (time zone UTC) only computes.

    With `until_end_of_day` a bare day, as limits are often written, means its last microsecond, else its first.
    """
    reading = _begun(column, cursor, formats)
    if until_end_of_day:
        reading.bare_days = _bare_days(column)
    return reading


def _begun(column: pa.ChunkedArray, cursor: duckdb.DuckDBPyConnection, formats: Formats | None) -> Reading:
    if pa.types.is_timestamp(column.type) or pa.types.is_date(column.type):
        instants = as_instants(column)
        absolute = np.full(len(instants), getattr(column.type, "tz", None) is not None)
        return Reading(instants, absolute, np.zeros(len(instants), dtype=bool), _NO_TEXTS)
    texts = column if pa.types.is_string(column.type) else as_text(column)
    if formats:
        given, given_absolute = read_by_formats(as_text(texts), formats.texts, formats.latest)
        texts = pc.if_else(pa.array(given == MISSING), texts, pa.scalar(None, pa.string()))
    instants, absolute = _all_iso(texts) or _computed(cursor, "iso", texts)
    if formats:
        instants, absolute = np.where(given == MISSING, instants, given), absolute | given_absolute
    left = (instants == MISSING) & texts.is_valid().to_numpy()
    others = as_text(texts.filter(pa.array(left)))
    filled = pc.and_not(others.is_valid(), says_no_date(others)).to_numpy()
    left[left] = filled
    return Reading(instants, absolute, left, others.filter(pa.array(filled)))


def _bare_days(column: pa.ChunkedArray) -> NDArray[np.bool_]:
    """True for the rows that hold a day without a time."""
    if pa.types.is_date(column.type) or pa.types.is_timestamp(column.type):
        return np.full(len(column), pa.types.is_date(column.type))
    texts = as_text(column)
    bare = np.zeros(len(texts), dtype=bool)
    left = np.flatnonzero(pc.invert(pc.fill_null(pc.match_substring(texts, ":"), True)).to_numpy())
    for pattern in (_BARE_DAY, _BARE_DAY_BY_NAME):  # the expression of the second alone takes 5 ms to be compiled
        if len(left):
            matched = pc.match_substring_regex(texts.take(pa.array(left)), pattern).to_numpy()
            bare[left[matched]] = True
            left = left[~matched]
    return bare


def as_instants(column: pa.ChunkedArray) -> Instants:
    """Arrow dates or timestamps → microseconds, MISSING for null; a naive one is taken as it stands."""
    micro = column.cast(pa.timestamp("us", getattr(column.type, "tz", None)), safe=False)
    result: Instants = pc.fill_null(micro.cast(pa.int64()), MISSING).to_numpy()
    return result


def as_arrow(instants: Instants) -> pa.Array:
    """Microseconds → naive UTC timestamps, null for MISSING."""
    return pa.array(instants, mask=instants == MISSING).cast(INSTANT)


def _all_iso(texts: pa.ChunkedArray) -> tuple[Instants, NDArray[np.bool_]] | None:
    """The instants of a column that is ISO 8601 throughout, with a zone everywhere or nowhere; None for any other."""
    for zone in (None, "UTC"):
        try:
            instants = as_instants(texts.cast(pa.timestamp("us", zone)))
        except pa.ArrowInvalid:
            continue
        return instants.copy(), np.full(len(instants), zone is not None)
    return None


def _computed(
    cursor: duckdb.DuckDBPyConnection,
    name: str,
    texts: pa.ChunkedArray,
    values: dict[str, list[str]] | None = None,
) -> tuple[Instants, NDArray[np.bool_]]:
    found = BoundStatements(cursor, _SQL).run_on(name, "texts", pa.table({"text": texts}), **(values or {}))
    instants = pc.fill_null(found.column("instant"), MISSING).to_numpy()
    instants = np.where(instants < _YEARS_OF_TWO_DIGITS, MISSING, instants)  # 24-03-05 is none of the year 24
    absolute = pc.fill_null(found.column("absolute"), False).to_numpy()
    return instants.copy(), absolute.copy()
