"""What yiping needs to work, checked line by line, with what to do about each failure."""

import os
import sys
from collections.abc import Callable
from dataclasses import dataclass
from importlib.metadata import packages_distributions, version
from pathlib import Path

from dashboard.access.request_scope import request_scope
from dashboard.alarms.messages.receiver import RECEIVERS, receivers_of
from dashboard.briefings.city_briefings import OWN_BRIEFINGS, declared_briefings
from dashboard.briefings.city_briefings import mistake_in as mistake_in_briefings
from dashboard.briefings.schedule.recipient import recipient_of
from dashboard.briefings.schedule.scheduled import SCHEDULE, schedule_of
from dashboard.errors import SnapRefused, public_message
from dashboard.exports.browser import INSTALL_BROWSER, INSTALL_FONT, chinese_fonts, find_browser
from dashboard.fleet.partner_answers import refused_lines
from dashboard.settings import Settings
from dashboard.walls.city_scenes import OWN_SCENES, mistake_in, scenes_of
from dashboard.walls.mode_walls import mistake_in_modes
from dashboard.words.catalogue import catalogue
from dashboard.words.numbers import whole
from queries.city import City
from queries.values import ACTS_END, OWN_MODES, PARTNERS_FILE, Question

MOST_MISTAKES = 5
OWN_PACKAGES = ("dashboard", "geodata", "queries")


@dataclass(frozen=True)
class Line:
    """The result of one check: what was found, and what to do when it is not ok."""

    ok: bool
    what: str
    found: str
    advice: str = ""


def environment(settings: Settings) -> list[Line]:
    """Python, the distributions that own our packages, the home folder, the browser and the fonts."""
    return [_python(), _duckdb(), _packages(), _home(settings), _browser(settings), _fonts()]


def _python() -> Line:
    found = ".".join(str(part) for part in sys.version_info[:3])
    return Line(sys.version_info >= (3, 11), "Python", found, "install Python 3.11 or later")


def _duckdb() -> Line:
    found = version("duckdb")
    return Line(found == "1.5.5", "DuckDB", found, "install the locked version: make env")


def _packages() -> Line:
    owners = packages_distributions()
    strangers = {
        f"{package} ({owner})"
        for package in OWN_PACKAGES
        for owner in owners.get(package, [])
        if owner.lower() != "yiping"
    }
    found = f"also owned by another distribution: {', '.join(sorted(strangers))}" if strangers else "ours alone"
    return Line(not strangers, "packages", found, "give yiping an environment of its own: make env")


def _home(settings: Settings) -> Line:
    home = settings.home
    nearest = next((folder for folder in (home, *home.parents) if folder.exists()), home)
    writable = nearest.is_dir() and _can_write(nearest)
    return Line(writable, "home", str(home), "set YIPING_HOME to a folder that you may write to")


def _can_write(folder: Path) -> bool:
    return os.access(folder, os.W_OK | os.X_OK)


def _browser(settings: Settings) -> Line:
    try:
        return Line(True, "browser", str(find_browser(settings)))
    except SnapRefused as error:
        return Line(False, "browser", "none", public_message(error) or INSTALL_BROWSER)


def _fonts() -> Line:
    fonts = chinese_fonts()
    if fonts is None:
        return Line(False, "Chinese font", "cannot tell", "install fontconfig, which brings fc-list")
    return Line(bool(fonts), "Chinese font", ", ".join(fonts[:2]) or "none", INSTALL_FONT)


def city_lines(city: City) -> list[Line]:
    """The profile, the areas and the store of an opened city, and whether a real question gets an answer."""
    parts: list[tuple[str, Callable[[], str]]] = [
        ("profile", lambda: f"{city.profile.name} ({city.profile.title_zh}), {city.profile.zone}"),
        ("areas", lambda: f"{whole(len(city.tree))} of grid version {city.tree.grid_version}"),
        ("store", lambda: f"data version {city.sources.data_version}"),
        ("question", lambda: _question(city)),
    ]
    return [
        *(_tried(what, body) for what, body in parts),
        *_landing(city),
        _acts(city),
        *_scenes(city),
        *_modes(city),
        *_receivers(city),
        *_briefings(city),
        *_partners(city),
    ]


def _scenes(city: City) -> list[Line]:
    """Whether the city's own scenes of the wall are understood, where it has any."""
    file = city.ground.folder / OWN_SCENES
    if not file.exists():
        return []
    mistake = mistake_in(city)
    found = f"{whole(len(scenes_of(city)))} scenes" if not mistake else f"a mistake in {OWN_SCENES}"
    return [Line(not mistake, "wall", found, mistake)]


def _modes(city: City) -> list[Line]:
    """Whether what the city declares of its modes of operation is understood, where it does."""
    if not (city.ground.folder / OWN_MODES).exists():
        return []
    mistake = mistake_in_modes(city)
    return [Line(not mistake, "modes", "two" if not mistake else f"a mistake in {OWN_MODES}", mistake)]


def _receivers(city: City) -> list[Line]:
    """Whether the city's receivers of alarms are understood, where it has any."""
    if not (city.ground.folder / RECEIVERS).exists():
        return []
    return [_tried("receivers", lambda: f"{whole(len(receivers_of(city)))} of alarms")]


def _briefings(city: City) -> list[Line]:
    """Whether the city's own briefings, and the schedule of them, are understood, where it has any; and whether each of
    the schedule has somebody for whom it may be made."""
    lines = []
    if (city.ground.folder / OWN_BRIEFINGS).exists():
        mistake = mistake_in_briefings(city)
        found = f"{whole(len(declared_briefings(city)))} of them" if not mistake else f"a mistake in {OWN_BRIEFINGS}"
        lines.append(Line(not mistake, "briefings", found, mistake))
    if (city.ground.folder / SCHEDULE).exists():
        lines.append(_tried("schedule", lambda: _scheduled(city)))
    return lines


def _scheduled(city: City) -> str:
    schedule = schedule_of(city)
    for one in schedule.values():
        recipient_of(city, one)
    return f"{whole(len(schedule))} briefings"


def _partners(city: City) -> list[Line]:
    """Whether every line of the city's register of partners counts, where it has one."""
    if not (city.ground.folder / PARTNERS_FILE).exists():
        return []
    register = city.fleet.partners(city.sources.now(), scope=request_scope()).register
    words = catalogue("en")
    wrong = [words("partners.line", **line) for line in refused_lines(register, words)[:MOST_MISTAKES]]
    more = [f"{whole(register.refused_in_all - len(wrong))} lines more"] if register.refused_in_all > len(wrong) else []
    found = f"{whole(len(register.entries))} lines of {PARTNERS_FILE} count"
    return [Line(not wrong, "partners", found, "; ".join([*wrong, *more]))]


def _landing(city: City) -> list[Line]:
    """Whether the store agrees with the files that were accepted."""
    sentences = city.acts.reconcile()
    if not sentences:
        return [Line(True, "landing", "agrees with the store")]
    return [Line(False, "landing", "disagrees", sentence) for sentence in sentences]


def _acts(city: City) -> Line:
    """Whether nothing was altered or taken out of what people did, nor cut off at its end."""
    broken, missing = city.saved.broken_at(), city.saved.missing_at_end()
    if missing and broken is None:
        advice = f"take landing/ from a backup and run `yiping rebuild`; remove {ACTS_END} where the loss is accepted"
        return Line(False, "acts", f"{whole(missing)} missing at the end", advice)
    found = "each follows from the one before" if broken is None else f"altered at {broken.isoformat()}"
    return Line(broken is None, "acts", found, "run `yiping rebuild`; landing/ holds what was done")


def _question(city: City) -> str:
    answer = city.kpis.ask(Question(metric="reported", area=city.tree.root.code, scope=request_scope()))
    return f"{whole(answer.n)} reported as of {answer.as_of.isoformat()}, sources {answer.freshness.status}"


def _tried(what: str, body: Callable[[], str]) -> Line:
    try:
        return Line(True, what, body())
    except Exception as error:
        advice = public_message(error) or f"run again with --debug ({type(error).__name__})"
        return Line(False, what, "cannot be had", advice)
