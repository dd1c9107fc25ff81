"""The working days and hours of a city: its working week, its office hours, and the holidays of its country."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, timedelta
from functools import cached_property, lru_cache

import numpy as np

from geodata.city.profile import Profile
from geodata.city.working_hours import WEEKDAYS, HolidayCountry, WorkingHours
from queries.calendar.holidays import EARLIEST_YEAR, LATEST_YEAR, holidays_known, special_day
from queries.calendar.working_clock import FULL_RATE, WorkingClock
from queries.calendar.zones import DAY, zone_named

MINUTE = 60_000_000


@dataclass(frozen=True)
class WorkingCalendar:
    """zone: IANA name; country: whose holidays, None when unknown; weekdays: ISO numbers of the working week (Monday is
    1); hours: spells of work of a working day, each from and to a minute of the local day, in order."""

    zone: str
    country: HolidayCountry | None
    weekdays: frozenset[int]
    hours: tuple[tuple[int, int], ...]

    @property
    def minutes_a_day(self) -> int:
        """Minutes of work on a working day."""
        return sum(end - start for start, end in self.hours)

    def works(self, day: date) -> bool | None:
        """Whether a day is a working day; None where the calendar of its year is missing."""
        if not holidays_known(self.country, day.year):
            return None
        special = special_day(self.country, day)
        return day.isoweekday() in self.weekdays if special is None else not special.off

    @cached_property
    def years(self) -> range:
        """The latest unbroken row of years whose holidays are known; empty without a calendar."""
        known = [year for year in range(EARLIEST_YEAR, LATEST_YEAR + 1) if holidays_known(self.country, year)]
        last = known[-1] if known else 0
        first = last
        while first - 1 in known:
            first -= 1
        return range(first, last + 1 if known else first)

    @cached_property
    def clock(self) -> WorkingClock | None:
        """The clock of office hours over all known years, from local midnight to local midnight; None without any."""
        if not self.years:
            return None
        first, last = date(self.years[0], 1, 1), date(self.years[-1] + 1, 1, 1)
        local = np.array([_days(first) * DAY, *self._spells(first, last), _days(last) * DAY], dtype=np.int64)
        # where clocks go forward, the beginning of a spell in the skipped hour would come after its end
        edges = np.maximum.accumulate(zone_named(self.zone).to_utc(local).instants)
        rates = np.zeros(len(edges) - 1, dtype=np.int64)
        rates[1::2] = FULL_RATE
        return WorkingClock(edges, rates)

    def _spells(self, first: date, last: date) -> Iterator[int]:
        """Local beginning and end of every spell of work from one day to before another, in microseconds."""
        for number in range((last - first).days):
            day = first + timedelta(days=number)
            if self.works(day):
                for start, end in self.hours:
                    yield _days(day) * DAY + start * MINUTE
                    yield _days(day) * DAY + end * MINUTE


def working_calendar(profile: Profile) -> WorkingCalendar:
    """The calendar that a city's profile describes."""
    described = profile.working_time or WorkingHours()
    weekdays = frozenset(WEEKDAYS.index(day) + 1 for day in described.days)
    return _shared(WorkingCalendar(profile.zone, described.country_in(profile.zone), weekdays, described.spells))


@lru_cache(maxsize=16)
def _shared(calendar: WorkingCalendar) -> WorkingCalendar:
    """One instance of equal calendars, so that its clock is made once."""
    return calendar


def _days(day: date) -> int:
    return (day - date(1970, 1, 1)).days
