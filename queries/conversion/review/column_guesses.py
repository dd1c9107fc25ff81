"""What columns might mean that no known name gives: by doubtful names whose values fit, then by the values alone."""

from __future__ import annotations

from datetime import UTC, datetime

import duckdb
import numpy as np
import pyarrow as pa
import pyarrow.compute as pc

from queries.calendar.zones import MISSING, microseconds, zone_named
from queries.conversion.canonical import TIMES
from queries.conversion.column_names import Mapping
from queries.conversion.naming.clock_names import pair_of
from queries.conversion.naming.known_names import doubtful_names
from queries.conversion.review.number_times import number_times
from queries.conversion.times import begin_readings
from queries.conversion.typed_columns import as_decimals, as_text, words
from queries.conversion.writings.date_orders import DAY_FIRST, MONTH_FIRST, YEAR_FIRST, ColumnOrders, latest_year
from queries.conversion.writings.separate_clocks import tidy_clocks
from queries.privacy.personal_columns import plain_name

LONGEST_NUMBER = 40
Guesses = dict[str, str | list[str]]
_MOST_DEGREES = {"lon": 180.0, "lat": 90.0}
_FITTING = 0.9
_NUMBER = r"^[\d.]+$"
_ORDERS = [
    ColumnOrders(order is DAY_FIRST, dict.fromkeys("/-.", order)) for order in (DAY_FIRST, MONTH_FIRST, YEAR_FIRST)
]


def guessed_columns(table: pa.Table, mapping: Mapping, cursor: duckdb.DuckDBPyConnection) -> Guesses:
    """Canonical column → column of the file that no name has given to anything, or a time's day and its time of day in
    two. `cursor` only computes."""
    left = {plain_name(name): name for name in reversed(mapping.unrecognised) if name in table.column_names}
    missing = [canonical for canonical in doubtful_names() if canonical not in mapping.columns]
    if "accepted_at" in mapping.columns:
        missing = [canonical for canonical in missing if canonical != "reported_at"]
    found: dict[str, str] = {}
    for canonical in missing:
        named = [left[plain] for plain in doubtful_names()[canonical] if plain in left]
        fitting = [name for name in named if _fits(canonical, table.column(name), cursor)]
        if fitting:
            found[canonical] = fitting[0]
    if ("lon" in found) != ("lat" in found):
        found = {canonical: name for canonical, name in found.items() if canonical not in _MOST_DEGREES}
    others = [name for name in reversed(left.values()) if name not in found.values()]
    for canonical in ("reported_at", "source_id"):
        if canonical in missing and canonical not in found:
            fitting = [name for name in others if _fits(canonical, table.column(name), cursor)]
            if canonical == "reported_at" and len(fitting) > 1:
                fitting.sort(key=lambda name: are_numbers(table.column(name)))  # texts say more than numbers
            if fitting:
                found[canonical] = fitting[0]
                others.remove(fitting[0])
    return {canonical: _with_clock(canonical, name, table, others, cursor) for canonical, name in found.items()}


def _with_clock(
    canonical: str, name: str, table: pa.Table, others: list[str], cursor: duckdb.DuckDBPyConnection
) -> str | list[str]:
    """A guessed column; of a time whose days stand in it and whose times of day in another of these, both."""
    pair = pair_of(canonical, name, [name, *others]) if canonical in TIMES else (name,)
    if len(pair) > 1 and pair[0] == name and _are_clocks(as_text(table.column(pair[1])).drop_null(), cursor):
        return list(pair)
    return name


def _are_clocks(texts: pa.ChunkedArray, cursor: duckdb.DuckDBPyConnection) -> bool:
    """Whether most of these texts are times of day."""
    clocks = tidy_clocks(texts).drop_null()
    beside = pa.chunked_array([pc.binary_join_element_wise("2024-03-05", clocks, " ")])
    return bool(len(clocks)) and _share_of_times(beside, cursor, ColumnOrders()) >= _FITTING


def _fits(canonical: str, column: pa.ChunkedArray, cursor: duckdb.DuckDBPyConnection) -> bool:
    texts = as_text(column).drop_null()
    if not len(texts):
        return False
    if canonical in TIMES:
        return _are_times(texts, cursor) and (canonical != "reported_at" or len(texts) >= _FITTING * len(column))
    if canonical in _MOST_DEGREES:
        degrees, _ = as_decimals(texts)
        most = _MOST_DEGREES[canonical]
        return bool(np.all(np.abs(degrees) <= most)) and bool(np.any(degrees % 1 != 0))
    if canonical == "status":
        known = words("status")
        return all(text.casefold() in known for text in pc.unique(texts).to_pylist())
    return _are_case_numbers(texts, len(column)) and (are_numbers(column) or not _are_times(texts, cursor))


def _are_times(texts: pa.ChunkedArray, cursor: duckdb.DuckDBPyConnection) -> bool:
    if pc.any(pc.match_substring_regex(texts, _NUMBER)).as_py():
        return number_times(texts, cursor) is not None  # a number may be read as seconds or as a serial day
    return any(_share_of_times(texts, cursor, orders) >= _FITTING for orders in _ORDERS)


def _share_of_times(texts: pa.ChunkedArray, cursor: duckdb.DuckDBPyConnection, orders: ColumnOrders) -> float:
    utc, latest = zone_named("UTC"), latest_year(microseconds(datetime.now(UTC)))
    reading = begin_readings({"time": texts}, cursor)["time"].finish(utc, cursor, latest=latest, orders=orders)
    return float((reading.instants != MISSING).mean())


def are_numbers(column: pa.ChunkedArray) -> bool:
    """Whether a column holds bare numbers."""
    return bool(pc.any(pc.match_substring_regex(as_text(column).drop_null(), _NUMBER)).as_py())


def _are_case_numbers(texts: pa.ChunkedArray, rows: int) -> bool:
    """Whether every row has another short text with a digit and without a blank, none of them with a fraction."""
    if len(texts) < rows or pc.count_distinct(texts).as_py() < rows:
        return False
    numbers = pc.match_substring_regex(texts, rf"^[^\s.,]{{0,{LONGEST_NUMBER}}}$")
    digits = pc.match_substring_regex(texts, r"\d")
    return bool(pc.all(numbers).as_py() and pc.all(digits).as_py())
