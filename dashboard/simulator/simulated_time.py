"""Time in the simulated city: its days, and the clocks by which its offices and its crews outdoors work.

Instants are whole microseconds since 1970-01-01 UTC, so a result never depends on the day at which a clock was set up.
"""

from __future__ import annotations

from datetime import date, datetime, timedelta
from functools import cache

import numpy as np
from numpy.typing import NDArray

from queries.values import SpecialDay, WorkingClock, holidays_known, special_day

Instants = NDArray[np.int64]
"""Microseconds since 1970-01-01 UTC."""

COUNTRY = "CN"
SECOND = 1_000_000
MINUTE = 60 * SECOND
HOUR = 60 * MINUTE
DAY = 24 * HOUR
CITY_OFFSET = 8 * HOUR
"""China keeps UTC+8 all year round (the simulated city lies there)."""

OFFICE_HOURS_A_DAY = 7
_OFFICE = np.array([100 if hour in (9, 10, 11, 13, 14, 15, 16) else 0 for hour in range(24)], dtype=np.int64)
_FIELD = np.array([3] * 6 + [20, 70] + [100] * 10 + [80, 60, 40, 20, 10, 5], dtype=np.int64)
_DAYS_OFF_IN_FIELD = 55
_SPAN_DAYS = 480  # long-waiting cases are cleared more than a year after their report


def day_start(day: date) -> int:
    """Midnight of a city day, microseconds UTC."""
    return (day - date(1970, 1, 1)).days * DAY - CITY_OFFSET


def city_day(at: datetime) -> date:
    """The city day of an aware moment."""
    return (datetime(1970, 1, 1) + timedelta(microseconds=microseconds(at) + CITY_OFFSET)).date()  # noqa: DTZ001


def microseconds(at: datetime) -> int:
    """An aware moment as microseconds since 1970 UTC, exactly."""
    since = at - datetime.fromisoformat("1970-01-01T00:00:00+00:00")
    return (since.days * 86_400 + since.seconds) * SECOND + since.microseconds


@cache
def works(day: date) -> bool:
    """Whether offices work on this day: the official calendar with its make-up days.

    A year that the calendar does not have falls back to Monday-Friday; `calendar_missing` says so.
    """
    special = special_day(COUNTRY, day)
    return day.weekday() < 5 if special is None else not special.off


def public_holiday(day: date) -> bool:
    """Whether the day is part of a public holiday (not an ordinary weekend); False where the calendar is missing."""
    special = special_day(COUNTRY, day)
    return special is not None and special.off


def spring_festival(day: date) -> bool:
    """Whether the day is one of the Spring Festival's days off; False where the calendar is missing."""
    return special_day(COUNTRY, day) == SpecialDay(off=True, name="Spring Festival")


def calendar_missing(year: int) -> bool:
    """Whether the holiday calendar lacks this year (the State Council publishes the next one each November)."""
    return not holidays_known(COUNTRY, year)


def _clock(first: date, *, office: bool) -> WorkingClock:
    """By hourly rates over `_SPAN_DAYS` days from a city day. An `office` clock runs 7 hours on working days; else the
    pace of crews outdoors, day and night."""
    days = [first + timedelta(days=number) for number in range(_SPAN_DAYS)]
    on = np.array([works(day) for day in days])[:, None]
    rates = np.where(on, _OFFICE, 0) if office else np.where(on, _FIELD, _FIELD * _DAYS_OFF_IN_FIELD // 100)
    edges = day_start(first) + np.arange(rates.size + 1, dtype=np.int64) * HOUR
    return WorkingClock(edges, rates.ravel().astype(np.int64))


@cache
def office_clock(month: date) -> WorkingClock:
    """The office clock that covers a month and more than a year after it."""
    return _clock(month - timedelta(days=1), office=True)


@cache
def field_clock(month: date) -> WorkingClock:
    """The clock of crews for a month and more than a year after it."""
    return _clock(month - timedelta(days=1), office=False)
