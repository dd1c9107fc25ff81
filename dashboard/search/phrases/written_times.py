"""Days and hours as people write them: 10月, 2026-10, Oct 27, last 14 days, 8点到10点. Pure."""

from __future__ import annotations

import calendar
import re
from collections.abc import Iterator
from datetime import date, timedelta

from dashboard.search.phrases.readings import PeriodAsked, PeriodBefore, Reading
from dashboard.search.phrases.word_data import clock_patterns, day_patterns, hours, numbers_of
from dashboard.view.parsers import YEARS

MONTHS_OF = {"month": 1, "quarter": 3, "year": 12}
LONGEST_DAYS = 999
_WEEK = 7


def period_of(first: date, last: date) -> PeriodAsked:
    """A range of days as an address names it."""
    return PeriodAsked(f"{first.isoformat()}..{last.isoformat()}")


def times_at(text: str, start: int, today: date) -> Iterator[tuple[int, Reading]]:
    """The end and the reading of each day or hour that is written at a place of a phrase."""
    for pattern, weeks_back in day_patterns():
        if (found := pattern.match(text, start)) and (days := _days(found, weeks_back, today)):
            yield found.end(), period_of(*days)
    for pattern in clock_patterns():
        if found := pattern.match(text, start):
            first = int(found["from"])
            end = int(found.groupdict().get("to") or first + 1)
            if first <= 23 and end <= 24 and first != end:
                yield found.end(), hours(first, end)


def period_before(asked: PeriodBefore, today: date) -> PeriodAsked:
    """The days that it means on a day."""
    if asked.unit in MONTHS_OF:
        length = MONTHS_OF[asked.unit]
        months = today.year * 12 + (today.month - 1) // length * length - asked.back * length
        first, end = _first_of(months), _first_of(months + length)
    else:
        length = 1 if asked.unit == "day" else _WEEK
        first = today - timedelta(days=(today.weekday() if length == _WEEK else 0) + asked.back * length)
        end = first + timedelta(days=length)
    return period_of(first, min(end - timedelta(days=1), today))


def _first_of(months: int) -> date:
    return date(months // 12, months % 12 + 1, 1)


def _days(found: re.Match[str], weeks_back: int | None, today: date) -> tuple[date, date] | None:
    """First and last day of what a pattern has found; None where there is no such day."""
    said = {name: value for name, value in found.groupdict().items() if value}
    for name, length in (("last", 1), ("last_weeks", _WEEK)):
        if name in said:
            number = int(said[name]) * length
            return (today - timedelta(days=number - 1), today) if 0 < number <= LONGEST_DAYS else None
    if "weekday_name" in said:
        day = _weekday(numbers_of("weekday")[said["weekday_name"]], weeks_back, today)
        return day, day
    try:
        return _calendar_days(said, today)
    except ValueError:
        return None


def _weekday(number: int, weeks_back: int | None, today: date) -> date:
    """Of a week before the present one, or (None) the newest before today."""
    if weeks_back is None:
        return today - timedelta(days=(today.isoweekday() - number) % _WEEK or _WEEK)
    return today - timedelta(days=today.isoweekday() - number + weeks_back * _WEEK)


def _calendar_days(said: dict[str, str], today: date) -> tuple[date, date]:
    """A year, a month of it, a day or the days of that; without a year the newest that has begun. Raises ValueError."""
    month = numbers_of("month")[said["month_name"]] if "month_name" in said else int(said.get("month", 0))
    year = int(said["year"]) if "year" in said else today.year - ("last_year" in said)
    if year not in YEARS:
        raise ValueError(year)
    if not month:
        return date(year, 1, 1), date(year, 12, 31)
    day = int(said.get("day", 1))
    if not said.keys() & {"year", "last_year", "this_year"} and (month, day) > (today.month, today.day):
        year -= 1
    last = int(said.get("last_day", day if "day" in said else calendar.monthrange(year, month)[1]))
    if last < day:
        raise ValueError(last)
    return date(year, month, day), date(year, month, last)
