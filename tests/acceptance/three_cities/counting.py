"""What a city's numbers must be, counted by pandas from a frame of its cases; nothing here knows how yiping counts."""

from dataclasses import dataclass

import pandas as pd


@dataclass(frozen=True)
class Counted:
    """One row a case, each in its newest version.

    Columns: reported, closed, due (instants, NaT where none), status (open, closed, voided), channel, category, area
    (codes; area None where a case is known to the city only).
    """

    cases: pd.DataFrame
    zone: str

    def by(self, column: str) -> dict[str, int]:
        """Reports by a column, the unknown left out."""
        return dict(self.cases[column].dropna().value_counts())

    def by_day(self) -> dict[str, int]:
        """Reports by day of the city's own calendar."""
        return dict(self.cases.reported.dt.tz_convert(self.zone).dt.strftime("%Y-%m-%d").value_counts())

    def as_of(self, day: str) -> "Counted":
        """Only what had been reported by the end of a day of the city."""
        return Counted(self.cases[self.cases.reported < self._end(day)], self.zone)

    def is_closed(self, day: str) -> pd.Series:
        closed: pd.Series = self.cases.status.eq("closed") & ~self.cases.closed.ge(self._end(day))
        return closed

    def is_open(self, day: str) -> pd.Series:
        """Neither closed, withdrawn, nor later than the end of the day."""
        is_open: pd.Series = self.cases.status.ne("voided") & ~self.is_closed(day)
        return is_open

    def overdue(self, day: str) -> int:
        return int((self.is_open(day) & (self.cases.due < self._end(day))).sum())

    def closing_rate(self, day: str) -> tuple[int, int]:
        """Closed ones and all that were not withdrawn."""
        return int(self.is_closed(day).sum()), int(self.cases.status.ne("voided").sum())

    def handling_days(self, day: str) -> pd.Series:
        """Days from report to closing of the cases closed by then, those closed before they were reported left out."""
        took = self.cases.closed[self.is_closed(day)] - self.cases.reported
        days: pd.Series = took.dropna().dt.total_seconds() / 86_400
        return days[days >= 0]

    def _end(self, day: str) -> pd.Timestamp:
        return pd.Timestamp(day, tz=self.zone) + pd.DateOffset(days=1)
