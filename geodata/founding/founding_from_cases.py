"""A city without a file of areas: founded from the names of areas and the places of points that its cases state."""

from __future__ import annotations

import csv
import json
import re
import tempfile
from collections.abc import Sequence
from pathlib import Path

from geodata.founding.new_city import create_city
from geodata.founding.report import FoundingReport

Box = tuple[float, float, float, float]
MARGIN = 0.05
"""Of the size of the box, on every side; at least MARGIN_DEG."""
MARGIN_DEG = 0.005
_LEVELS = (
    ("微网格", "micro_grid"), ("网格", "grid"), ("社区", "community"), ("村", "community"), ("街道", "street"),
    ("镇", "street"), ("区", "district"), ("县", "district"), ("district", "district"), ("borough", "borough"),
    ("ward", "ward"), ("neighb", "neighborhood"), ("nhood", "neighborhood"), ("community", "community"),
    ("precinct", "precinct"), ("quartier", "neighborhood"), ("stadtteil", "district"), ("bezirk", "district"),
)  # fmt: skip


def city_from_cases(  # noqa: PLR0913  (what a new city needs, each by name)
    folder: Path,
    name: str,
    zone: str,
    *,
    title: str,
    language: str,
    area_columns: Sequence[str],
    area_paths: Sequence[tuple[str, ...]],
    box: Box | None,
) -> FoundingReport:
    """Found the city: its areas have the names that the cases state and no outline; the city itself is the box of the
    points (west, south, east, north, degrees WGS-84), if there are any. Raises BoundariesRefused, CityExists and
    ProfileError."""
    with tempfile.TemporaryDirectory() as scratch:
        city = _city_file(Path(scratch), name, title, box)
        files: list[tuple[str | None, Path]] = [("city", city)]
        if area_paths:
            levels = _level_keys(area_columns, max(map(len, area_paths)))
            files.append((",".join(levels), _area_file(Path(scratch), area_paths, levels)))
        return create_city(folder, name, files, zone, title_zh=title, title_en=title, language=language)


def _city_file(folder: Path, name: str, title: str, box: Box | None) -> Path:
    if box is None:
        file = folder / "city.csv"
        file.write_text(f"code,name\n{name},{json.dumps(title, ensure_ascii=False)}\n", encoding="utf-8")
        return file
    west, south, east, north = box
    wide, high = max(MARGIN * (east - west), MARGIN_DEG), max(MARGIN * (north - south), MARGIN_DEG)
    west, east = max(west - wide, -180.0), min(east + wide, 180.0)
    south, north = max(south - high, -90.0), min(north + high, 90.0)
    ring = [[west, south], [east, south], [east, north], [west, north], [west, south]]
    feature = {
        "type": "Feature",
        "properties": {"code": name, "name": title},
        "geometry": {"type": "Polygon", "coordinates": [ring]},
    }
    file = folder / "city.geojson"
    text = json.dumps({"type": "FeatureCollection", "features": [feature]}, ensure_ascii=False)
    file.write_text(text, encoding="utf-8")
    return file


def _area_file(folder: Path, paths: Sequence[tuple[str, ...]], levels: Sequence[str]) -> Path:
    """A table of level, code, name and parent; the code of an area is its path, for names may repeat."""
    file = folder / "areas.csv"
    every = sorted(
        {path[:depth] for path in paths for depth in range(1, len(path) + 1)}, key=lambda one: (len(one), one)
    )
    with file.open("w", encoding="utf-8", newline="") as out:
        rows = csv.writer(out)
        rows.writerow(("level", "code", "name", "parent"))
        for path in every:
            rows.writerow((levels[len(path) - 1], _code(path), path[-1], _code(path[:-1])))
    return file


def _code(path: Sequence[str]) -> str:
    return "/".join(path)


def _level_keys(columns: Sequence[str], count: int) -> list[str]:
    """A key for each level, from what its column is called; keys do not repeat."""
    keys: list[str] = []
    for number in range(count):
        column = columns[number].casefold() if number < len(columns) else ""
        key = next((key for word, key in _LEVELS if re.search(word, column)), "area")
        keys.append(key if key not in keys else f"{key}_{number + 1}")
    return keys
