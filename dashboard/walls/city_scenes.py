"""The scenes of a city: those that come with the program, changed and added to by a file in its folder."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from functools import cache, lru_cache
from importlib.resources import files
from pathlib import Path
from typing import Any

from dashboard.view.wall_scene import WallBehaviour, WallScene
from dashboard.walls.declaration import CONDITIONED, ROLL_CALLS, SceneFileError, behaviour, declared, scenes_in
from dashboard.walls.unattended import TABLE, Unattended
from queries.city import City
from queries.values import Scope

OWN_SCENES = "walls.toml"
MOST_FILES = 16


@dataclass(frozen=True)
class DeclaredWalls:
    """All scenes of a city in their order, how its walls behave, and what they do that nobody looks after; left_out:
    keys of scenes that the mode of operation does not show, which come last; sentence_s: how often what the first scene
    says is composed anew."""

    scenes: tuple[WallScene, ...]
    behaviour: WallBehaviour
    unattended: Unattended
    left_out: frozenset[str] = frozenset()
    sentence_s: int = 30


def walls_of(city: City) -> DeclaredWalls:
    """What is declared; by the program alone while the city's own file is not understood."""
    try:
        return _in_folder(city.ground.folder)
    except SceneFileError:
        return _standard_walls()


def scenes_of(city: City) -> tuple[WallScene, ...]:
    """All scenes in their order."""
    return walls_of(city).scenes


def scenes_in_folder(folder: Path) -> tuple[WallScene, ...]:
    """The scenes of the city of a folder, its own file read anew when it has changed. Raises SceneFileError."""
    return _in_folder(folder).scenes


def _in_folder(folder: Path) -> DeclaredWalls:
    own = folder / OWN_SCENES
    try:
        stat = own.stat()
    except OSError:
        return _standard_walls()
    found = _with_own(own, stat.st_mtime_ns, stat.st_size)
    if isinstance(found, str):
        raise SceneFileError(found)
    return found


def mistake_in(city: City) -> str:
    """What is wrong with the city's own file; empty where nothing is."""
    try:
        scenes_in_folder(city.ground.folder)
    except SceneFileError as error:
        return str(error)
    return ""


def is_due(one: WallScene, day: date, city: City, scope: Scope) -> bool:
    """Whether a scene can be shown on a city day to whoever has this scope."""
    if not _is_in_season(one, day, city):
        return False
    if not all(_has(city, need, scope) for need in one.needs):
        return False
    about = (*one.figures, *one.settled)[:1]
    return all(key in city.kpis.dictionary and city.kpis.answerable(key, scope=scope) for key in about)


def _is_in_season(one: WallScene, day: date, city: City) -> bool:
    """By the season that the city declares of the line whose cases or season the scene has, else by its months."""
    line = city.profile.lines_of_business.get(one.line or one.season_of)
    if line is not None and line.season is not None:
        return line.is_in_season(day)
    return not one.months or day.month in one.months


def _has(city: City, need: str, scope: Scope) -> bool:
    if need == "special_grids":
        return len(city.ground.special_grids) > 0
    if need == ROLL_CALLS:
        return len(city.roll_calls.listed(city.tree.root, 1, scope=scope)) > 0
    if need in CONDITIONED:
        return any(source.kind == need for source in city.profile.sources.values())
    dimension, _, value = need.partition("=")
    return city.kpis.has_value(dimension, value, scope=scope)


@cache
def _standard() -> dict[str, dict[str, Any]]:
    return scenes_in((files("dashboard.walls") / OWN_SCENES).read_text(encoding="utf-8"))


@cache
def _standard_walls() -> DeclaredWalls:
    return _of_tables(_standard())


@lru_cache(maxsize=MOST_FILES)
def _with_own(file: Path, _changed_ns: int, _size: int) -> DeclaredWalls | str:
    """The scenes with those of a file, or what is wrong with it."""
    try:
        found = _of_tables(scenes_in(file.read_text(encoding="utf-8"), _standard()))
    except SceneFileError as error:
        return str(error)
    except (OSError, UnicodeDecodeError):
        return "The file cannot be read; save it as UTF-8."
    return found if found.scenes else "No scene is left to be shown."


def _of_tables(tables: Mapping[str, Mapping[str, Any]]) -> DeclaredWalls:
    return DeclaredWalls(declared(tables), behaviour(tables), Unattended(**tables[TABLE]))
