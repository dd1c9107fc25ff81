"""Working days and hours of a city by the official calendar; a year without a calendar is unknown."""

from __future__ import annotations

from datetime import date, datetime, timedelta
from zoneinfo import ZoneInfo

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from pydantic import ValidationError

from geodata.city.profile import Level, Profile
from geodata.city.working_hours import WorkingHours
from queries.calendar.working_clock import WorkingClock
from queries.calendar.working_time import WorkingCalendar, working_calendar
from queries.calendar.zones import HOUR, MISSING, microseconds

SHANGHAI = ZoneInfo("Asia/Shanghai")


def calendar(zone: str = "Asia/Shanghai", hours: WorkingHours | None = None) -> WorkingCalendar:
    level = Level(key="city", zh="市", en="City")
    profile = Profile(name="town", title_zh="镇", title_en="Town", zone=zone, levels=(level,), working_time=hours)
    return working_calendar(profile)


def clock(zone: str = "Asia/Shanghai", hours: WorkingHours | None = None) -> WorkingClock:
    found = calendar(zone, hours).clock
    assert found is not None
    return found


def hours_worked(start: datetime, end: datetime, of: WorkingClock | None = None) -> float:
    worked = (of or clock()).worked(np.array([microseconds(start), microseconds(end)]))
    return float(worked[1] - worked[0]) / HOUR


def local(*at: int, zone: ZoneInfo = SHANGHAI) -> datetime:
    return datetime(*at, tzinfo=zone)  # type: ignore[misc,arg-type]


@pytest.mark.parametrize(
    ("start", "end", "hours"),
    [
        (local(2024, 6, 5, 9, 30), local(2024, 6, 5, 11, 30), 2),
        (local(2024, 6, 5, 11, 30), local(2024, 6, 5, 13, 30), 1),  # over the midday rest
        (local(2024, 6, 14, 16, 0), local(2024, 6, 17, 10, 0), 2),  # over a weekend
        (local(2024, 6, 7, 16, 0), local(2024, 6, 11, 10, 0), 2),  # over the weekend and Dragon Boat, Monday 10 June
        (local(2024, 6, 10), local(2024, 6, 11), 0),
        (local(2024, 4, 28), local(2024, 4, 29), 7),  # a Sunday that makes up for the Labour Day holiday
        (local(2024, 6, 3), local(2024, 6, 8), 35),
    ],
)
def test_time_is_worked_in_office_hours_of_working_days(start: datetime, end: datetime, hours: float) -> None:
    assert hours_worked(start, end) == hours


@pytest.mark.parametrize(
    ("start", "hours", "end"),
    [
        (local(2026, 11, 18, 11, 30), 1, local(2026, 11, 18, 13, 30)),
        (local(2026, 11, 21, 3, 0), 7, local(2026, 11, 23, 17, 0)),  # begun at night on a Saturday
        (local(2026, 9, 30, 16, 0), 2, local(2026, 10, 8, 10, 0)),  # over the National Day holiday
        (local(2026, 10, 9, 16, 0), 2, local(2026, 10, 10, 10, 0)),  # Saturday 10 October is made up for
    ],
)
def test_a_limit_ends_when_its_working_time_has_gone_by(start: datetime, hours: int, end: datetime) -> None:
    assert clock().after(np.array([microseconds(start)]), hours * HOUR).tolist() == [microseconds(end)]


def test_a_day_is_a_working_day_a_day_off_or_unknown() -> None:
    days = [date(2024, 6, 7), date(2024, 6, 8), date(2024, 6, 10), date(2024, 4, 28), date(2031, 6, 9)]
    assert [calendar().works(day) for day in days] == [True, False, False, True, None]


def test_time_in_a_year_without_calendar_is_missing() -> None:
    at = np.array([microseconds(local(year, 6, 7, 10)) for year in (2003, 2024, 2031)])
    assert (clock().worked(at) == MISSING).tolist() == [True, False, True]


def test_a_city_whose_holidays_are_unknown_has_no_clock() -> None:
    assert calendar("America/New_York").clock is None
    assert calendar("America/New_York").works(date(2024, 6, 7)) is None


def test_a_city_may_have_no_holidays_and_a_week_and_hours_of_its_own() -> None:
    new_york = ZoneInfo("America/New_York")
    own = WorkingHours(holidays="none", days=("mon", "sun"), hours=("08:30-16:30",))
    week = (local(2024, 3, 4, zone=new_york), local(2024, 3, 11, zone=new_york))  # clocks go forward on the Sunday
    assert hours_worked(*week, clock("America/New_York", own)) == 16


@pytest.mark.parametrize("hours", [("9-12",), ("12:00-09:00",), ("13:00-17:00", "09:00-12:00"), ("09:00-24:30",), ()])
def test_office_hours_that_cannot_be_are_refused(hours: tuple[str, ...]) -> None:
    with pytest.raises(ValidationError):
        WorkingHours(hours=hours)


INSTANTS = st.integers(microseconds(local(2004, 1, 2)), microseconds(local(2026, 12, 31)))


@given(st.lists(INSTANTS, min_size=3, max_size=3).map(sorted))
def test_working_time_adds_up_and_never_exceeds_calendar_time(at: list[int]) -> None:
    first, second, third = (int(worked) for worked in clock().worked(np.array(at)))
    assert first <= second <= third
    assert third - first <= at[2] - at[0]
    assert second - first <= at[1] - at[0]


@given(INSTANTS, st.integers(0, 200 * HOUR))
def test_exactly_the_working_time_lies_between_a_start_and_its_limit(start: int, working: int) -> None:
    limit = min(start + 30 * 24 * HOUR, microseconds(local(2026, 12, 1)))
    of = clock()
    end = int(of.after(np.array([start]), working)[0])
    if end < limit:
        worked = of.worked(np.array([start, end]))
        assert int(worked[1] - worked[0]) == working


def test_a_day_has_as_many_minutes_of_work_as_its_spells() -> None:
    assert calendar().minutes_a_day == 420
    assert timedelta(minutes=calendar(hours=WorkingHours(hours=("00:00-24:00",))).minutes_a_day) == timedelta(days=1)
