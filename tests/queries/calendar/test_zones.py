"""Local times and UTC over the clock changes of a zone, against the standard library."""

from datetime import UTC, date, datetime, timedelta
from zoneinfo import ZoneInfo

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from queries.calendar.zones import MISSING, instant, microseconds, zone_named

NEW_YORK = "America/New_York"
MOMENTS = st.datetimes(datetime.fromisoformat("1901-01-02"), datetime.fromisoformat("2099-12-30"))


def wall(text: str) -> int:
    return microseconds(datetime.fromisoformat(text).replace(tzinfo=UTC))


@pytest.mark.parametrize(
    ("local", "utc", "ambiguous", "skipped"),
    [
        ("2011-03-13T01:59:59", "2011-03-13T06:59:59", 0, 0),
        ("2011-03-13T02:00:00", "2011-03-13T07:00:00", 0, 1),
        ("2011-03-13T02:30:00", "2011-03-13T07:30:00", 0, 1),
        ("2011-03-13T03:00:00", "2011-03-13T07:00:00", 0, 0),
        ("2011-11-06T00:59:59", "2011-11-06T04:59:59", 0, 0),
        ("2011-11-06T01:00:00", "2011-11-06T05:00:00", 1, 0),
        ("2011-11-06T01:59:59", "2011-11-06T05:59:59", 1, 0),
        ("2011-11-06T02:00:00", "2011-11-06T07:00:00", 0, 0),
    ],
)
def test_the_clock_changes_of_new_york(local: str, utc: str, ambiguous: int, skipped: int) -> None:
    reading = zone_named(NEW_YORK).to_utc(np.array([wall(local), MISSING]))
    assert reading.instants.tolist() == [wall(utc), MISSING]
    assert (reading.ambiguous, reading.skipped) == (ambiguous, skipped)


@settings(deadline=None)
@given(
    st.sampled_from([NEW_YORK, "Asia/Shanghai", "Europe/London", "UTC", "Australia/Lord_Howe"]),
    MOMENTS,
)
def test_every_local_time_reads_as_the_standard_library_reads_it(name: str, local: datetime) -> None:
    reading = zone_named(name).to_utc(np.array([wall(local.isoformat())]))
    assert instant(reading.instants[0]) == local.replace(tzinfo=ZoneInfo(name)).astimezone(UTC)


@settings(deadline=None)
@given(st.sampled_from([NEW_YORK, "Asia/Shanghai"]), MOMENTS)
def test_day_and_hour_are_those_of_the_zone(name: str, moment: datetime) -> None:
    aware = moment.replace(tzinfo=UTC)
    day, hour = zone_named(name).day_and_hour(np.array([microseconds(aware)]))
    there = aware.astimezone(ZoneInfo(name))
    assert date(1970, 1, 1) + timedelta(days=int(day[0])) == there.date()
    assert hour[0] == there.hour
