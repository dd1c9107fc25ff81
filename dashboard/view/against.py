"""What a number is compared with, by choice: the period before, the same weekdays before, the year before. Pure."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta, tzinfo

from dashboard.view.periods import PeriodAt, ScreenPeriod, days_before, earlier
from queries.values import WorkingCalendar, year_before

PREVIOUS, WEEKDAYS, YEAR = AGAINST = ("previous", "weekdays", "year")
WEEK = 7


def earlier_by(against: str, now: PeriodAt, zone: tzinfo, calendar: WorkingCalendar) -> PeriodAt | None:
    """The period that `now` is compared with, as many days, looked at from the same distance; None for an open one."""
    period = now.period
    if against == PREVIOUS or period.start is None or period.end is None or period.days is None:
        return earlier(now, zone)
    if against == WEEKDAYS:
        return _shifted(now, timedelta(days=-(-period.days // WEEK) * WEEK), zone)
    year = year_before(period.start, period.end, calendar.country)
    found = _shifted(now, year.back, zone)
    return replace(found, by_festival=True) if found and year.aligned == "festival" else found


def _shifted(now: PeriodAt, back: timedelta, zone: tzinfo) -> PeriodAt | None:
    start, end = now.period.start, now.period.end
    if start is None or end is None:
        return None
    return PeriodAt(ScreenPeriod("days", start - back, end - back), days_before(now.as_of, back, zone))
