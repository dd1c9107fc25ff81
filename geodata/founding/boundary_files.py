"""Boundary files, read into outlines in WGS-84 with the words of their areas."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import numpy as np
import shapely
from numpy.typing import NDArray

from geodata.coordinates.antimeridian import unbroken
from geodata.coordinates.crs import converted
from geodata.coordinates.epsg import axes_exchanged, degrees_of
from geodata.coordinates.systems import CoordinateSystem, is_declared
from geodata.errors import BoundariesRefused, CoordinatesRefused
from geodata.founding.boundary_columns import BoundaryColumns, recognised_columns, words_of
from geodata.founding.boundary_formats import SURFACES, ReadingOptions, read_frame
from geodata.sentence import Sentence

NOTHING_SAID = ReadingOptions()
_DEGREES_BY_DEFAULT = (".geojson", ".json", ".topojson", ".kml", ".kmz")


@dataclass(frozen=True, eq=False)
class Boundaries:
    """Areas of one file, row by row; `label` names a row in messages: its name, else its code, else its row number.

    `repaired` and `dropped` are sentences about rows that were not right, `notes` about what was guessed.
    An area of a table may have no outline (None); `words` are all columns of a table.
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
    notes: tuple[str, ...] = ()
    words: Mapping[str, list[str | None]] = field(default_factory=dict)

    def __len__(self) -> int:
        return len(self.outline)


def read_boundaries(
    file: Path, system: str = CoordinateSystem.WGS_84, options: ReadingOptions = NOTHING_SAID
) -> Boundaries:
    """Areas of a boundary file, in WGS-84.

    A projection stated in the file is undone through pyproj; `system` says what its degrees mean, or, where it is a
    published one such as EPSG:25832, what its coordinates are, whatever the file states. Invalid outlines are repaired,
    rows without a surface are left out, and both are reported. Raises BoundariesRefused and CoordinatesRefused.
    """
    frame, notes = read_frame(file, options)
    if is_declared(system) and frame.crs is not None and frame.crs != 4326:
        frame = frame.to_crs(4326)
    stated = _stated_otherwise(file, frame.crs, system)
    outlines, turned = in_degrees(np.asarray(shapely.force_2d(frame.geometry.to_numpy()), dtype=object), system)
    attributes = frame.drop(columns=frame.geometry.name)
    columns = recognised_columns(attributes, options.columns)
    outlines, repaired = repaired_surfaces(unbroken(outlines))
    empty = shapely.is_missing(outlines) | shapely.is_empty(outlines)
    kept = np.flatnonzero(~empty)
    if not len(kept):
        raise BoundariesRefused(
            f"{file.name} holds no areas: not one of its {len(frame)} rows has a surface. Give a file with the "
            "surfaces of the areas, or the areas without outlines as a table."
        )
    words = {key: words_of(attributes[column]) for key, column in _chosen(columns).items()}
    labels = [_label(words, row) for row in range(len(frame))]
    chosen = {key: [values[row] for row in kept] for key, values in words.items()}
    unnamed = () if columns.name or columns.code else (_nothing_names(attributes),)
    return Boundaries(
        file=file,
        outline=outlines[kept],
        label=tuple(labels[row] for row in kept),
        code=[str(code) for code in chosen["code"]] if columns.code else None,
        name=chosen.get("name"),
        parent=chosen.get("parent"),
        columns=columns,
        repaired=tuple(f"{labels[row]}: {reason}" for row, reason in repaired.items() if not empty[row]),
        dropped=tuple(f"{labels[row]}: no surface" for row in np.flatnonzero(empty)),
        notes=(*notes, *stated, *turned, *unnamed),
    )


def _stated_otherwise(file: Path, stated: Any, system: str) -> tuple[str, ...]:
    """A sentence where the file states another system than the published one that was given for it."""
    without = file.suffix.lower() in _DEGREES_BY_DEFAULT and stated == 4326  # also where the file says nothing
    if is_declared(system) or stated is None or without or stated.equals(system, ignore_axis_order=True):
        return ()
    code = stated.to_authority()
    shown = f"{':'.join(code)} ({stated.name})" if code else stated.name
    return (f"the file states {shown}, and was read in {system}, as --crs says; leave --crs away if the file is right",)


def in_degrees(outlines: NDArray[np.object_], system: str) -> tuple[NDArray[np.object_], tuple[str, ...]]:
    """Outlines in degrees WGS-84, and a sentence where the axes of their coordinates were exchanged. Raises
    CoordinatesRefused."""
    if is_declared(system):
        return np.asarray(converted(outlines, system), dtype=object), ()
    points = shapely.get_coordinates(outlines)
    exchanged = axes_exchanged(points[:, 0], points[:, 1], system)
    first, second = (1, 0) if exchanged else (0, 1)
    degrees = shapely.transform(
        outlines, lambda places: np.column_stack(degrees_of(places[:, first], places[:, second], system))
    )
    if not np.isfinite(shapely.get_coordinates(degrees)).all():
        text = f"Some coordinates are none of {system}; name the system that they are in with --crs."
        raise CoordinatesRefused(Sentence("points_not_in_system", text, system=system))
    said = (f"the northing stood before the easting, against what {system} files usually do; exchanged",)
    return np.asarray(degrees, dtype=object), said if exchanged else ()


def _nothing_names(attributes: Any) -> str:
    there = ", ".join(str(column) for column in attributes.columns) or "none"
    return (
        f"no column looks like names, so the areas are called row 1, row 2, …; its columns: {there}; give --name-column"
    )


def repaired_surfaces(outlines: NDArray[np.object_]) -> tuple[NDArray[np.object_], dict[int, str]]:
    """Outlines made valid surfaces, and what was wrong with each that was not."""
    repaired = outlines.copy()
    broken = np.flatnonzero(~shapely.is_valid(outlines) & ~shapely.is_missing(outlines))
    repaired[broken] = shapely.make_valid(outlines[broken], method="structure", keep_collapsed=False)
    not_surfaces = np.flatnonzero(~np.isin(shapely.get_type_id(repaired), SURFACES) & ~shapely.is_missing(repaired))
    for row in not_surfaces.tolist():
        repaired[row] = _surface(repaired[row])
    reasons = shapely.is_valid_reason(outlines[broken]).tolist()
    return repaired, dict(zip(broken.tolist(), reasons, strict=True))


def _surface(outline: Any) -> Any:
    """The surfaces among the pieces of an outline, None when there are none."""
    pieces = shapely.get_parts(outline)
    surfaces = pieces[np.isin(shapely.get_type_id(pieces), SURFACES)]
    return shapely.union_all(surfaces) if len(surfaces) else None


def _chosen(columns: BoundaryColumns) -> dict[str, str]:
    named = {"code": columns.code, "name": columns.name, "parent": columns.parent}
    return {key: column for key, column in named.items() if column is not None}


def _label(words: dict[str, list[str | None]], row: int) -> str:
    found = (words[key][row] for key in ("name", "code") if key in words and words[key][row])
    return next(found, None) or f"row {row + 1}"
