"""The macro of working time and the clock that it is tabulated from give the same microseconds."""

from __future__ import annotations

from datetime import UTC, datetime
from importlib.resources import files

import duckdb
import numpy as np
import pytest

from geodata.city.working_hours import HolidayCountry
from queries.calendar.working_time import WorkingCalendar
from queries.calendar.working_time_table import working_time_table
from queries.calendar.zones import DAY, MISSING, microseconds

MACROS = files("queries.store").joinpath("macros.sql").read_text("utf-8").partition("-- Working time.")[2]
STATEMENT = """
SELECT worked_microseconds(instant, table_of) - worked_microseconds($origin, table_of)
FROM (SELECT unnest($instants) AS instant), (
  SELECT {'first_day': $working_first_day, 'days': $working_days, 'minutes': $working_minutes} AS table_of
)
"""
OFFICE = ((9 * 60, 12 * 60), (13 * 60, 17 * 60))


@pytest.mark.parametrize(
    ("zone", "country", "hours"),
    [
        ("Asia/Shanghai", "CN", OFFICE),
        ("America/New_York", "none", ((90, 240), (8 * 60 + 15, 16 * 60 + 45))),
        ("Asia/Kathmandu", "none", ((0, 24 * 60),)),
    ],
)
def test_the_table_says_what_the_clock_says(
    zone: str, country: HolidayCountry, hours: tuple[tuple[int, int], ...]
) -> None:
    calendar = WorkingCalendar(zone, country, frozenset(range(1, 6)), hours)
    bound = working_time_table(calendar, 2022, 2025)
    origin = microseconds(datetime(2022, 6, 1, tzinfo=UTC))
    instants = origin + np.random.default_rng(7).integers(0, 1_000 * DAY, 20_000)
    with duckdb.connect() as connection:
        connection.execute(f"CREATE TEMP MACRO microseconds_between(a, b) AS epoch_us(b) - epoch_us(a);--{MACROS}")
        given = {**bound, "origin": origin, "instants": instants.tolist()}
        given = {name: list(value) if isinstance(value, tuple) else value for name, value in given.items()}
        found = connection.execute(STATEMENT, given).fetchnumpy()
    assert calendar.clock is not None
    expected = calendar.clock.worked(instants) - calendar.clock.worked(np.array([origin]))
    assert np.array_equal(next(iter(found.values())), expected)


@pytest.mark.parametrize("year", [1990, 2031])
def test_years_without_calendar_are_not_in_the_table(year: int) -> None:
    calendar = WorkingCalendar("Asia/Shanghai", "CN", frozenset(range(1, 6)), OFFICE)
    assert calendar.clock is not None
    assert calendar.clock.worked(np.array([microseconds(datetime(year, 6, 1, tzinfo=UTC))])).tolist() == [MISSING]
    assert working_time_table(calendar, year, year)["working_days"] == ()
