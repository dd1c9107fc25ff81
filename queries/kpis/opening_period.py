"""The period that a screen opens on when nobody has chosen one."""

from __future__ import annotations

import calendar
from datetime import date, datetime, timedelta, tzinfo
from typing import Literal

from queries.calendar.clock import Clock
from queries.kpis.source_facts import Facts

OpeningKind = Literal["today", "last_full_month", "last_seven_days"]


def opening_period(facts: Facts, clock: Clock, zone: tzinfo, as_of: datetime) -> tuple[date, date, OpeningKind]:
    """First and last city day, and what they are: today, or, of data that have ended, the last full month in which
    cases were reported, else the last seven days."""
    today = as_of.astimezone(zone).date()
    if not clock.stands_on_data(facts.watermark()):
        return today, today, "today"
    sources = facts.sources()
    first = min(s.first_reported for s in sources if s.first_reported).astimezone(zone).date()
    last = max(s.last_reported for s in sources if s.last_reported).astimezone(zone).date()
    return last_full_period(first, min(last, today))


def last_full_period(first: date, last: date) -> tuple[date, date, OpeningKind]:
    """Of data reported from `first` to `last`: the last calendar month that they fill to its end, else seven days."""
    ends_month = last.day == calendar.monthrange(last.year, last.month)[1]
    end = last if ends_month else last.replace(day=1) - timedelta(days=1)
    if end.replace(day=1) >= first:
        return end.replace(day=1), end, "last_full_month"
    return max(first, last - timedelta(days=6)), last, "last_seven_days"
