"""Which earlier periods a period is compared with: the same weekdays of the weeks before, each looked at from the same
distance. Pure."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import date, datetime, timedelta, tzinfo

from queries.calendar.holidays import special_day
from queries.calendar.working_time import WorkingCalendar

WEEKS = 12
"""How many weeks back single days are compared."""
MOST_PERIODS = 8
"""How many earlier periods of more than a week are compared; a year at most."""
LONGEST_DAYS = 31
WEEK = timedelta(days=7)


@dataclass(frozen=True)
class EarlierPeriod:
    """City days, both inclusive, and the moment (aware) as of which they are looked at."""

    start: date
    end: date
    as_of: datetime

    def days(self) -> tuple[date, ...]:
        """All days of it."""
        return tuple(self.start + timedelta(days=number) for number in range((self.end - self.start).days + 1))


@dataclass(frozen=True)
class Comparing:
    """calendar: of the city; is_known: whether the sources that have the period asked about have a day too, and it lies
    in the same season."""

    zone: tzinfo
    calendar: WorkingCalendar
    is_known: Callable[[date], bool]

    def earlier(self, start: date, end: date, as_of: datetime) -> tuple[EarlierPeriod, ...]:
        """The comparable periods before this one, the latest first; none of a period of more than LONGEST_DAYS.

        They lie whole weeks back and do not overlap, so that weekdays meet their like. A holiday or make-up day is
        compared with none that is not of its kind, so that an ordinary Thursday meets ordinary Thursdays alone.
        """
        return tuple(self._earlier(start, end, as_of))

    def has_earlier(self, start: date, end: date, as_of: datetime) -> bool:
        """Whether there is any of them, which costs as much as looking for the latest."""
        return any(True for _ in self._earlier(start, end, as_of))

    def _earlier(self, start: date, end: date, as_of: datetime) -> Iterator[EarlierPeriod]:
        length = (end - start).days + 1
        if length > LONGEST_DAYS:
            return
        weeks = -(-length // WEEK.days)
        most = WEEKS if weeks == 1 else MOST_PERIODS
        kinds = self._kinds(EarlierPeriod(start, end, as_of))
        found = (self._shifted(start, end, as_of, number * weeks * WEEK) for number in range(1, most + 1))
        yield from (one for one in found if all(map(self.is_known, one.days())) and self._kinds(one) == kinds)

    def _kinds(self, period: EarlierPeriod) -> tuple[bool | None, ...]:
        """Of each day whether it is a public holiday (True) or a make-up day (False); None of an ordinary one."""
        days = (special_day(self.calendar.country, day) for day in period.days())
        return tuple(None if day is None else day.off for day in days)

    def _shifted(self, start: date, end: date, as_of: datetime, back: timedelta) -> EarlierPeriod:
        """The period so many days before, at the same time of day whatever daylight saving did between."""
        local = as_of.astimezone(self.zone)
        moment = datetime.combine(local.date() - back, local.time().replace(tzinfo=None), tzinfo=self.zone)
        return EarlierPeriod(start - back, end - back, moment)
