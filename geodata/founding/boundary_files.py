"""Boundary files: GeoJSON, Shapefile (also zipped) and GeoParquet, read into outlines in WGS-84."""

from __future__ import annotations

import zipfile
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import geopandas
import numpy as np
import pyogrio
import shapely
from numpy.typing import NDArray

from geodata.coordinates.crs import CoordinateSystem, converted
from geodata.errors import BoundariesRefused
from geodata.founding.boundary_columns import BoundaryColumns, recognised_columns, words_of

_SURFACES = (shapely.GeometryType.POLYGON, shapely.GeometryType.MULTIPOLYGON)
_UNREADABLE = (
    pyogrio.errors.DataSourceError,
    pyogrio.errors.DataLayerError,
    zipfile.BadZipFile,
    UnicodeError,
    ValueError,
    OSError,
    KeyError,
)


@dataclass(frozen=True, eq=False)
class Boundaries:
    """Areas of one file, row by row; `label` names a row in messages: its name, else its code, else its row number.

    `repaired` and `dropped` are sentences about rows that were not right.
    """

    file: Path
    outline: NDArray[np.object_]
    label: tuple[str, ...]
    code: list[str] | None
    name: list[str | None] | None
    parent: list[str | None] | None
    columns: BoundaryColumns
    repaired: tuple[str, ...]
    dropped: tuple[str, ...]

    def __len__(self) -> int:
        return len(self.outline)


def read_boundaries(file: Path, system: CoordinateSystem | str = CoordinateSystem.WGS_84) -> Boundaries:
    """Areas of a boundary file, in WGS-84.

    A projection stated in the file is undone through pyproj; `system` says what its degrees mean. Invalid outlines are
    repaired, rows without a surface are left out, and both are reported. Raises BoundariesRefused.
    """
    frame = _read(file)
    if frame.crs is not None and frame.crs != 4326:
        frame = frame.to_crs(4326)
    outlines = np.asarray(shapely.force_2d(frame.geometry.to_numpy()), dtype=object)
    attributes = frame.drop(columns=frame.geometry.name)
    columns = recognised_columns(attributes)
    outlines, repaired = _repaired(outlines)
    empty = shapely.is_missing(outlines) | shapely.is_empty(outlines)
    kept = np.flatnonzero(~empty)
    if not len(kept):
        raise BoundariesRefused(f"{file.name} holds no areas: not one of its {len(frame)} rows has a surface.")
    words = {key: words_of(attributes[column]) for key, column in _chosen(columns).items()}
    labels = [_label(words, row) for row in range(len(frame))]
    chosen = {key: [values[row] for row in kept] for key, values in words.items()}
    return Boundaries(
        file=file,
        outline=np.asarray(converted(outlines[kept], system), dtype=object),
        label=tuple(labels[row] for row in kept),
        code=[str(code) for code in chosen["code"]] if columns.code else None,
        name=chosen.get("name"),
        parent=chosen.get("parent"),
        columns=columns,
        repaired=tuple(f"{labels[row]}: {reason}" for row, reason in repaired.items() if not empty[row]),
        dropped=tuple(f"{labels[row]}: no surface" for row in np.flatnonzero(empty)),
    )


def _read(file: Path) -> Any:
    if not file.is_file():
        raise BoundariesRefused(f"There is no file {file}.")
    kind = file.suffix.lower()
    try:
        if kind in (".parquet", ".geoparquet"):
            return geopandas.read_parquet(file)
        if kind in (".geojson", ".json"):
            return pyogrio.read_dataframe(file)
        if kind in (".shp", ".zip"):
            return _read_shapefile(file)
    except _UNREADABLE as error:
        raise BoundariesRefused(f"{file.name} cannot be read as boundaries; is it whole?") from error
    raise BoundariesRefused(f"{file.name}: give boundaries as .geojson, .shp, a zipped Shapefile or .parquet.")


def _read_shapefile(file: Path) -> Any:
    """A Shapefile's text is in the encoding it states (.cpg), else UTF-8, else GB18030."""
    if _states_encoding(file):
        return pyogrio.read_dataframe(file)
    try:
        return pyogrio.read_dataframe(file, encoding="UTF-8")
    except UnicodeDecodeError:
        return pyogrio.read_dataframe(file, encoding="GB18030")


def _states_encoding(file: Path) -> bool:
    if file.suffix.lower() == ".zip":
        with zipfile.ZipFile(file) as archive:
            return any(name.lower().endswith(".cpg") for name in archive.namelist())
    return file.with_suffix(".cpg").is_file()


def _repaired(outlines: NDArray[np.object_]) -> tuple[NDArray[np.object_], dict[int, str]]:
    """Outlines made valid surfaces, and what was wrong with each that was not."""
    repaired = outlines.copy()
    broken = np.flatnonzero(~shapely.is_valid(outlines) & ~shapely.is_missing(outlines))
    repaired[broken] = shapely.make_valid(outlines[broken], method="structure", keep_collapsed=False)
    not_surfaces = np.flatnonzero(~np.isin(shapely.get_type_id(repaired), _SURFACES) & ~shapely.is_missing(repaired))
    for row in not_surfaces.tolist():
        repaired[row] = _surface(repaired[row])
    reasons = shapely.is_valid_reason(outlines[broken]).tolist()
    return repaired, dict(zip(broken.tolist(), reasons, strict=True))


def _surface(outline: Any) -> Any:
    """The surfaces among the pieces of an outline, None when there are none."""
    pieces = shapely.get_parts(outline)
    surfaces = pieces[np.isin(shapely.get_type_id(pieces), _SURFACES)]
    return shapely.union_all(surfaces) if len(surfaces) else None


def _chosen(columns: BoundaryColumns) -> dict[str, str]:
    named = {"code": columns.code, "name": columns.name, "parent": columns.parent}
    return {key: column for key, column in named.items() if column is not None}


def _label(words: dict[str, list[str | None]], row: int) -> str:
    found = (words[key][row] for key in ("name", "code") if key in words and words[key][row])
    return next(found, None) or f"row {row + 1}"
