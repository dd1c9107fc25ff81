"""The briefings of a city: those that come with the program, changed and added to by a file in its folder."""

from __future__ import annotations

from functools import cache, lru_cache
from importlib.resources import files
from pathlib import Path
from typing import Any

from dashboard.briefings.declaration import BriefingDeclaration, BriefingFileError, Counted, briefings_in, declared
from dashboard.errors import wrong_parameter
from dashboard.view import parsers
from geodata.areas.area_tree import Area
from geodata.city.profile import Level
from queries.city import City
from queries.values import Scope

OWN_BRIEFINGS = "briefings.toml"
MOST_FILES = 16


def briefings_of(city: City, scope: Scope) -> dict[str, BriefingDeclaration]:
    """The briefings that a city can fill, by key; by the program alone while its own file is not understood."""
    return {one.key: one for one in declared_briefings(city) if _can_be_filled(city, scope, one)}


def declared_briefings(city: City) -> tuple[BriefingDeclaration, ...]:
    """All that are declared, whether or not the city can fill them at present."""
    found = _in_folder(city.ground.folder)
    return _standard_alone() if isinstance(found, str) else found


def chosen_briefing(city: City, scope: Scope, key: str) -> BriefingDeclaration:
    """The briefing of a key. Raises BadParameter."""
    known = briefings_of(city, scope)
    if not known:
        raise wrong_parameter("briefing", "briefing_none")
    if parsers.code("briefing", key) not in known:
        raise wrong_parameter("briefing", "none_of", given=parsers.quoted(key), known=", ".join(known))
    return known[key]


def lacking(city: City, one: BriefingDeclaration, area: Area, special: str | None) -> Level | str:
    """What has to be chosen before: the level of areas that a briefing is of, or "special" of one about a special grid;
    empty where nothing has."""
    if one.special and not special:
        return "special"
    levels = city.profile.levels
    if one.level and levels[area.level].key != one.level:
        return next(level for level in levels if level.key == one.level)
    return ""


def own_text(city: City) -> str:
    """What stands in the city's own file; empty without one, and of one that cannot be read."""
    try:
        return (city.ground.folder / OWN_BRIEFINGS).read_text(encoding="utf-8")
    except (OSError, UnicodeDecodeError):
        return ""


def refuse_mistakes(text: str) -> None:
    """Raises BriefingFileError for a text that is no file of a city's own briefings."""
    briefings_in(text, _standard())


def mistake_in(city: City) -> str:
    """What is wrong with the city's own file; empty where nothing is."""
    found = _in_folder(city.ground.folder)
    return found if isinstance(found, str) else ""


def answerable(city: City, scope: Scope, wanted: tuple[Counted, ...]) -> tuple[Counted, ...]:
    """Those of some KPIs that the city can answer, in their order."""
    known = [one for one in wanted if one[0] in city.kpis.dictionary]
    return tuple(one for one in known if city.kpis.answerable(*one, scope=scope))


def _can_be_filled(city: City, scope: Scope, one: BriefingDeclaration) -> bool:
    needed = tuple((key, None) for key in one.needs)
    if len(answerable(city, scope, needed)) < len(needed) or not answerable(city, scope, one.figures):
        return False
    if one.special and not len(city.ground.special_grids):
        return False
    return one.level is None or one.level in {level.key for level in city.profile.levels}


@cache
def _standard() -> dict[str, dict[str, Any]]:
    return briefings_in((files("dashboard.briefings") / OWN_BRIEFINGS).read_text(encoding="utf-8"))


@cache
def _standard_alone() -> tuple[BriefingDeclaration, ...]:
    return declared(_standard())


def _in_folder(folder: Path) -> tuple[BriefingDeclaration, ...] | str:
    own = folder / OWN_BRIEFINGS
    try:
        stat = own.stat()
    except OSError:
        return _standard_alone()
    return _with_own(own, stat.st_mtime_ns, stat.st_size)


@lru_cache(maxsize=MOST_FILES)
def _with_own(file: Path, _changed_ns: int, _size: int) -> tuple[BriefingDeclaration, ...] | str:
    """The briefings with those of a file, or what is wrong with it."""
    try:
        return declared(briefings_in(file.read_text(encoding="utf-8"), _standard()))
    except BriefingFileError as error:
        return str(error)
    except (OSError, UnicodeDecodeError):
        return "The file cannot be read; save it as UTF-8."
