"""The same period of the year before: by weekdays, by dates, or by the Spring Festival, which moves."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, timedelta
from typing import Literal

from geodata.city.working_hours import HolidayCountry

LONGEST_BY_WEEKDAYS = 27
YEAR_OF_WEEKS = timedelta(weeks=52)
EVE, LAST = timedelta(days=-1), timedelta(days=6)
"""The days of the festival, counted from the first day of the lunar year: its eve to the end of the golden week."""
_NEW_YEARS = """2004-01-22 2005-02-09 2006-01-29 2007-02-18 2008-02-07 2009-01-26 2010-02-14 2011-02-03 2012-01-23
2013-02-10 2014-01-31 2015-02-19 2016-02-08 2017-01-28 2018-02-16 2019-02-05 2020-01-25 2021-02-12 2022-02-01 2023-01-22
2024-02-10 2025-01-29 2026-02-17 2027-02-06 2028-01-26 2029-02-13 2030-02-03"""
NEW_YEARS = tuple(date.fromisoformat(day) for day in _NEW_YEARS.split())
"""The first day of the lunar year, as the Purple Mountain Observatory computes it (GB/T 33661)."""
Aligned = Literal["weekdays", "dates", "festival"]


@dataclass(frozen=True)
class YearBefore:
    """How far back it lies, and what falls on what."""

    back: timedelta
    aligned: Aligned


def year_before(start: date, end: date, country: HolidayCountry | None) -> YearBefore:
    """Where to look for the days from start to end a year earlier: single days and weeks on the same weekdays, longer
    ones on the same dates. In China a span that touches the Spring Festival, or would then, meets the same day of it.
    """
    plain = _without_festival(start, end)
    if country == "CN":
        for new_year, before in zip(NEW_YEARS[1:], NEW_YEARS, strict=False):
            is_now = _touches(start, end, new_year)
            if is_now or _touches(start - plain.back, end - plain.back, before):
                return YearBefore(new_year - before, "festival")
    return plain


def _without_festival(start: date, end: date) -> YearBefore:
    if (end - start).days + 1 <= LONGEST_BY_WEEKDAYS:
        return YearBefore(YEAR_OF_WEEKS, "weekdays")
    day = min(start.day, 28) if start.month == 2 else start.day
    return YearBefore(start - start.replace(year=start.year - 1, day=day), "dates")


def _touches(start: date, end: date, new_year: date) -> bool:
    return start <= new_year + LAST and end >= new_year + EVE
