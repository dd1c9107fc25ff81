"""Which days a trend shows in steps of days, weeks or months, and with which earlier days they are compared. Pure."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, timedelta, tzinfo

from dashboard.view.periods import PeriodAt, trend_days
from queries.values import first_of, last_of

WEEK = 7
WEEKS, MONTHS, MONTHS_OF_STATE = 26, 24, 12
YEAR_OF_WEEKS = 52 * WEEK


@dataclass(frozen=True)
class TrendSpan:
    """Days `start`..`end` in steps; the first step is whole, the last as far as it has come."""

    step: str
    start: date
    end: date

    def steps(self) -> Iterator[tuple[date, date]]:
        """First and last day of each step, the last day at most `end`."""
        first = self.start
        while first <= self.end:
            last = min(last_of(self.step, first), self.end)
            yield first, last
            first = last + timedelta(days=1)

    @property
    def back(self) -> timedelta:
        """How far back the days compared with lie: the nearest weeks before that do not overlap; of weeks and months a
        year of whole weeks, or the months of the year before."""
        if self.step == "month":
            return self.end - _year_before(self.end)
        if self.step == "week":
            return timedelta(days=YEAR_OF_WEEKS)
        return timedelta(days=-(-((self.end - self.start).days + 1) // WEEK) * WEEK)

    def earlier(self) -> TrendSpan:
        """The days compared with, as many steps."""
        if self.step == "month":
            return TrendSpan(self.step, _year_before(self.start), _year_before(self.end))
        return TrendSpan(self.step, self.start - self.back, self.end - self.back)


def trend_span(
    step: str, now: PeriodAt, zone: tzinfo, reported: tuple[date, date] | None, *, of_state: bool = False
) -> TrendSpan:
    """The days of a trend. reported: days of the first and the last report; of_state: each day is asked for itself."""
    start, end = trend_days(now.period, now.as_of, zone, reported)
    if step == "day":
        return TrendSpan(step, start, end)
    first = reported[0] if reported else date.min
    if step == "week":
        wanted = first_of(step, end) - timedelta(days=WEEK * (WEEKS - 1))
    else:
        wanted = _months_before(first_of(step, end), (MONTHS_OF_STATE if of_state else MONTHS) - 1)
    return TrendSpan(step, first_of(step, max(wanted, first) if first <= end else start), end)


def _months_before(first: date, months: int) -> date:
    number = first.year * 12 + first.month - 1 - months
    return date(number // 12, number % 12 + 1, 1)


def _year_before(day: date) -> date:
    return day.replace(year=day.year - 1, day=min(day.day, 28) if day.month == 2 else day.day)
