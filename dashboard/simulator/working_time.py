"""Working time: a clock that runs faster and slower by the hour of the day, and stands still on days off.

Everything is whole microseconds, so a result never depends on the day at which a clock was set up.
"""

from __future__ import annotations

from datetime import date, datetime, timedelta
from functools import cache, cached_property

import numpy as np
from chinese_calendar import get_holiday_detail, is_workday
from numpy.typing import ArrayLike, NDArray

Instants = NDArray[np.int64]
"""Microseconds since 1970-01-01 UTC."""

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
    if calendar_missing(day.year):
        return day.weekday() < 5
    return bool(is_workday(day))


@cache
def public_holiday(day: date) -> bool:
    """Whether the day is part of a public holiday (not an ordinary weekend); False where the calendar is missing."""
    if calendar_missing(day.year):
        return False
    off, name = get_holiday_detail(day)
    return bool(off and name is not None)


@cache
def spring_festival(day: date) -> bool:
    """Whether the day is one of the Spring Festival's days off; False where the calendar is missing."""
    return public_holiday(day) and get_holiday_detail(day)[1] == "Spring Festival"


@cache
def calendar_missing(year: int) -> bool:
    """Whether the kept holiday calendar lacks this year (the State Council publishes the next one each November)."""
    try:
        is_workday(date(year, 7, 1))
    except NotImplementedError:
        return True
    return False


class WorkingClock:
    """Working time gone by, by hourly rates (100 = full pace), over `_SPAN_DAYS` days from a city day."""

    def __init__(self, first: date, *, office: bool) -> None:
        """An `office` clock runs 7 hours on working days; else the pace of crews outdoors, day and night."""
        days = [first + timedelta(days=number) for number in range(_SPAN_DAYS)]
        on = np.array([works(day) for day in days])[:, None]
        rates = np.where(on, _OFFICE, 0) if office else np.where(on, _FIELD, _FIELD * _DAYS_OFF_IN_FIELD // 100)
        self.rates: NDArray[np.int64] = rates.ravel().astype(np.int64)
        self.start = day_start(first)
        self.gone: NDArray[np.int64] = np.concatenate([[0], np.cumsum(self.rates * HOUR)]).astype(np.int64)

    def after(self, start: Instants, working: ArrayLike) -> Instants:
        """The moment when `working` microseconds at full pace have gone by since `start`; never before `start`."""
        inside = np.clip(start - self.start, 0, _SPAN_DAYS * DAY - 1)
        hour = inside // HOUR
        gone = self.gone[hour] + (inside % HOUR) * self.rates[hour]
        target = np.minimum(gone + np.asarray(working).astype(np.int64) * 100, self.gone[-1])
        reached = np.maximum(np.searchsorted(self.gone, target, side="left") - 1, 0)
        rest = (target - self.gone[reached]) // np.maximum(self.rates[reached], 1)
        moment: Instants = np.maximum(start, self.start + reached * HOUR + rest)
        return moment

    @cached_property
    def pace(self) -> float:
        """Mean rate, as a share of full pace: calendar time × pace = working time on the long run."""
        return float(self.rates.mean()) / 100


@cache
def office_clock(month: date) -> WorkingClock:
    """The office clock that covers a month and more than a year after it."""
    return WorkingClock(month - timedelta(days=1), office=True)


@cache
def field_clock(month: date) -> WorkingClock:
    """The clock of crews for a month and more than a year after it."""
    return WorkingClock(month - timedelta(days=1), office=False)
