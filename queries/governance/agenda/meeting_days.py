"""The days of a standing meeting: every week on its weekday, on the next working day where that is a day off."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, datetime, timedelta, tzinfo

from queries.calendar.working_time import WorkingCalendar
from queries.governance.agenda.agenda_rule import AgendaRule

DAY, WEEK = timedelta(days=1), timedelta(weeks=1)
LONGEST_ROW_OF_HOLIDAYS = timedelta(weeks=6)
"""No meeting is looked for further away."""


@dataclass(frozen=True)
class Meeting:
    """day: on which it is, of the city's zone; regular: on which it would be by its weekday; at: as of when its agenda
    stands (aware). is_calendar_known: whether the days off of that year are known; else nothing is moved."""

    day: date
    regular: date
    at: datetime
    is_calendar_known: bool = True

    @property
    def is_moved(self) -> bool:
        """Whether a day off moved it."""
        return self.day != self.regular


@dataclass(frozen=True)
class MeetingDays:
    """The meetings of a rule in a city."""

    rule: AgendaRule
    calendar: WorkingCalendar
    zone: tzinfo

    def following(self, moment: datetime) -> Meeting:
        """The first meeting at or after a moment (aware)."""
        day = moment.astimezone(self.zone).date()
        return next(one for one in self._from(day - LONGEST_ROW_OF_HOLIDAYS) if one.at >= moment)

    def before(self, meeting: Meeting) -> Meeting:
        """The meeting before one."""
        found = meeting
        for one in self._from(meeting.day - 2 * LONGEST_ROW_OF_HOLIDAYS):
            if one.at >= meeting.at:
                break
            found = one
        return found

    def on(self, day: date) -> Meeting | None:
        """The meeting of a day, or the one that was moved away from it; None where there is none."""
        near = self.between(day - LONGEST_ROW_OF_HOLIDAYS, day)
        return next((one for one in near if day in (one.day, one.regular)), None)

    def between(self, first: date, last: date) -> Iterator[Meeting]:
        """The meetings whose regular day lies between two days, both inclusive."""
        for one in self._from(first):
            if one.regular > last:
                return
            yield one

    def _from(self, day: date) -> Iterator[Meeting]:
        regular = day + DAY * ((self.rule.weekday - day.isoweekday()) % 7)
        while True:
            made = self._of(regular)
            if made:
                yield made
            regular += WEEK

    def _of(self, regular: date) -> Meeting | None:
        day = regular
        while self.calendar.works(day) is False:
            day += DAY
            if day >= regular + WEEK:
                return None
        at = datetime.combine(day, self.rule.at, self.zone)
        return Meeting(day, regular, at, self.calendar.works(day) is not None)
