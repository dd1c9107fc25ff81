"""What a file of cases says of its city before there is one: the areas it names, where its points lie, its language."""

from __future__ import annotations

from collections.abc import Mapping as Table
from dataclasses import dataclass
from functools import partial
from importlib.resources import files
from pathlib import Path
from typing import Any

import duckdb
import numpy as np
import pyarrow as pa
import pyarrow.compute as pc
from numpy.typing import NDArray

from geodata.coordinates.epsg import degrees_in_either_order
from geodata.coordinates.systems import CoordinateSystem, is_declared
from geodata.placing.axis_order import are_no_degrees
from queries.calendar.working_time import WorkingCalendar
from queries.calendar.zones import zone_named
from queries.conversion.column_names import header_fit, read_mapping, recognise, require_identity, with_number
from queries.conversion.converted.converted_cases import ConvertedCases
from queries.conversion.converter import PATH_SEPARATOR, Converter
from queries.errors import no_file
from queries.reading.chunk import Limits
from queries.reading.file_form import file_form
from queries.reading.formats import opened_file
from queries.store.statements import read_statements

_SQL = read_statements(Path(str(files("queries.store").joinpath("store.sql"))))
MOST_ROWS = 500_000
"""Rows looked at; more of a city's cases name no further districts."""
MOST_AREAS = 5_000
"""Names of areas; more of them are addresses."""
_FAR = 8.0
"""Points further from the middle than so many times the spread of three quarters of the points are mistakes."""
_CHINESE = r"[\x{4e00}-\x{9fff}]"


@dataclass(frozen=True)
class FileOutlook:
    """`area_columns`: columns of the file that name areas, the largest first; `area_paths`: the areas named, each a
    word for every column that names it. `box`: west, south, east, north of the points but for far ones (degrees; of
    declared systems as they stand in the file), None without points. `is_chinese`: whether a fourth of the texts or of
    the columns is. `no_degrees`: a point that cannot be degrees though no other system is declared, as most; None."""

    rows: int
    area_columns: tuple[str, ...]
    area_paths: tuple[tuple[str, ...], ...]
    box: tuple[float, float, float, float] | None
    is_chinese: bool
    no_degrees: tuple[float, float] | None = None


def file_outlook(path: Path, mapping: Path | None = None, crs: str | None = None) -> FileOutlook:
    """What the file at `path` says, its columns recognised or named by a mapping file; crs: the system of its points,
    where not the mapping says it. Raises FileRefused where it cannot be loaded as it is, MappingRefused,
    CoordinatesRefused for points that are not in the system."""
    if not path.is_file():
        raise no_file(path)
    own: Table[str, Any] = (read_mapping(mapping) if mapping else {}) | ({"crs": crs} if crs else {})
    form = file_form(own).judged_by(partial(header_fit, dict(own)))
    with (
        duckdb.connect(":memory:") as cursor,
        opened_file(path, path.name, Limits(), cursor, options=form) as opened,
    ):
        cursor.execute(_SQL["prepare"])
        columns = with_number(recognise(opened.names, dict(own)), opened.whole_names)
        require_identity(columns, opened.names, path.name)
        calendar = WorkingCalendar("UTC", None, frozenset(), ())
        system = columns.crs or CoordinateSystem.WGS_84
        converter = Converter(
            columns, zone_named("UTC"), calendar, b"", cursor, crs=system, stated=opened.stated_system
        )
        seen = _Seen()
        for chunk in converter.in_known_order(opened.read(columns.wanted())):
            seen.add(converter.convert(chunk)[0])
            if seen.rows >= MOST_ROWS:
                break
    chinese = sum(map(_has_chinese, opened.names)) * 4 >= len(opened.names)
    names = columns.columns.get("area_name", ())
    points = seen.points()
    far = are_no_degrees(points[:, 0], points[:, 1]) if is_declared(system) else np.zeros(len(points), dtype=bool)
    no_degrees = tuple(points[far][0].tolist()) if far.sum() * 2 > len(points) else None
    if not is_declared(system):
        points = np.column_stack(degrees_in_either_order(points[:, 0], points[:, 1], system))
    box = _box(points)
    return FileOutlook(seen.rows, names, seen.paths(), box, chinese or seen.chinese * 4 > seen.texts, no_degrees)


class _Seen:
    """What has been seen in the cases of the pieces so far."""

    def __init__(self) -> None:
        self.rows = self.texts = self.chinese = 0
        self._names: dict[str, None] = {}
        self._points: list[NDArray[np.float64]] = []

    def add(self, cases: ConvertedCases) -> None:
        self.rows += len(cases)
        names = cases.columns.get("area_name")
        if names is not None and len(self._names) <= MOST_AREAS:
            self._names |= dict.fromkeys(name for name in pc.unique(names).to_pylist() if name)
        for kind in ("title", "category1", "area_name"):
            column = cases.columns.get(kind)
            if column is not None:
                self.texts += len(column) - column.null_count
                self.chinese += pc.sum(pc.match_substring_regex(column, _CHINESE)).as_py() or 0
        lon, lat = cases.columns.get("lon"), cases.columns.get("lat")
        if lon is not None and lat is not None:
            self._points.append(np.column_stack([_floats(lon), _floats(lat)]))

    def paths(self) -> tuple[tuple[str, ...], ...]:
        """The areas named, in the order of their names; none where there are too many to be areas."""
        names = sorted(self._names) if len(self._names) <= MOST_AREAS else []
        return tuple(tuple(name.split(PATH_SEPARATOR)) for name in names)

    def points(self) -> NDArray[np.float64]:
        """Coordinates as they stand in the file, shape (n, 2)."""
        points = np.concatenate(self._points) if self._points else np.empty((0, 2))
        there: NDArray[np.float64] = points[np.isfinite(points).all(axis=1) & (points != 0).any(axis=1)]
        return there


def _box(points: NDArray[np.float64]) -> tuple[float, float, float, float] | None:
    points = points[(np.abs(points[:, 0]) <= 180) & (np.abs(points[:, 1]) <= 90)]
    if not len(points):
        return None
    middle = np.median(points, axis=0)
    spread = np.maximum(np.quantile(np.abs(points - middle), 0.75, axis=0), 0.002)
    near = points[(np.abs(points - middle) <= _FAR * spread).all(axis=1)]
    west, south = near.min(axis=0).tolist()
    east, north = near.max(axis=0).tolist()
    return west, south, east, north


def _floats(column: pa.Array) -> NDArray[np.float64]:
    values: NDArray[np.float64] = pc.fill_null(column, np.nan).to_numpy(zero_copy_only=False)
    return values


def _has_chinese(text: str) -> bool:
    return any(0x4E00 <= ord(letter) <= 0x9FFF for letter in text)
