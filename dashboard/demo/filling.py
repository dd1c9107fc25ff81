"""Filling an opened city with days of simulated cases."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from time import perf_counter

from dashboard.demo.generating import generate
from dashboard.demo.how_far import keep_seed
from dashboard.demo.simulation import SEED
from dashboard.demo.table import SOURCE
from dashboard.demo.working_time import calendar_missing
from queries.city import City

DAYS = 60
_LONGEST_LIMIT_DAYS = 60

Progress = Callable[[str, float], None]
"""Called with what is being done and the share done, 0..1."""


@dataclass(frozen=True, slots=True)
class DemoBuilt:
    """What was made: cases loaded, seconds taken, sentences that a reader should know."""

    cases: int
    seconds: float
    notes: tuple[str, ...] = ()


def fill(
    city: City, *, days: int = DAYS, now: datetime | None = None, seed: int = SEED, progress: Progress | None = None
) -> DemoBuilt:
    """Load `days` city days of simulated cases up to `now` (aware; None: the present) into an opened city."""
    began, tell = perf_counter(), progress or silent
    end = now or datetime.now(UTC)
    start = end - timedelta(days=days - 1)
    keep_seed(city, seed)
    loaded = 0
    for table, until in generate(city.tree, start, end, seed):
        loaded += city.load_table(table, SOURCE, recorded_at=end).loaded
        tell("cases", (until - start) / (end - start) if end > start else 1.0)
    return DemoBuilt(loaded, perf_counter() - began, _calendar_notes(start, end))


def _calendar_notes(start: datetime, end: datetime) -> tuple[str, ...]:
    years = range(start.year, (end + timedelta(days=_LONGEST_LIMIT_DAYS)).year + 1)
    return tuple(
        f"The holiday calendar has no year {year} yet: limits that run into it count Monday to Friday as working days."
        for year in years
        if calendar_missing(year)
    )


def silent(_step: str, _done: float) -> None:
    """Progress that nobody watches."""
    return
