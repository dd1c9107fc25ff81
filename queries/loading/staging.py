"""Cases of one piece → rows in the columns of `events`: hash, version, filled steps, status, days and places."""

from __future__ import annotations

from dataclasses import dataclass, field, replace

import duckdb
import numpy as np
import pyarrow as pa
import pyarrow.compute as pc
from numpy.typing import NDArray

from geodata.areas.tree_file import NOWHERE, ROOT
from geodata.errors import CoordinatesRefused
from geodata.placing.placer import Placer
from geodata.sentence import Sentence
from queries.calendar.zones import MISSING, SECOND, Zone, microseconds
from queries.conversion import life_cycle
from queries.conversion.canonical import CONTENT, LIFE_CYCLE, UPDATED, VERSION
from queries.conversion.case_places import AreaNames, on_points, place
from queries.conversion.converted.converted_cases import ConvertedCases
from queries.conversion.times import as_arrow
from queries.conversion.writings.noted_values import NotedValues
from queries.errors import FileRefused
from queries.loading.erasure.erased_values import ErasedValues
from queries.loading.inputs.case_points import CasePoints
from queries.loading.inputs.input_lines import InputLines
from queries.loading.reported_hours import ReportedHours
from queries.loading.versions.content_hashes import content_hashes
from queries.loading.versions.scales import SourceVersions

_SLACK_OF_CLOCKS = 300 * SECOND


@dataclass(frozen=True)
class Origin:
    """Where rows come from: coordinate system of their points, zone of their times.

    A `trusted` origin is a table in canonical columns: its points are not suspected. row_by_row: what a row means does
    not depend on the others.
    """

    source: str
    file: str
    crs: str
    zone: str
    trusted: bool = False
    row_by_row: bool = False


@dataclass
class Stager:
    """Stages the pieces of inputs that are applied together; `zone` is the city's.

    lines: which line belongs to which input; default_points: those known before; steps_may_grow: a step that is filled
    in may become known later, so that no status follows from it; erased: what must not come back. After staging:
    `steps` that the source delivers, `watermark` (newest life-cycle time that had come when its input did, microseconds
    UTC), `future` (cases reported later than their input came), `hours` (of the day at which they were reported),
    `points` (how they were read), `unplaced` (areas that cases name and the city does not have, where nothing else
    tells the place).
    """

    origin: Origin
    lines: InputLines
    zone: Zone
    areas: AreaNames
    placer: Placer
    default_points: list[tuple[float, float]]
    versions: SourceVersions
    cursor: duckdb.DuckDBPyConnection
    declared_steps: tuple[str, ...] | None = None
    steps_may_grow: bool = False
    erased: ErasedValues | None = None
    steps: tuple[str, ...] = ("reported",)
    watermark: int = MISSING
    future: int = 0
    hours: ReportedHours = field(default_factory=ReportedHours)
    points: CasePoints = field(init=False)
    unplaced: NotedValues = field(default_factory=NotedValues)
    _later: list[NDArray[np.int64]] = field(default_factory=list, repr=False)

    def __post_init__(self) -> None:
        about = self.origin
        self.points = CasePoints(about.crs, self.placer, trusted=about.trusted, row_by_row=about.row_by_row)

    def stage(self, cases: ConvertedCases) -> pa.Table:
        """Rows in the columns of `case_tables.sql`.

        Raises FileRefused when the points cannot be meant as they stand.
        """
        self.steps = life_cycle.known_steps(cases.times, self.declared_steps)
        times = life_cycle.fill_steps(cases, self.steps, row_by_row=self.origin.row_by_row)
        status = life_cycle.statuses(cases, cases.times if self.steps_may_grow else times)
        stored, hashed = self.erased.taken_out(cases.columns, cases.lines) if self.erased else (cases.columns,) * 2
        columns = {name: column for name, column in stored.items() if name != VERSION}
        columns |= {name: as_arrow(time) for name, time in times.items() if name != UPDATED}
        columns |= life_cycle.days_and_hours(times, self.zone)
        self.hours.add(columns["reported_hour"], times["reported_at"])
        columns |= {"status": status, "flags": life_cycle.flags(times, status, cases.columns.get("status"))}
        columns |= self._places(cases)
        columns |= self.versions.columns(cases, self.lines, self._moments())
        columns |= self._hashes(replace(cases, columns=hashed))
        columns |= {"row": pa.array(cases.lines)} | self.lines.columns(cases.lines)
        self._observe_times(cases)
        return pa.table(columns)

    def _hashes(self, cases: ConvertedCases) -> dict[str, pa.Array | pa.ChunkedArray]:
        """row_hash and key, see `content_hashes`."""
        content = {name: as_arrow(cases.times[name]) for name in CONTENT.names if name in cases.times}
        content |= {
            name: cases.columns[name].cast(CONTENT.field(name).type) for name in CONTENT.names if name in cases.columns
        }
        return content_hashes(content, self.cursor)

    def _places(self, cases: ConvertedCases) -> dict[str, pa.Array]:
        x, y = self._coordinates(cases, "lon"), self._coordinates(cases, "lat")
        named = self.areas.named(cases.columns.get("area_code"), cases.columns.get("area_name"))
        if not len(named):
            named = np.zeros(len(cases), dtype=np.int32)
        try:
            lon, lat = self.points.in_degrees(x, y, named, cases.lines)
        except CoordinatesRefused as refusal:
            text, reason = f"{self.origin.file}: {refusal}", refusal.sentence
            raise FileRefused(Sentence("points_refused", text, file=self.origin.file, reason=reason)) from refusal
        lon = self.placer.tree.continued(lon)
        places = place(lon, lat, named, on_points(lon, lat, self.default_points), self.placer)
        self._note_unplaced(cases, (places.area_id == ROOT) & (named == NOWHERE))
        points = {"lon": pa.array(lon, from_pandas=True), "lat": pa.array(lat, from_pandas=True)}
        return points | places.columns()

    def _note_unplaced(self, cases: ConvertedCases, nowhere: NDArray[np.bool_]) -> None:
        named = [cases.columns[name] for name in ("area_name", "area_code") if name in cases.columns]
        if named and nowhere.any() and len(self.placer.tree) > 1:
            texts = pc.coalesce(*named)
            self.unplaced.add(texts, nowhere & texts.is_valid().to_numpy(zero_copy_only=False), cases.lines)

    @staticmethod
    def _coordinates(cases: ConvertedCases, name: str) -> NDArray[np.float64]:
        if name not in cases.columns:
            return np.full(len(cases), np.nan)
        coordinates: NDArray[np.float64] = cases.columns[name].fill_null(np.nan).to_numpy()
        return coordinates

    def came_at(self, moment: int) -> None:
        """A single input came later than was thought (microseconds UTC): some times that were future have come."""
        for times in self._later:
            self.watermark = max(self.watermark, int(times[times <= moment + _SLACK_OF_CLOCKS].max(initial=MISSING)))

    def _moments(self) -> NDArray[np.int64]:
        return np.array([microseconds(one.recorded_at) for one in self.lines.inputs], dtype=np.int64)

    def _observe_times(self, cases: ConvertedCases) -> None:
        landed = self._moments()[self.lines.number_of(cases.lines)] + _SLACK_OF_CLOCKS
        self.future += int((cases.times["reported_at"] > landed).sum())
        for name in LIFE_CYCLE:
            if name in cases.times and len(cases):
                has_come = cases.times[name] <= landed
                self.watermark = max(self.watermark, int(cases.times[name][has_come].max(initial=MISSING)))
                if not has_come.all():
                    self._later.append(cases.times[name][~has_come])
