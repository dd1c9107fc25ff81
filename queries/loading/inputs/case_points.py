"""Points of the cases of an input in degrees WGS-84: checked against the city, converted, the order of axes found."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field

import numpy as np
from numpy.typing import NDArray

from geodata.coordinates.conversion_accuracy import accuracy_in_words, is_projected, name_of
from geodata.coordinates.crs import to_wgs84
from geodata.coordinates.epsg import degrees_of
from geodata.coordinates.systems import is_declared
from geodata.errors import CoordinatesRefused
from geodata.placing.axis_order import FEWEST_POINTS, in_degrees_row_by_row, northing_first
from geodata.placing.placer import Placer
from geodata.sentence import Sentence
from queries.conversion.case_places import Numbers, reason_to_refuse
from queries.conversion.writings.noted_values import MOST_EXAMPLES, NotedValues, value_in_row

Degrees = NDArray[np.float64]


@dataclass(frozen=True)
class ReadPoint:
    """A point as it was read from a row: what stands there, and degrees WGS-84."""

    line: int
    x: float
    y: float
    lon: float
    lat: float


@dataclass
class CasePoints:
    """Reads the points of one input piece by piece. system: declared or published; row_by_row: no row depends on
    another; trusted: they are not suspected.

    Of a published system: exchanged: whether the northing stands first, None until a point was seen; example: the
    first point; beyond: coordinates that are no place in the system.
    """

    system: str
    placer: Placer
    trusted: bool = False
    row_by_row: bool = False
    exchanged: bool | None = None
    example: ReadPoint | None = None
    beyond: NotedValues = field(default_factory=NotedValues)
    _checked: bool = field(default=False, repr=False)
    _points: int = field(default=0, repr=False)

    def in_degrees(self, x: Degrees, y: Degrees, named: Numbers, lines: NDArray[np.int64]) -> tuple[Degrees, Degrees]:
        """Longitudes and latitudes of coordinates, NaN where missing; (0, 0), which stands for none, stays.

        named: the area that each row names. Raises CoordinatesRefused when they cannot be meant as they stand.
        """
        if is_declared(self.system):
            self._check(x, y, named)
            return to_wgs84(x, y, self.system)
        there = np.isfinite(x) & np.isfinite(y) & ((x != 0) | (y != 0))
        if not there.any():
            return x, y
        lon, lat = x.copy(), y.copy()
        lon[there], lat[there] = self._converted(x[there], y[there])
        beyond = np.flatnonzero(there & ~np.isfinite(lon))
        for row in beyond[:MOST_EXAMPLES].tolist():
            self.beyond.add_value(f"{x[row]:.10g}, {y[row]:.10g}", int(lines[row]))
        self.beyond.count += len(beyond[MOST_EXAMPLES:])
        if self.example is None and (sound := np.flatnonzero(there & np.isfinite(lon))).size:
            row = int(sound[0])
            self.example = ReadPoint(int(lines[row]), *(float(axis[row]) for axis in (x, y, lon, lat)))
        return lon, lat

    def _check(self, x: Degrees, y: Degrees, named: Numbers) -> None:
        if self._checked or self.trusted:
            return
        reason = reason_to_refuse(x, y, named, self.system, self.placer)
        if reason:
            raise CoordinatesRefused(reason)
        self._checked = bool((np.isfinite(x) & np.isfinite(y)).any())

    def _converted(self, x: Degrees, y: Degrees) -> tuple[Degrees, Degrees]:
        if self.row_by_row:
            return in_degrees_row_by_row(x, y, self.system, self.placer)
        if self._points < FEWEST_POINTS:  # fewer may all be mistakes
            self._points += len(x)
            self.exchanged = not self.trusted and northing_first(x, y, self.system, self.placer)
        return degrees_of(y, x, self.system) if self.exchanged else degrees_of(x, y, self.system)

    def sentences(self) -> Iterator[Sentence]:
        """How points of a published system were read, and which could not be."""
        if self.example is not None:
            one, east_first = self.example, "easting, northing" if is_projected(self.system) else "longitude, latitude"
            order = ", ".join(reversed(east_first.split(", "))) if self.exchanged else east_first
            reason = ", because only so they lie in the city" if self.exchanged else ""
            accuracy = accuracy_in_words(self.system, self.placer.tree.root.bbox)
            text = (
                f"Coordinates were read as {order} in {self.system} ({name_of(self.system)}){reason}, for example "
                f"{one.x:.10g}, {one.y:.10g} (row {one.line:,}) as {one.lat:.5f}° N, {one.lon:.5f}° E; accuracy of the "
                f"conversion: {accuracy}."
            )
            yield Sentence(
                "points_exchanged" if self.exchanged else "points_read", text, system=self.system,
                name=name_of(self.system), x=one.x, y=one.y, row=one.line, lat=one.lat, lon=one.lon, accuracy=accuracy,
            )  # fmt: skip
        if n := self.beyond.count:
            examples = tuple(value_in_row(text, line) for text, line in self.beyond.examples)
            were = "point is no place" if n == 1 else "points are no places"
            text = f"{n:,} {were} in {self.system} and {'was' if n == 1 else 'were'} left empty: {', '.join(examples)}."
            yield Sentence("points_beyond", text, count=n, system=self.system, examples=examples)
