"""City days and the instants between which they lie."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta, tzinfo

BEGINNING = datetime(1, 1, 1)  # noqa: DTZ001 - bound as a naive UTC timestamp
TICK = timedelta(microseconds=1)


def start_of(day: date, zone: tzinfo) -> datetime:
    """The first instant of a city day, aware, in UTC."""
    return datetime.combine(day, time(), zone).astimezone(UTC)


def end_of_day(day: date, zone: tzinfo) -> datetime:
    """The last microsecond of a city day, aware, in UTC."""
    return start_of(day + timedelta(days=1), zone) - TICK


def naive(instant: datetime) -> datetime:
    """An aware instant as the store keeps it: naive, UTC."""
    return instant.astimezone(UTC).replace(tzinfo=None)


@dataclass(frozen=True)
class Period:
    """City days from start to end, both inclusive and either open, cut off at a moment that still counts.

    first_day, last_day: days before and after them are not counted as days of the period, for there are no data.
    """

    start: date | None
    end: date | None
    as_of: datetime
    zone: tzinfo
    first_day: date | None = None
    last_day: date | None = None

    @property
    def from_at(self) -> datetime:
        """Naive UTC; the first instant that counts."""
        return BEGINNING if self.start is None else naive(start_of(self.start, self.zone))

    @property
    def upto_at(self) -> datetime:
        """Naive UTC; the first instant that counts no more."""
        after = naive(self.as_of) + TICK
        return after if self.end is None else min(after, naive(start_of(self.end + timedelta(days=1), self.zone)))

    @property
    def is_running_day(self) -> bool:
        """True of the one day that is not over at the moment."""
        return self.start == self.end == self.as_of.astimezone(self.zone).date()

    def days(self) -> tuple[date, ...]:
        """The days that have begun by the moment, from `first_day` to `last_day`; none while a side is open."""
        if self.start is None or self.end is None:
            return ()
        start = max(self.start, self.first_day or self.start)
        last = min(self.end, self.as_of.astimezone(self.zone).date(), self.last_day or self.end)
        return tuple(start + timedelta(days=number) for number in range((last - start).days + 1))
