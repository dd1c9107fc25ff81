"""Founding a city: from boundary files to a city folder that every other floor can open."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import replace as changed
from pathlib import Path
from typing import Any

from geodata.areas.numbering import number_areas
from geodata.areas.tree_file import write_tree
from geodata.city.profile import PROFILE_FILE, Level, Profile, checked_profile, load_profile, write_profile
from geodata.coordinates.antimeridian import counted_on, lies_across
from geodata.errors import BoundariesRefused, CityExists
from geodata.founding.area_assembly import AssembledAreas
from geodata.founding.area_tables import is_table, read_area_tables
from geodata.founding.boundary_columns import BoundaryColumns
from geodata.founding.boundary_files import Boundaries, read_boundaries
from geodata.founding.level_names import CITY, level_named, level_of_file
from geodata.founding.level_options import LevelOptions
from geodata.founding.report import FoundingReport

NO_OPTIONS = LevelOptions()


def create_city(  # noqa: PLR0913  (what a new city needs, each by name)
    folder: Path,
    name: str,
    area_files: Sequence[tuple[str | None, Path]],
    zone: str,
    *,
    title_zh: str | None = None,
    title_en: str | None = None,
    language: str = "zh-CN",
    options: LevelOptions = NO_OPTIONS,
    root_code: str | None = None,
    grid_version: str = "1",
    replace: bool = False,
) -> FoundingReport:
    """Make the city `name` in `folder` (city.toml, areas.parquet) from boundary files, highest level first.

    `area_files` are (level key or None, file); without a key the file's name is the key. A parent is taken from the
    column that names it, else it is the area above that shares most surface. The root is the union of the first level,
    or its only area where there are more levels; its code is `root_code`, else the city's name. `options` say more of
    the files; columns given by name are kept in the profile. With `replace` a city that stands there is made anew: its
    other grid versions and what its profile says beside are kept. Raises CityExists, BoundariesRefused,
    CoordinatesRefused and ProfileError.
    """
    if (folder / PROFILE_FILE).exists() and not replace:
        raise CityExists(f"There is a city in {folder} already; choose another name or remove that folder.")
    if not area_files:
        raise BoundariesRefused("A city needs at least one file of areas: --areas FILE or --areas LEVEL=FILE.")
    given = {"title_zh": title_zh or title_en, "title_en": title_en, "language": language, "zone": zone}
    profile = _profile(folder, name, grid_version, given)
    read = _read(area_files, name, options, _levels_before(folder), zone)
    if lies_across([boundaries.outline for _, boundaries in read]):
        read = [(level, changed(each, outline=counted_on(each.outline))) for level, each in read]
    city = AssembledAreas(root_code or name, title_en or name.capitalize(), zone)
    city.add_root(*read[0], alone=len(read) == 1)
    for level, boundaries in read[city.given_root :]:
        city.add(level, boundaries)
    tree = number_areas(city.unnumbered(), grid_version)
    folder.mkdir(parents=True, exist_ok=True)
    write_tree(folder, tree)
    write_profile(profile.model_copy(update={"levels": tuple(city.levels)}), folder)
    return FoundingReport(folder, len(tree), tuple(city.reports))


def _profile(folder: Path, name: str, grid_version: str, given: dict[str, str | None]) -> Profile:
    """The new city's profile, its levels not yet filled in; values of an existing profile stay unless given anew."""
    file = folder / PROFILE_FILE
    keys: dict[str, Any] = {"title_zh": name.capitalize(), "title_en": name.capitalize()}
    if file.exists():
        keys |= load_profile(file).model_dump(exclude_none=True) | {"grid_version": grid_version}
    keys |= {key: value for key, value in given.items() if value is not None}
    return checked_profile(keys | {"name": name, "levels": (CITY,)}, file)


def _levels_before(folder: Path) -> dict[str, Level]:
    """Levels of the profile that stands in the folder, by key."""
    file = folder / PROFILE_FILE
    return {level.key: level for level in load_profile(file).levels} if file.exists() else {}


def _with_columns(level: Level, given: BoundaryColumns) -> Level:
    columns = {"code_column": given.code, "name_column": given.name, "parent_column": given.parent}
    return level.model_copy(update=columns)


def _read(
    area_files: Sequence[tuple[str | None, Path]],
    city: str,
    options: LevelOptions,
    before: Mapping[str, Level],
    zone: str,
) -> list[tuple[Level, Boundaries]]:
    """The levels of all files, from the top down; a table may hold several."""
    named = [(key.split(",") if key else [], file) for key, file in area_files]
    first = [_level(keys[0] if keys else None, file, city) for keys, file in named]
    keys = {level.key for level in first} | {level_named(key).key for several, _ in named for key in several}
    read: list[tuple[Level, Boundaries]] = []
    for level, (several, file) in zip(first, named, strict=True):
        said = options.reading_of(level.key, keys, before, zone)
        system = options.system_of(level.key, keys)
        if not is_table(file):
            read.append((_with_columns(level, said.columns), read_boundaries(file, system, said)))
            continue
        for called, boundaries in read_area_tables(file, system, said, several):
            own = level_named(called) if called else level
            read.append((_with_columns(own, said.columns), boundaries))
    return read


def _level(key: str | None, file: Path, city: str) -> Level:
    return level_named(key) if key else level_of_file(file, city)
