"""The period that a screen opens on when nobody has chosen one."""

from __future__ import annotations

import calendar
from collections.abc import Callable
from datetime import date, datetime, timedelta, tzinfo
from typing import Literal

from queries.calendar.city_days import naive, start_of
from queries.calendar.clock import Clock
from queries.kpis.source_facts import Facts

OpeningKind = Literal["today", "last_full_month", "last_seven_days"]


def opening_period(facts: Facts, clock: Clock, zone: tzinfo, as_of: datetime) -> tuple[date, date, OpeningKind]:
    """First and last city day, and what they are: today, or, of data that have ended, the last full month in which
    cases were reported, else the seven days up to the last report. Raises TooSlow."""
    today = as_of.astimezone(zone).date()
    if not clock.stands_on_data(facts.watermark()):
        return today, today, "today"
    sources = facts.sources()
    first = min(s.first_reported for s in sources if s.first_reported).astimezone(zone).date()
    last = max(s.last_reported for s in sources if s.last_reported).astimezone(zone).date()

    def last_report(day: date) -> date | None:
        before = facts.last_reported_before(naive(start_of(day + timedelta(days=1), zone)))
        return before.astimezone(zone).date() if before else None

    return last_full_period(first, min(last, today), last_report)


def last_full_period(
    first: date, last: date, last_report: Callable[[date], date | None]
) -> tuple[date, date, OpeningKind]:
    """Of data reported from `first` to `last`: the last calendar month that they fill to its end and that has a case,
    else the seven days up to the last report. last_report: the last day up to a given one that has a case."""
    end = last if last == _end_of_month(last) else last.replace(day=1) - timedelta(days=1)
    reported = last_report(end) if end.replace(day=1) >= first else None
    if reported and reported.replace(day=1) >= first:
        return reported.replace(day=1), _end_of_month(reported), "last_full_month"
    end = last_report(last) or last
    return max(first, end - timedelta(days=6)), end, "last_seven_days"


def _end_of_month(day: date) -> date:
    return day.replace(day=calendar.monthrange(day.year, day.month)[1])
