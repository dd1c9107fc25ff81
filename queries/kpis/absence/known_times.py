"""Of which hours and days something is known at the moment of a question: what has not come by then, or after the data
end, is not zero."""

from __future__ import annotations

from collections.abc import Set
from dataclasses import dataclass
from datetime import date, datetime, tzinfo

from queries.as_of_state.state_tables import Basis
from queries.kpis.absence.coverage import Coverage, grace_of

LAST_HOUR = 23


@dataclass(frozen=True)
class KnownTimes:
    """as_of: of the question (aware); zone: of the city; first_hour: of a day that the conditions admit; only_now: a
    state is known of the moment alone."""

    coverage: Coverage
    basis: Basis
    as_of: datetime
    zone: tzinfo
    first_hour: int = 0
    only_now: bool = False

    @property
    def until(self) -> datetime:
        """Up to when something is known, by the clocks of the city."""
        newest = self.coverage.newest_at
        end = self.as_of if newest is None else min(self.as_of, newest + grace_of(self.basis))
        return end.astimezone(self.zone)

    @property
    def day_cut_off(self) -> date | None:
        """The last day of which anything is known, where that ends before the hours that count."""
        return self.until.date() if not self.basis.is_state and self.until.hour < self.first_hour else None

    def last_hour(self, start: date | None, end: date | None) -> int:
        """The last hour of the days from start to end of which something is known."""
        runs = not self.basis.is_state and start == end == self.until.date()
        return self.until.hour if runs else LAST_HOUR

    def has(self, day: date, reported: Set[date]) -> bool:
        """Whether something is known of a day. reported: of which there are cases."""
        known = self.coverage.has(day, grace_of(self.basis))
        if self.basis.is_state:
            return known and (not self.only_now or day == self.as_of.astimezone(self.zone).date())
        return day in reported or (known and day != self.day_cut_off)
