"""Times in words and in the orders of many countries and programs, for whole columns.

Known beside what ISO and the plain readings cover: 2024年3月5日 下午2:30, 05.03.2024 14:30 Uhr, 5 March 2024,
Mar 5, 2024 2:30 PM, 05-Mar-24, 3/5/24, 24-03-05, Tue Mar 05 14:30:00 CST 2024, 20240305T143000Z, 14:30 05.03.2024,
/Date(1709649000000)/.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import datetime
from functools import cache, lru_cache
from typing import Any
from zoneinfo import ZoneInfo

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc
from numpy.typing import NDArray

from queries.calendar.zones import HOUR, MISSING, SECOND, Instants, Zone, zone_named
from queries.conversion.writings.date_orders import ColumnOrders, LatestYears, full_years, of_rows, sorted_dates, walls
from queries.conversion.writings.declared import declared
from queries.conversion.writings.time_shapes import shapes, tidied

Numbers = NDArray[np.int64]
Zones = Mapping[str, str]
Dates = tuple[Numbers, Numbers, Numbers]
_LAST_OF_2000S = 68  # 69 to 99 are of the last century for everybody (POSIX)
_FEW = 200  # texts


@dataclass
class WrittenTimes:
    """Wall clock times, or UTC instants where `absolute`; MISSING where a text is no time that is known here.

    zone_unclear: true where only the time zone that a text names is not known. long_ago: true where a year of two
    digits below 69 was taken for one of the last century.
    """

    instants: Instants
    absolute: NDArray[np.bool_]
    zone_unclear: NDArray[np.bool_]
    long_ago: NDArray[np.bool_]


def read_written(
    texts: pa.ChunkedArray | pa.Array, zone: Zone, *, orders: ColumnOrders, zones: Zones, latest: LatestYears
) -> WrittenTimes:
    """Read texts; `zone` is the source's, `zones` what its mapping says of abbreviations. latest: the latest year that
    two digits can mean."""
    rows = len(texts)
    found = WrittenTimes(np.full(rows, MISSING, dtype=np.int64), *(np.zeros(rows, dtype=bool) for _ in range(3)))
    left = np.arange(rows)
    tidy = tidied(texts)
    for shape in shapes():
        if not len(left):
            break
        if len(left) <= _FEW and not shape.may_fit([text for text in tidy.to_pylist() if text]):
            continue
        fields = pc.extract_regex(tidy, shape.pattern)
        fields = fields.combine_chunks() if isinstance(fields, pa.ChunkedArray) else fields
        fits = fields.is_valid().to_numpy(zero_copy_only=False)
        if not fits.any():
            continue
        columns = _columns(fields.filter(pa.array(fits)))
        chosen = left[fits]
        dates = _dates(columns, orders)
        years = full_years(dates[0], of_rows(latest, chosen))
        instants, is_absolute, unclear = _read(columns, (years, *dates[1:]), zone, zones)
        found.long_ago[chosen] = (dates[0] <= _LAST_OF_2000S) & (years < 2000) & (instants != MISSING)
        found.instants[chosen], found.absolute[chosen], found.zone_unclear[chosen] = instants, is_absolute, unclear
        still = ~fits
        still[np.flatnonzero(fits)] = (instants == MISSING) & ~unclear
        left, tidy = left[still], tidy.filter(pa.array(still))
    return found


def _columns(fields: pa.StructArray) -> dict[str, pa.Array]:
    return {field.name: pc.struct_field(fields, field.name) for field in fields.type}


def _dates(columns: dict[str, pa.Array], orders: ColumnOrders) -> Dates:
    """Years, as they are written, months and days."""
    if "first" in columns:
        triple = tuple(_whole(columns[name]) for name in ("first", "middle", "last"))
        return sorted_dates(triple, columns["mark"], orders)
    if "epoch" in columns:
        nothing = np.full(len(columns["epoch"]), 9999, dtype=np.int64)
        return nothing, nothing, nothing
    month = _months(columns["name"]) if "name" in columns else _whole(columns["month"])
    return _whole(columns["year"]), month, _whole(columns["day"])


def _read(
    columns: dict[str, pa.Array], dates: Dates, zone: Zone, zones: Zones
) -> tuple[Instants, NDArray[np.bool_], NDArray[np.bool_]]:
    """Instants of one shape, whether they are absolute, and whether only their zone is unclear."""
    if "epoch" in columns:
        since = _whole(columns["epoch"]) * 1_000
        return since, np.ones(len(since), dtype=bool), np.zeros(len(since), dtype=bool)
    midnights = walls(*dates)
    clock, is_clock = _clock(columns, len(midnights))
    instants = np.where(is_clock & (midnights != MISSING), midnights + clock, MISSING)
    return _in_zones(instants, columns.get("zone"), zone, zones)


def _clock(columns: dict[str, pa.Array], rows: int) -> tuple[Numbers, NDArray[np.bool_]]:
    """Microseconds since midnight, and whether it is a time of the clock at all."""
    hour, minute, second = (_whole(columns[name], 0) if name in columns else np.zeros(rows, dtype=np.int64)
                            for name in ("hour", "minute", "second"))  # fmt: skip
    halves = [_halves(columns[name]) for name in ("before", "after") if name in columns]
    half = halves[0] if halves else np.zeros(rows, dtype="<U5")
    for other in halves[1:]:
        half = np.where(half == "", other, half)
    valid = (hour <= 24) & (minute < 60) & (second <= 60) & ((hour < 24) | ((minute == 0) & (second == 0)))
    twelve = hour % 12
    hour = np.where((half == "am") & (hour <= 12), twelve, hour)
    hour = np.where((half == "pm") & (hour <= 12), twelve + 12, hour)
    hour = np.where((half == "noon") & (hour <= 2), twelve + 12, hour)
    hour = np.where((half == "night") & (hour >= 5) & (hour < 12), hour + 12, hour)
    valid &= ~((half == "am") & (hour > 12)) & ~((half == "night") & (hour == 12))
    fraction = _fraction(columns["fraction"]) if "fraction" in columns else 0
    return hour * HOUR + minute * 60 * SECOND + second * SECOND + fraction, valid


def _in_zones(
    walls_read: Instants, named: pa.Array | None, zone: Zone, zones: Zones
) -> tuple[Instants, NDArray[np.bool_], NDArray[np.bool_]]:
    absolute, unclear = np.zeros(len(walls_read), dtype=bool), np.zeros(len(walls_read), dtype=bool)
    if named is None:
        return walls_read, absolute, unclear
    instants = walls_read.copy()
    encoded = named.dictionary_encode()
    indices = encoded.indices.to_numpy(zero_copy_only=False)
    for number, name in enumerate(encoded.dictionary.to_pylist()):
        if not name:
            continue
        rows = np.flatnonzero((indices == number) & (walls_read != MISSING))
        to_utc = _reading_of_zone(name.strip(), zone, zones)
        if to_utc is None:
            instants[rows], unclear[rows] = MISSING, True
        else:
            instants[rows], absolute[rows] = to_utc(walls_read[rows]), True
    return instants, absolute, unclear


def _reading_of_zone(name: str, zone: Zone, zones: Zones) -> Callable[[Instants], Instants] | None:
    said = zones.get(name) or zones.get(name.upper())
    hours: float | None = None
    if said is None and (offset := _offset(name)) is not None:
        return lambda local: local - offset
    if said is None and "/" not in name:
        own = _own_abbreviations(zone.name).get(name.upper())
        if own is not None:
            return lambda local: local - own
        hours = declared()["zones"].get(name.casefold())
        return None if hours is None else lambda local: local - int(hours or 0) * HOUR
    try:
        other = zone_named(said or name)
    except (KeyError, ValueError, OSError):  # ZoneInfoNotFoundError is a KeyError
        return None
    return lambda local: other.to_utc(local).instants


def _offset(name: str) -> int | None:
    digits = name.upper().removeprefix("UTC").removeprefix("GMT").replace(":", "").replace(" ", "")
    if len(digits) < 2 or digits[0] not in "+-" or not digits[1:].isdecimal():
        return None
    hours, minutes = (int(digits[1:3]), int(digits[3:] or 0)) if len(digits) > 2 else (int(digits[1:]), 0)
    return (hours * HOUR + minutes * 60 * SECOND) * (-1 if digits[0] == "-" else 1)


@lru_cache(maxsize=32)
def _own_abbreviations(zone: str) -> dict[str, int]:
    """The abbreviations of a zone's own clocks, in microseconds from UTC."""
    found: dict[str, int] = {}
    for month in (1, 4, 7, 10):
        moment = datetime(2024, month, 15, tzinfo=ZoneInfo(zone))
        offset, name = moment.utcoffset(), moment.tzname()
        if offset is not None and name:
            found[name.upper()] = round(offset.total_seconds()) * SECOND
    return found


def _whole(column: pa.Array, empty: int = -1) -> Numbers:
    filled = pc.if_else(pc.equal(column, ""), str(empty), column)
    numbers: Numbers = pc.fill_null(filled, str(empty)).cast(pa.int64()).to_numpy(zero_copy_only=False)
    return numbers


def _fraction(column: pa.Array) -> Numbers:
    padded = pc.utf8_slice_codeunits(pc.utf8_rpad(pc.fill_null(column, ""), 6, "0"), 0, 6)
    numbers: Numbers = padded.cast(pa.int64()).to_numpy(zero_copy_only=False)
    return numbers


def _months(column: pa.Array) -> Numbers:
    return _looked_up(column, _month_names(), 0).astype(np.int64)


def _halves(column: pa.Array) -> NDArray[Any]:
    return _looked_up(column, _half_names(), "").astype("<U5")


def _looked_up(column: pa.Array, table: dict[str, Any], otherwise: object) -> NDArray[Any]:
    encoded = pc.fill_null(column, "").dictionary_encode()
    values = np.array([table.get(word.casefold().rstrip("."), otherwise) for word in encoded.dictionary.to_pylist()])
    found: NDArray[Any] = values[encoded.indices.to_numpy(zero_copy_only=False)]
    return found


@cache
def _month_names() -> dict[str, int]:
    return {word: int(number) for number, words in declared()["months"].items() for word in words}


@cache
def _half_names() -> dict[str, str]:
    return {word.rstrip("."): half for half, words in declared()["halves"].items() for word in words}
