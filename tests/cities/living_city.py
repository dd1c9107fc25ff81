"""A little city that a test delivers to while it watches, with a clock that the test moves."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from pathlib import Path
from typing import Any

import pyarrow as pa

from queries.city import City
from tests.cities.builder import build_city
from tests.cities.deliveries import deliver
from tests.cities.little.cases import NOON
from tests.cities.little.history import history
from tests.cities.steerable_clock import SteerableClock

STAMP_S = 2.0  # a city gives out a new stamp at most every 0.4 s


@dataclass
class LivingCity:
    """The city and its clock. Everything that is delivered is reported at the moment of delivery."""

    city: City
    clock: SteerableClock
    delivered: int = 0

    @classmethod
    def open(cls, folder: Path, *, at: datetime = NOON, cases: pa.Table | None = None) -> LivingCity:
        """The little city in `folder` with its sixty days, or with other cases; the caller closes its `city`."""
        clock = SteerableClock(at)
        return cls(build_city(folder, "little", cases=cases or history(), clock=clock), clock)

    def deliver(self, count: int = 1, **said: Any) -> list[str]:
        """`count` new cases in district 4106, a moment later; `said` replaces what a source says of them. Gives their
        numbers."""
        self.clock.advance(seconds=STAMP_S)
        numbers = [f"new{self.delivered + place}" for place in range(count)]
        self.delivered += count
        deliver(self.city, "events", *[self._case(number) | said for number in numbers])
        return numbers

    def _case(self, number: str) -> dict[str, Any]:
        now = self.clock.moment.isoformat()
        return {
            "source_id": number, "title": f"新到 {number}", "category1": "市容环境", "channel": "app",
            "department": "市城管局", "reported_at": now, "lon": 113.6, "lat": 34.74,
        }  # fmt: skip
