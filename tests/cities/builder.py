"""Builds test cities: a test says in one line what city it wants and gets the real `City` in a folder of its own.

A test city is a folder `tests/cities/NAME`:

- `city.toml`: its profile;
- its areas: a boundary file `LEVEL.geojson` for each level below the whole city, or `areas.py` with `area_tree()`;
- its cases, where it has any: `cases.csv`, or `cases.py` with `case_table()`.

Founding and loading take a second; copying what was built before takes a tenth. So each city is built once in a test
process, and every further call with the same parameters gets a copy that it may change.
"""

from __future__ import annotations

import atexit
import hashlib
import importlib
import pickle
import shutil
import tempfile
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import UTC, date, datetime
from pathlib import Path
from typing import Any, TypedDict, Unpack

import pyarrow as pa

from geodata.areas.area_tree import AreaTree
from geodata.areas.special_grids import SpecialGrids, write_special_grids
from geodata.areas.tree_file import AREAS_FILE, read_tree, write_tree
from geodata.city.profile import PROFILE_FILE, Profile, load_profile, write_profile
from geodata.founding.new_city import create_city
from geodata.placing.placer import Placer
from geodata.placing.raster_folder import RasterFolder
from queries.calendar.clock import Clock
from queries.city import City
from queries.loading.load import source_name
from tests.cities.deliveries import deliver
from tests.cities.steerable_clock import SteerableClock

CITIES = Path(__file__).parent
EFFECTIVE_FROM = date(2020, 1, 1)
CASE_FILE = "cases.csv"

Rows = Sequence[Mapping[str, Any]]


class Founding(TypedDict, total=False):
    """What differs from the files of a test city.

    profile: keys of city.toml; tree: other areas; special_grids: none without; metrics, alarms: texts of a
    metrics.toml and an alarms.toml.
    """

    profile: Mapping[str, Any]
    tree: AreaTree
    special_grids: SpecialGrids
    metrics: str
    alarms: str


@dataclass(frozen=True)
class Contents:
    """What is loaded into a new city: `cases` (file or table, None: those of its own files) under the name `source`,
    `reports` by kind, everything as recorded at a moment (None: now)."""

    cases: Path | pa.Table | Sequence[Path | pa.Table] | None
    source: str | None
    reports: Mapping[str, Rows]
    recorded_at: datetime | None


def found_city(folder: Path, name: str = "tiny", **differing: Unpack[Founding]) -> Path:
    """Write the test city `name` without any data into `folder`, and give that folder."""
    return _copied(_founded(name, differing), folder)


def city_without_cases(folder: Path, name: str = "tiny", **differing: Unpack[Founding]) -> Path:
    """The same with an empty store, as a first opening makes it: opening it again takes a fifth less."""
    return _copied(_filled(name, differing, Contents((), None, {}, None)), folder)


def build_city(
    folder: Path,
    name: str = "tiny",
    *,
    cases: Path | pa.Table | Sequence[Path | pa.Table] | None = None,
    source: str | None = None,
    reports: Mapping[str, Rows] | None = None,
    clock: SteerableClock | datetime | Clock | None = None,
    recorded_at: datetime | None = None,
    **differing: Unpack[Founding],
) -> City:
    """Build the test city `name` in `folder` and open it; the caller closes it.

    cases: files or tables that are loaded instead of the city's own cases (`()`: none), under the name `source` (None:
    as the product chooses it). reports: kind (units, devices, calls, partners) → rows as sources send them.
    clock: a clock to move, a moment at which it stands (aware), or None for the one of the profile. recorded_at: when
    the contents became known; by default at the moment of `clock`.
    """
    used = clock_of(clock)
    if recorded_at is None and used is not None:
        recorded_at = (used.wall() + used.offset).astimezone(UTC)
    contents = Contents(cases, source, reports or {}, recorded_at)
    return City.open(_copied(_filled(name, differing, contents), folder), clock=used)


def clock_of(clock: SteerableClock | datetime | Clock | None) -> Clock | None:
    """The clock that a test described."""
    if isinstance(clock, SteerableClock):
        return clock.clock()
    if isinstance(clock, datetime):
        return SteerableClock(clock).clock()
    return clock


_templates: dict[str, Path] = {}
_workplace = Path(tempfile.mkdtemp(prefix="test-cities-"))
atexit.register(shutil.rmtree, _workplace, ignore_errors=True)


def _template(*what: object) -> tuple[Path, bool]:
    """The folder of what was built with these parameters, and whether it is there already."""
    key = hashlib.sha256(pickle.dumps(what)).hexdigest()
    known = key in _templates
    return _templates.setdefault(key, _workplace / str(len(_templates))), known


def _copied(template: Path, folder: Path) -> Path:
    return Path(shutil.copytree(template, folder, dirs_exist_ok=True))


def _founded(name: str, differing: Founding) -> Path:
    tree = differing.get("tree")
    outline = (tree.grid_version, tree.code.tolist(), tree.bbox.tobytes()) if tree else ()
    template, known = _template(name, outline, {key: differing[key] for key in differing if key != "tree"})  # type: ignore[literal-required]
    if not known:
        template.mkdir()
        profile = _profile(name, differing.get("profile", {}))
        _write_areas(template, name, profile, tree)
        write_profile(profile, template)
        if grids := differing.get("special_grids"):
            write_special_grids(template, grids)
        if metrics := differing.get("metrics"):
            (template / "metrics.toml").write_text(metrics, encoding="utf-8")
        if alarms := differing.get("alarms"):
            (template / "alarms.toml").write_text(alarms, encoding="utf-8")
        Placer(read_tree(template), RasterFolder(template / AREAS_FILE))  # its raster, copied with it
    return template


def _profile(name: str, changes: Mapping[str, Any]) -> Profile:
    own = load_profile(CITIES / name / PROFILE_FILE).model_dump(exclude_none=True)
    return Profile.model_validate(own | dict(changes))


def _write_areas(folder: Path, name: str, profile: Profile, tree: AreaTree | None) -> None:
    files = [(level.key, CITIES / name / f"{level.key}.geojson") for level in profile.levels[1:]]
    if tree is None and files and files[0][1].exists():
        create_city(folder, profile.name, files, profile.zone, title_en=profile.title_en)
        (folder / PROFILE_FILE).unlink()
        return
    made = tree or importlib.import_module(f"tests.cities.{name}.areas").area_tree()
    write_tree(folder, made, effective_from=EFFECTIVE_FROM)


def _filled(name: str, differing: Founding, contents: Contents) -> Path:
    founded = _founded(name, differing)
    files = [one.read_bytes() for one in _inputs(name, contents) if isinstance(one, Path)]
    template, known = _template(founded, contents, files)
    if not known:
        _copied(founded, template)
        with City.open(template, clock=clock_of(contents.recorded_at)) as city:
            for table_or_file in _inputs(name, contents):
                _load(city, table_or_file, contents)
            for kind, rows in contents.reports.items():
                deliver(city, kind, *rows)
    return template


def _inputs(name: str, contents: Contents) -> Sequence[Path | pa.Table]:
    if isinstance(contents.cases, Path | pa.Table):
        return [contents.cases]
    if contents.cases is not None:
        return contents.cases
    if (CITIES / name / CASE_FILE).exists():
        return [CITIES / name / CASE_FILE]
    if (CITIES / name / "cases.py").exists():
        return [importlib.import_module(f"tests.cities.{name}.cases").case_table()]
    return []


def _load(city: City, table_or_file: Path | pa.Table, contents: Contents) -> None:
    source = contents.source or source_name(city.profile)
    if isinstance(table_or_file, Path):
        city.acts.load(table_or_file, source=source, recorded_at=contents.recorded_at)
    else:
        city.acts.load_table(table_or_file, source, recorded_at=contents.recorded_at)
