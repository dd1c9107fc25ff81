"""Building the simulated city: its areas when they are missing, then its past, case by case, and its fleet."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta
from pathlib import Path
from time import perf_counter

from dashboard.simulator.centres.past_call import call_past
from dashboard.simulator.feed.bulk import Progress, fill_past
from dashboard.simulator.feed.programme_cures import confirm_programme
from dashboard.simulator.feed.progress_file import ProgressFile
from dashboard.simulator.feed.reporting import report_past
from dashboard.simulator.fleet.partners import Partners
from dashboard.simulator.habits.duty import write_duty
from dashboard.simulator.habits.ledger import write_ledger
from dashboard.simulator.habits.lines_of_business import with_lines_of_business
from dashboard.simulator.habits.partner_register import write_partners
from dashboard.simulator.habits.playbook import write_playbook
from dashboard.simulator.simulated_time import calendar_missing, city_day
from dashboard.simulator.simulation import SEED, Simulation
from dashboard.simulator.sources import EVENTS, STEPS, with_sources
from geodata.city.profile import PROFILE_FILE, load_profile, write_profile
from queries.city import City
from queries.values import WHOLE_CITY

DAYS = 60
FIRST_DAY = date(2023, 11, 1)
"""Where the past of a city begins that stands at an earlier moment: January 2024 then has a backlog."""
_AREAS_S, _DAY_S, _REPORTS_S = 9.0, 0.35, 6.0  # seconds that the parts take, for the progress
_LONGEST_LIMIT_DAYS = 60


@dataclass(frozen=True, slots=True)
class DemoBuilt:
    """What was built: cases stored, seconds taken, remarks for the user in English."""

    cases: int
    seconds: float
    notes: tuple[str, ...] = ()


def build_demo(  # noqa: PLR0913  (where, what, and who watches)
    folder: Path,
    *,
    days: int = DAYS,
    now: datetime | None = None,
    clock: str = "wall",
    seed: int = SEED,
    progress: Progress | None = None,
) -> DemoBuilt:
    """Build Zhengzhou in `folder` unless it has a city, and load `days` city days of cases up to `now` (aware).

    `clock` is that of the profile: "wall", or the instant at which the city's time begins. `seed` is that of the cases;
    the areas are always the same. An interrupted build may be run again: what is loaded already counts as duplicate or
    is brought up to `now`.
    """
    from geodata.zhengzhou.build import build_zhengzhou  # noqa: PLC0415  # heavy, and not needed for a city that is there

    began, report, end = perf_counter(), progress or no_progress, now or datetime.now(UTC)
    areas = _AREAS_S / (_AREAS_S + days * _DAY_S + _REPORTS_S)
    if not (folder / PROFILE_FILE).exists():
        build_zhengzhou(folder, progress=lambda step, done: report(step, done * areas))
    profile = with_lines_of_business(with_sources(load_profile(folder)))
    write_profile(profile.model_copy(update={"clock": clock}), folder)
    write_ledger(folder, seed)
    write_playbook(folder, city_day(end))
    with City.open(folder) as city:
        write_duty(folder, city.tree, city_day(end), seed)
        write_partners(folder, Partners(city.ground.special_grids, seed))
        built = fill(city, days=days, now=end, seed=seed, progress=_part(report, areas))
        call_past(city, seed, end)
    return DemoBuilt(built.cases, perf_counter() - began, built.notes)


def fill(
    city: City, *, days: int = DAYS, now: datetime | None = None, seed: int = SEED, progress: Progress | None = None
) -> DemoBuilt:
    """Load `days` city days of the simulated past up to `now` (aware; None: the present) into an opened city, and
    record in its folder how far its sources have delivered."""
    began, report, end = perf_counter(), progress or no_progress, now or datetime.now(UTC)
    first = city_day(end) - timedelta(days=days - 1)
    data = ProgressFile(city.ground.folder, seed, first)
    share = days * _DAY_S / (days * _DAY_S + _REPORTS_S)
    simulation = Simulation(city.tree, seed)
    fill_past(city, simulation, first, end, lambda step, done: report(step, done * share))
    confirm_programme(city, simulation, end)
    data.reached[EVENTS] = data.reached[STEPS] = end
    data.reached |= report_past(city, seed, first, end, _part(report, share))
    data.write()
    report("cases", 1.0)
    held = {source.name: source.rows for source in city.sources.of_cases(scope=WHOLE_CITY)}
    cases = held.get(EVENTS, 0)
    return DemoBuilt(cases, perf_counter() - began, _calendar_notes(first, end))


def no_progress(_step: str, _done: float) -> None:
    """Progress that nobody watches."""
    return


def _calendar_notes(first: date, end: datetime) -> tuple[str, ...]:
    years = range(first.year, (end + timedelta(days=_LONGEST_LIMIT_DAYS)).year + 1)
    return tuple(
        f"The holiday calendar has no year {year} yet: limits that run into it count Monday to Friday as working days."
        for year in years
        if calendar_missing(year)
    )


def _part(report: Progress, after: float) -> Progress:
    """Progress of the work that is left when the share `after` is done."""
    return lambda step, done: report(step, after + done * (1 - after))
