"""Periods of city days, and the earlier period that each is compared with. Pure."""

from __future__ import annotations

import calendar
from dataclasses import dataclass
from datetime import date, datetime, timedelta, tzinfo

from dashboard.view import parsers
from queries.values import end_of_day

LEAST_DAYS, MOST_DAYS = 30, 92  # of a trend
NAMED_PERIODS = ("today", "yesterday", "week", "last_week", "7d", "30d", "month", "last_month", "all")


@dataclass(frozen=True)
class ScreenPeriod:
    """City days `start`..`end`, both inclusive; None is open. `kind` is a named period, or "days" for a chosen
    range.
    """

    kind: str
    start: date | None
    end: date | None

    @property
    def days(self) -> int | None:
        """Length in days, None when the period is open."""
        return (self.end - self.start).days + 1 if self.start and self.end else None

    def runs(self, as_of: datetime, zone: tzinfo) -> bool:
        """True while its last day is not over at `as_of`."""
        return self.end is not None and not is_over(self.end, as_of, zone)


@dataclass(frozen=True)
class PeriodAt:
    """A period together with the moment at which it is looked at (aware). by_festival: of the year before, it lies
    where the Spring Festival lay then."""

    period: ScreenPeriod
    as_of: datetime
    by_festival: bool = False


def resolve(name: str, as_of: datetime, zone: tzinfo) -> ScreenPeriod:
    """The days that `name` (one of NAMED_PERIODS, or a range of days) means at `as_of`. Raises BadParameter."""
    today = as_of.astimezone(zone).date()
    first = today.replace(day=1)
    monday = today - timedelta(days=today.weekday())
    last_of_previous = first - timedelta(days=1)
    ranges: dict[str, tuple[date | None, date | None]] = {
        "today": (today, today),
        "yesterday": (today - timedelta(days=1), today - timedelta(days=1)),
        "week": (monday, today),
        "last_week": (monday - timedelta(days=7), monday - timedelta(days=1)),
        "7d": (today - timedelta(days=6), today),
        "30d": (today - timedelta(days=29), today),
        "month": (first, today),
        "last_month": (last_of_previous.replace(day=1), last_of_previous),
        "all": (None, None),
    }
    if name in ranges:
        return ScreenPeriod(name, *ranges[name])
    return ScreenPeriod("days", *parsers.days("period", name))


def is_period_name(text: str) -> bool:
    """True for a named period."""
    return text in NAMED_PERIODS


def earlier(now: PeriodAt, zone: tzinfo) -> PeriodAt | None:
    """The preceding equal period, looked at from the same distance: a running day meets the same moment of the day
    before.

    It always has as many days, so that a constant flow is no change. Days of a month meet the first days of the month
    before, of a shorter one the days up to its end; a week that runs meets the same weekdays of the week before;
    everything else meets the days just before it. None for an open period, which has nothing before it.
    """
    period = now.period
    if period.start is None or period.end is None or period.days is None:
        return None
    end = period.start - timedelta(days=1)
    if period.kind in ("month", "last_month") or is_whole_month(period):
        end = min(end, end.replace(day=1) + timedelta(days=period.days - 1))
    elif period.kind == "week":
        end = period.end - timedelta(days=7)
    kind = "yesterday" if period.kind == "today" else "days"
    before = ScreenPeriod(kind, end - timedelta(days=period.days - 1), end)
    return PeriodAt(before, days_before(now.as_of, period.end - end, zone))


def is_whole_month(period: ScreenPeriod) -> bool:
    """True for all days of a calendar month."""
    if period.start is None or period.end is None:
        return False
    last = calendar.monthrange(period.start.year, period.start.month)[1]
    return period.start.day == 1 and period.end == period.start.replace(day=last)


def days_before(moment: datetime, back: timedelta, zone: tzinfo) -> datetime:
    """The same clock time of an earlier city day, whatever daylight saving did between."""
    local = moment.astimezone(zone)
    return datetime.combine(local.date() - back, local.time().replace(tzinfo=None), tzinfo=zone)


def is_over(day: date, as_of: datetime, zone: tzinfo) -> bool:
    """True when nothing of a city day is left at `as_of`, its last microsecond included."""
    return as_of >= end_of_day(day, zone)


def trend_days(
    period: ScreenPeriod, as_of: datetime, zone: tzinfo, reported: tuple[date, date] | None = None
) -> tuple[date, date]:
    """The days a trend shows: the period's own, at least LEAST_DAYS and at most MOST_DAYS, ending where the period ends
    (an open one where reports end), at the latest today; none before the first report, which would be a false zero.

    `reported`: the days of the first and the last report.
    """
    today = as_of.astimezone(zone).date()
    first, last = reported or (date.min, today)
    end = min(period.end or last, today)
    length = (end - period.start).days + 1 if period.start else MOST_DAYS
    start = end - timedelta(days=max(LEAST_DAYS, min(MOST_DAYS, length)) - 1)
    return (max(start, first) if first <= end else start), end
