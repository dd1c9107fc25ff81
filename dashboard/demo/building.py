"""Building the simulated city: its areas when they are missing, then days of cases up to now."""

from __future__ import annotations

from datetime import datetime
from pathlib import Path
from time import perf_counter

from dashboard.demo.filling import DAYS, DemoBuilt, Progress, fill, silent
from dashboard.demo.simulation import SEED
from dashboard.demo.table import SOURCE
from geodata.profile import PROFILE_FILE, SourceProfile, load_profile, write_profile
from queries.city import City

CADENCE_S = 60
_AREAS = 0.4  # share of the time that the areas take


def build_demo(
    folder: Path, *, days: int = DAYS, now: datetime | None = None, seed: int = SEED, progress: Progress | None = None
) -> DemoBuilt:
    """Build Zhengzhou in `folder` unless it has a city, and load `days` city days of cases up to `now` (aware).

    `seed` is that of the cases; the areas are always the same. An interrupted build may be run again: what is loaded
    already counts as duplicate or is brought up to `now`.
    """
    from geodata.zhengzhou import build_zhengzhou  # noqa: PLC0415  # heavy, and not needed for a city that is there

    began, tell = perf_counter(), progress or silent
    if not (folder / PROFILE_FILE).exists():
        build_zhengzhou(folder, progress=lambda step, done: tell(step, done * _AREAS))
    _declare_cadence(folder)
    city = City.open(folder)
    try:
        built = fill(city, days=days, now=now, seed=seed, progress=_part(tell, _AREAS))
    finally:
        city.close()
    return DemoBuilt(built.cases, perf_counter() - began, built.notes)


def _declare_cadence(folder: Path) -> None:
    """The profile says that the simulated source reports every minute, so that a silent one is seen to be late."""
    profile = load_profile(folder)
    if SOURCE not in profile.sources:
        sources = {**profile.sources, SOURCE: SourceProfile(cadence_s=CADENCE_S)}
        write_profile(profile.model_copy(update={"sources": sources}), folder)


def _part(tell: Progress, after: float) -> Progress:
    """Progress of the work that is left when the share `after` is done."""
    return lambda step, done: tell(step, after + done * (1 - after))
