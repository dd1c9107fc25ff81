"""Grid versions: cities redraw their grids, so every tree belongs to a version with effective dates."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from pathlib import Path

import pyarrow as pa
import pyarrow.parquet as pq

from geodata.city.profile import PROFILE_FILE, load_profile, write_profile
from geodata.errors import CityMissing, UnknownGridVersion

AREAS_FILE = "areas.parquet"


@dataclass(frozen=True, slots=True)
class GridVersion:
    """One version of the grids, in force from `effective_from` to `effective_to` (inclusive days; None is open)."""

    name: str
    effective_from: date | None
    effective_to: date | None
    areas: int


def grid_versions(folder: Path) -> tuple[GridVersion, ...]:
    """Versions kept in the folder's areas file, oldest first. Raises CityMissing."""
    file = folder / AREAS_FILE
    if not file.is_file():
        raise CityMissing(f"There are no areas in {folder}: it has no {AREAS_FILE}; make the city with `yiping init`.")
    columns = ["grid_version", "effective_from", "effective_to"]
    try:
        table = pq.read_table(file, columns=columns)
    except (pa.ArrowException, OSError) as error:
        raise CityMissing(f"{file} cannot be read as areas; make the city again with `yiping init`.") from error
    counted = table.group_by(columns).aggregate([([], "count_all")])
    versions = [
        GridVersion(row["grid_version"], row["effective_from"], row["effective_to"], row["count_all"])
        for row in counted.to_pylist()
    ]
    return tuple(sorted(versions, key=lambda version: (version.effective_from or date.min, version.name)))


def version_in_force(folder: Path, grid_version: str | None = None) -> str:
    """Name of the version asked for, else of the one that city.toml names, else of the newest one.

    Raises UnknownGridVersion when the areas file does not keep it.
    """
    versions = grid_versions(folder)
    wanted = grid_version
    if wanted is None and (folder / PROFILE_FILE).is_file():
        wanted = load_profile(folder).grid_version
    if wanted is None:
        return versions[-1].name
    if wanted not in {version.name for version in versions}:
        kept = ", ".join(version.name for version in versions)
        raise UnknownGridVersion(f"There is no grid version {wanted!r} in {folder}; it keeps: {kept}.")
    return wanted


def version_on(folder: Path, day: date) -> str | None:
    """Name of the version in force on a city day: the latest begun of those that cover it, None when none does."""
    covering = [
        version.name
        for version in grid_versions(folder)
        if (version.effective_from or date.min) <= day <= (version.effective_to or date.max)
    ]
    return covering[-1] if covering else None


def activate_grid_version(folder: Path, grid_version: str) -> None:
    """Write into city.toml that `grid_version` is in force from now on; the store then has to re-place its events."""
    version_in_force(folder, grid_version)
    profile = load_profile(folder)
    write_profile(profile.model_copy(update={"grid_version": grid_version}), folder)
