"""Points whose file, or whose very value (SRID=2263;POINT(…)), states the coordinate system that they are in."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator
from dataclasses import dataclass, field

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc
from numpy.typing import NDArray

from geodata.coordinates.conversion_accuracy import is_projected, name_of
from geodata.coordinates.epsg import axes_exchanged, degrees_of, stated_system
from geodata.coordinates.systems import CoordinateSystem, is_declared
from geodata.errors import CoordinatesRefused
from geodata.placing.axis_order import FEWEST_POINTS, are_no_degrees
from geodata.sentence import Sentence
from queries.conversion.writings.noted_values import MOST_EXAMPLES, NotedValues

Degrees = NDArray[np.float64]


@dataclass
class StatedSystems:
    """What was stated of the points of one file, each system with examples of its points: used, contradicted by the
    system `given` for their source, contradicted by points that are degrees and not projected."""

    given: str = CoordinateSystem.WGS_84
    row_by_row: bool = False
    used: defaultdict[str, NotedValues] = field(default_factory=lambda: defaultdict(NotedValues))
    overruled: defaultdict[str, NotedValues] = field(default_factory=lambda: defaultdict(NotedValues))
    degrees: defaultdict[str, NotedValues] = field(default_factory=lambda: defaultdict(NotedValues))

    def read(self, x: Degrees, y: Degrees, rows: NDArray[np.bool_], system: str, lines: NDArray[np.int64]) -> None:
        """Put the coordinates of these rows, stated to be in `system`, into degrees WGS-84, unless their source is said
        to be in another one."""
        rows = rows & np.isfinite(x) & np.isfinite(y) & ((x != 0) | (y != 0))
        if system == self.given or not rows.any():
            return
        if self.given != CoordinateSystem.WGS_84:
            _note(self.overruled[system], x, y, rows, lines)
            return
        if is_declared(system):  # CGCS2000, which differs by centimetres
            return
        if is_projected(system):
            plain = rows & ~are_no_degrees(x, y)
            _note(self.degrees[system], x, y, plain, lines)
            rows &= ~plain
        _note(self.used[system], x, y, rows, lines)
        if rows.any():
            x[rows], y[rows] = self._degrees(x[rows], y[rows], system)

    def in_degrees(self, lon: pa.Array, lat: pa.Array, system: str, lines: NDArray[np.int64]) -> dict[str, pa.Array]:
        """`read` of two columns, all of whose rows are stated to be in `system`."""
        x, y = (pc.fill_null(column, np.nan).to_numpy(zero_copy_only=False).copy() for column in (lon, lat))
        self.read(x, y, np.ones(len(x), dtype=bool), system, lines)
        return {"lon": pa.array(x, from_pandas=True), "lat": pa.array(y, from_pandas=True)}

    def read_coded(self, x: Degrees, y: Degrees, codes: NDArray[np.int64], lines: NDArray[np.int64]) -> None:
        """`read` of rows of which each states the code of its system; 0 where it states none."""
        for code in np.unique(codes[codes > 0]).tolist():
            if system := stated_system(f"EPSG:{code}"):
                self.read(x, y, codes == code, system, lines)

    def _degrees(self, x: Degrees, y: Degrees, system: str) -> tuple[Degrees, Degrees]:
        try:
            exchanged = not self.row_by_row and len(x) >= FEWEST_POINTS and axes_exchanged(x, y, system)
        except CoordinatesRefused:  # far from where the system is used, in either order: outside the city
            exchanged = False
        return degrees_of(y, x, system) if exchanged else degrees_of(x, y, system)

    def sentences(self) -> Iterator[Sentence]:
        """Which systems were used as stated, and which were not."""
        for system, noted in sorted(self.used.items()):
            if noted.count:
                text = (
                    f"{noted.count:,} {_points(noted)} read in {system} ({name_of(system)}), as the file states, "
                    f"for example {_example(noted)}."
                )
                yield Sentence("points_stated", text, count=noted.count, system=system, name=name_of(system),
                               example=_example(noted))  # fmt: skip
        for system, noted in sorted(self.overruled.items()):
            text = (
                f"The file states {system} for {noted.count:,} points, for example {_example(noted)}, and they were "
                f"read in {self.given}, as --crs or the source in city.toml says; correct that where the file is right."
            )
            yield Sentence("points_stated_otherwise", text, count=noted.count, system=system, given=self.given,
                           example=_example(noted))  # fmt: skip
        for system, noted in sorted(self.degrees.items()):
            if noted.count:
                text = (
                    f"{noted.count:,} {_points(noted)} read as degrees, though the file states {system}, in which "
                    f"they would be metres or feet: for example {_example(noted)}."
                )
                yield Sentence("points_stated_degrees", text, count=noted.count, system=system, example=_example(noted))


def _note(noted: NotedValues, x: Degrees, y: Degrees, rows: NDArray[np.bool_], lines: NDArray[np.int64]) -> None:
    found = np.flatnonzero(rows)
    for row in found[:MOST_EXAMPLES].tolist():
        noted.add_value(f"{x[row]:.10g}, {y[row]:.10g}", int(lines[row]))
    noted.count += len(found[MOST_EXAMPLES:])


def _points(noted: NotedValues) -> str:
    return "point was" if noted.count == 1 else "points were"


def _example(noted: NotedValues) -> Sentence:
    text, line = noted.examples[0]
    return Sentence("value_in_row", f"{text} (row {line:,})", value=text, row=line)
