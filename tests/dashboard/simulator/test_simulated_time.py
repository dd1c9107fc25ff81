"""The simulated city works by office hours of the official calendar, and outdoors at every hour."""

from __future__ import annotations

from datetime import UTC, date, datetime, timedelta
from zoneinfo import ZoneInfo

import numpy as np
import pytest

from dashboard.simulator.generating import moment
from dashboard.simulator.simulated_time import (
    HOUR,
    calendar_missing,
    city_day,
    day_start,
    field_clock,
    microseconds,
    office_clock,
    works,
)
from queries.values import WorkingClock

CITY = ZoneInfo("Asia/Shanghai")
OFFICE = office_clock(date(2026, 9, 1))


def after(start: datetime, hours: float, clock: WorkingClock = OFFICE) -> datetime:
    reached = clock.after(np.array([microseconds(start)]), np.array([hours * HOUR]))
    return moment(int(reached[0])).astimezone(CITY)


def local(*at: int) -> datetime:
    return datetime(*at, tzinfo=CITY)  # type: ignore[misc,arg-type]


@pytest.mark.parametrize(
    ("start", "hours", "end"),
    [
        (local(2026, 11, 18, 9, 30), 2, local(2026, 11, 18, 11, 30)),
        (local(2026, 11, 18, 11, 30), 1, local(2026, 11, 18, 13, 30)),  # over the midday rest
        (local(2026, 11, 20, 16, 30), 1, local(2026, 11, 23, 9, 30)),  # over a weekend
        (local(2026, 11, 21, 3, 0), 7, local(2026, 11, 23, 17, 0)),  # begun at night on a Saturday
        (local(2026, 9, 30, 16, 0), 2, local(2026, 10, 8, 10, 0)),  # over the National Day holiday
    ],
)
def test_office_hours_are_counted(start: datetime, hours: float, end: datetime) -> None:
    assert after(start, hours) == end


def test_a_make_up_saturday_is_a_working_day() -> None:
    assert works(date(2026, 10, 10))
    assert after(local(2026, 10, 9, 16, 0), 2) == local(2026, 10, 10, 10, 0)


def test_a_year_without_calendar_counts_monday_to_friday() -> None:
    assert calendar_missing(2031)
    assert not calendar_missing(2026)
    assert [works(date(2031, 1, 6) + timedelta(days=n)) for n in range(7)] == [True] * 5 + [False] * 2


def test_the_clock_does_not_depend_on_the_day_it_is_set_up() -> None:
    field = [field_clock(date(2026, month, 1)) for month in (8, 9, 10)]
    starts = microseconds(local(2026, 10, 1)) + np.arange(500, dtype=np.int64) * 3 * HOUR // 7
    working = np.linspace(0, 60, 500) * HOUR
    first, second, third = (clock.after(starts, working) for clock in field)
    assert (first == second).all()
    assert (second == third).all()
    assert (first >= starts).all()


def test_a_city_day_begins_at_local_midnight() -> None:
    assert moment(day_start(date(2026, 11, 20))) == local(2026, 11, 20)
    assert city_day(datetime(2026, 11, 19, 16, 0, tzinfo=UTC)) == date(2026, 11, 20)
