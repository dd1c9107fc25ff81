"""Public holidays and make-up working days of a country, from a maintained library.

CN: chinesecalendar, which follows the notices of the State Council; the next year is published each November and comes
with a new release. A year that the library does not have is unknown, never guessed.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from functools import cache

from chinese_calendar import get_holiday_detail

from geodata.city.working_hours import HolidayCountry

EARLIEST_YEAR, LATEST_YEAR = 2000, 2060


@dataclass(frozen=True)
class SpecialDay:
    """A day that is not what its weekday says. off: a public holiday, else a make-up working day; name: its holiday."""

    off: bool
    name: str


@cache
def holidays_known(country: HolidayCountry | None, year: int) -> bool:
    """Whether the holidays of a year are known; never without a country, always for one without holidays (`none`)."""
    if country is None or not EARLIEST_YEAR <= year <= LATEST_YEAR:
        return False
    if country == "none":
        return True
    try:
        get_holiday_detail(date(year, 7, 1))
    except NotImplementedError:
        return False
    return True


@cache
def special_day(country: HolidayCountry | None, day: date) -> SpecialDay | None:
    """The holiday or make-up day that a day is; None for an ordinary day, and where `holidays_known` is False."""
    if country == "none" or not holidays_known(country, day.year):
        return None
    off, name = get_holiday_detail(day)
    return None if name is None else SpecialDay(bool(off), str(name))
