"""Building the simulated city: its areas when they are missing, then days of cases up to now."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from pathlib import Path
from time import perf_counter

from queries.city import City

from dashboard.demo.generating import generate
from dashboard.demo.live import keep_seed
from dashboard.demo.simulation import SEED
from dashboard.demo.table import SOURCE
from dashboard.demo.working_time import calendar_missing

DAYS = 60
_AREAS = 0.4
_LONGEST_LIMIT_DAYS = 60

Progress = Callable[[str, float], None]
"""Called with what is being done and the share done, 0..1."""


@dataclass(frozen=True, slots=True)
class DemoBuilt:
    """What a build made: cases loaded, seconds taken, sentences that a reader should know."""

    cases: int
    seconds: float
    notes: tuple[str, ...] = ()


def build_demo(
    folder: Path, *, days: int = DAYS, now: datetime | None = None, seed: int = SEED, progress: Progress | None = None
) -> DemoBuilt:
    """Build Zhengzhou in `folder` unless it has a city, and load `days` city days of cases up to `now` (aware).

    An interrupted build may be run again: what is loaded already counts as duplicate or is brought up to `now`.
    """
    from geodata.zhengzhou import build_zhengzhou  # noqa: PLC0415  # heavy, and not needed for a city that is there

    began, tell = perf_counter(), progress or _silent
    if not (folder / "city.toml").exists():
        build_zhengzhou(folder, progress=lambda step, done: tell(step, done * _AREAS))
    city = City.open(folder)
    try:
        filling = _part(tell, _AREAS)
        built = fill(city, days=days, now=now, seed=seed, progress=filling)
    finally:
        city.close()
    return DemoBuilt(built.cases, perf_counter() - began, built.notes)


def fill(
    city: City, *, days: int = DAYS, now: datetime | None = None, seed: int = SEED, progress: Progress | None = None
) -> DemoBuilt:
    """Load `days` city days of simulated cases up to `now` (aware; None: the present) into an opened city."""
    began, tell = perf_counter(), progress or _silent
    end = now or datetime.now(UTC)
    start = end - timedelta(days=days - 1)
    keep_seed(city, seed)
    loaded = 0
    for table, until in generate(city.tree, start, end, seed):
        loaded += city.load_table(table, SOURCE).loaded
        tell("cases", (until - start) / (end - start) if end > start else 1.0)
    return DemoBuilt(loaded, perf_counter() - began, _calendar_notes(start, end))


def _calendar_notes(start: datetime, end: datetime) -> tuple[str, ...]:
    years = range(start.year, (end + timedelta(days=_LONGEST_LIMIT_DAYS)).year + 1)
    return tuple(
        f"The holiday calendar has no year {year} yet: limits that run into it count Monday to Friday as working days."
        for year in years
        if calendar_missing(year)
    )


def _part(tell: Progress, after: float) -> Progress:
    """Progress of the work that is left when the share `after` is done."""
    return lambda step, done: tell(step, after + done * (1 - after))


def _silent(_step: str, _done: float) -> None:
    return
