"""A clock of a test city: it stands until the test moves it."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime, timedelta

from queries.calendar.clock import Clock


@dataclass
class SteerableClock:
    """moment: what it shows (aware). A city built with it asks and records as of that moment."""

    moment: datetime

    def advance(self, **by: float) -> None:
        """Move on by so many seconds=, minutes=, hours= or days=."""
        self.moment += timedelta(**by)

    def clock(self) -> Clock:
        """The clock to open a city with."""
        return Clock("wall", wall=lambda: self.moment)
