"""Loading the cases of one or more inputs of a source: piece by piece, then everything that depends on all cases.

A single delivery is the case of one input. Several consecutive segments of a source are applied together when a store
is made again: a city that reports every second has 86,400 of them a day, and each alone costs a look through the cases
held. The store ends as if they had been applied one after the other.
"""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Callable, Generator, Iterator, Sequence
from concurrent.futures import ThreadPoolExecutor
from contextlib import closing
from dataclasses import replace
from functools import cached_property
from typing import TypeVar

import duckdb
import numpy as np
import pyarrow as pa
import pyarrow.compute as pc

from queries.calendar.working_time import working_calendar
from queries.calendar.zones import MISSING, instant, microseconds, zone_named
from queries.city_context import CityContext
from queries.conversion.case_places import AreaNames
from queries.conversion.column_names import Mapping
from queries.conversion.converter import Converter
from queries.conversion.life_cycle import known_steps
from queries.conversion.naming.inner_names import outermost
from queries.conversion.writings.date_orders import Told
from queries.landing.folder import EVENTS, ROWS, SEGMENT, TABLE, Landed
from queries.loading.bookkeeping import Bookkeeping, Outcome, SourceState, kind_of
from queries.loading.case_tables import CaseTables
from queries.loading.default_points import DefaultPoints, PointVerdicts
from queries.loading.erasure.erased_values import ErasedValues, note_unredacted
from queries.loading.inputs.opened_inputs import OpenedInputs, one_segment
from queries.loading.load_warnings import about_inner, unread_values, warnings_of
from queries.loading.memberships import record_memberships
from queries.loading.posted_steps import PostedSteps
from queries.loading.staging import Origin, Stager
from queries.loading.summary import LoadSummary, masked_summary
from queries.loading.versions.scales import SourceVersions
from queries.loading.versions.unchanged_rows import NAMED_OF_DELIVERIES, UnchangedRows
from queries.loading.versions.written_piece import Extent
from queries.privacy.person_references import person_key
from queries.reading.chunk import RefusedLine
from queries.store.case_keys import CaseKeys

Progress = Callable[[str, float], None]
"""Called with what has been done and the share done, 0..1."""

T = TypeVar("T")
StagedPiece = tuple[pa.Table, list[RefusedLine], float]


class CaseLoad:
    """Opened inputs and what applies them within a transaction of the writer."""

    def __init__(
        self,
        city: CityContext,
        found: OpenedInputs,
        cursor: duckdb.DuckDBPyConnection,
        computing: duckdb.DuckDBPyConnection,
        keys: CaseKeys | None = None,
    ) -> None:
        """`computing`: a cursor that only computes; keys: those of the store unless others are given."""
        self.city, self.found, self.inputs = city, found, found.lines.inputs
        self.about = city.profile.source(self.inputs[0].source)
        self.origin = origin_of(city, self.inputs[0], found.mapping.crs)
        store = city.store
        keys = keys or store.case_keys
        self.tables = CaseTables(cursor, keys, self.origin.source, self.origin.crs, self.inputs)
        self.books = Bookkeeping(store, cursor, self.origin.source, keys.states)
        if self.inputs[0].kind == SEGMENT:
            self.tables.unchanged = UnchangedRows(NAMED_OF_DELIVERIES, keeps_lines=True)
        self.points = PointVerdicts(self.tables, self.books)
        self.areas = AreaNames(city.tree, city.profile.aliases)
        self._computing = computing
        self.converter = self._converter(found.mapping)
        of_source = store.erased_cases.of(self.origin.source, cursor)
        is_segment = self.inputs[0].kind == SEGMENT
        self.erased = ErasedValues(
            self.origin.source, self.converter.key, of_source, computing,
            has_unread=is_segment or bool(set(found.opened.names) - set(found.mapping.wanted())),
            is_sealed=self.inputs[0].kind == ROWS and city.profile.personal_columns == "sealed",
        )  # fmt: skip
        self.stager = Stager(
            origin=self.origin,
            lines=found.lines,
            zone=zone_named(city.profile.zone),
            areas=self.areas,
            placer=city.placer,
            default_points=self.points.known,
            versions=SourceVersions(self.books.before.versions),
            cursor=computing,
            declared_steps=tuple(self.posted.after) if self.posted else self.about.steps or None,
            steps_may_grow=self.posted is not None,
            erased=self.erased if of_source else None,
        )
        self.read, self.risen, self.superseded = (np.zeros(len(self.inputs), dtype=np.int64) for _ in range(3))
        self.reasons: defaultdict[int, Counter[str]] = defaultdict(Counter)

    def load(self, progress: Progress | None = None) -> list[Outcome]:
        """Apply all rows and record the inputs; the outcome of each."""
        outcomes, extent = self.write(progress)
        self.record(outcomes, extent)
        return outcomes

    def write(self, progress: Progress | None = None) -> tuple[list[Outcome], Extent]:
        """Write all rows; the outcome of each input, and what the source has then."""
        if self.posted:
            self.tables.empty_steps(self.posted.to_empty)
        staged = self.staged()
        with closing(staged if self.inputs[0].kind == SEGMENT else _one_ahead(staged)) as pieces:
            for rows, refused, done in pieces:
                self._write_piece(rows, refused)
                if progress:
                    progress(f"{int(self.read.sum()):,} rows", done)
        extent = self._extent()
        defaults = self.points.reconsider(self.areas, self.city.placer, extent)
        grids = self.city.store.special_grids
        record_memberships(self.tables, self.books, grids, self.city.tree, defaults.changed)
        summaries = [self._counts(number) for number in range(len(self.inputs))]
        if len(summaries) == 1:
            summaries = [self._described(summaries[0], defaults)]
        adding = list(self.posted.adding()) if self.posted else [False]
        outcomes = [
            Outcome(
                summary,
                summary.changed or adding[number] or (summary.refused > 0 and number not in self.repeated),
                self.tables.unchanged,
            )
            for number, summary in enumerate(summaries)
        ]
        return outcomes, extent

    @cached_property
    def posted(self) -> PostedSteps | None:
        """What deliveries say of the steps that their source knows, where its profile does not."""
        if self.inputs[0].kind != SEGMENT or self.about.steps:
            return None
        return PostedSteps.of_segments(self.books.posted_steps, self.found.segments)

    @cached_property
    def repeated(self) -> set[int]:
        """The places of the inputs whose very content was delivered before; looked for when rows are refused."""
        return self.books.repeated(self.inputs)

    def _extent(self) -> Extent:
        before = self.books.before
        known = Extent(before.first_reported, before.last_reported, before.rows) if before.is_known else None
        return self.tables.extent(known)

    def staged(self) -> Generator[StagedPiece, None, None]:
        """The pieces as they are to be written: rows in the columns of case_tables.sql, the refused ones, the share
        read."""
        for chunk in self.converter.in_known_order(self.found.opened.read(self.found.mapping.wanted())):
            cases, refused = self.converter.convert(chunk)
            if refused and len(self.inputs) > 1:
                refused = self._refused_alone(refused)
            yield self.stager.stage(cases), refused, chunk.done

    def _refused_alone(self, refused: Sequence[RefusedLine]) -> list[RefusedLine]:
        """The same refusals, each with the text that it has in its segment alone: that depends on the columns."""
        lines = self.found.lines
        found: list[RefusedLine] = []
        for number in np.flatnonzero(lines.counted(np.array([row.line for row in refused], dtype=np.int64))).tolist():
            chunk, mapping = one_segment(self.found.segments[number], self.about.overrides)
            own = self._converter(mapping).convert(chunk)[1]
            found += [replace(row, line=row.line + int(lines.before[number])) for row in own]
        return found

    def _converter(self, mapping: Mapping) -> Converter:
        key = person_key(self.city.store.folder)
        calendar = working_calendar(self.city.profile)
        extent = self.city.tree.root.bbox
        moments = np.array([microseconds(landed.recorded_at) for landed in self.inputs], dtype=np.int64)
        return Converter(
            mapping, zone_named(self.origin.zone), calendar, key, self._computing, extent, self.origin.crs,
            told=Told(int(moments[-1]), lambda lines: moments[self.found.lines.number_of(lines)]),
            stated=self.found.opened.stated_system,
        )  # fmt: skip

    def _write_piece(self, rows: pa.Table, refused: Sequence[RefusedLine]) -> None:
        lines = self.found.lines
        self.read += lines.counted(rows.column("row").to_numpy())
        if refused:
            self._take_refused(refused)
        if rows.num_rows:
            if self.books.lacks_scale:
                self.tables.order_anew(rows)
            written = self.tables.write(rows)
            self.risen += written.risen - written.replaced_own
            self.superseded += written.superseded + written.replaced_own

    def _take_refused(self, refused: Sequence[RefusedLine]) -> None:
        lines = self.found.lines
        refused_lines = np.array([row.line for row in refused], dtype=np.int64)
        self.read += lines.counted(refused_lines)
        numbers = lines.number_of(refused_lines).tolist()
        for number, row in zip(numbers, refused, strict=True):
            self.reasons[number][kind_of(row.reason)] += 1
        fresh = [row for number, row in zip(numbers, refused, strict=True) if number not in self.repeated]
        fresh = self.erased.without_refused_texts(fresh, self.books.cursor)
        self.books.record_refused(fresh, lines, int(self.read.sum()))

    def _counts(self, number: int) -> LoadSummary:
        landed, reasons = self.inputs[number], self.reasons[number]
        read, loaded, superseded = (int(counts[number]) for counts in (self.read, self.risen, self.superseded))
        refused = reasons.total()
        return LoadSummary(
            source=landed.source,
            file=landed.file,
            batch=landed.batch,
            read=read,
            loaded=loaded,
            superseded=superseded,
            duplicate=read - loaded - superseded - refused,
            refused=refused,
            reasons=dict(reasons),
            newer_by=self.stager.versions.scale or "",
        )

    def _described(self, summary: LoadSummary, defaults: DefaultPoints) -> LoadSummary:
        """The summary of a single input with counts and warnings."""
        current = self.tables.made_current()
        placed_by, points = (_counted(current.column(name)) for name in ("placed_by", "point_status"))
        flags = Counter[str]()
        for text, n in _counted(current.column("flags")).items():
            flags.update(dict.fromkeys(filter(None, text.split(",")), n))
        unknown = self.converter.tally.unknown_words
        described = replace(
            summary,
            unrecognised=outermost(self.converter.mapping.unrecognised, self.found.opened.names),
            withheld=outermost(self.converter.mapping.withheld, self.converter.mapping.withheld),
            default_points=defaults.found,
            disagreements=self._disagreements(current),
            unknown_words={name: dict(words) for name, words in unknown.items() if words},
            placed_by=placed_by,
            points=points,
            flags=dict(flags),
            unread=unread_values(self.converter.tally),
            first_day=self._city_day(self.stager.hours.first),
            last_day=self._city_day(self.stager.hours.last),
            unchanged=self.tables.unchanged.examples if self.inputs[0].kind != SEGMENT else (),
        )
        noticed = (
            *about_inner(self.converter.mapping),
            *warnings_of(described, self.converter.tally, self.stager),
        )
        return masked_summary(replace(described, warnings=(*self.found.opened.notes, *noticed)))

    def _city_day(self, moment: int) -> str:
        return "" if moment == MISSING else instant(moment).astimezone(self.city.profile.time_zone).date().isoformat()

    def _disagreements(self, current: pa.Table) -> int:
        """How many of these cases lie by their point outside the area that they name."""
        code, name = (current.column(column) for column in ("area_code", "area_name"))
        names_one = pc.or_(code.is_valid(), name.is_valid())
        rows = current.filter(pc.and_(pc.equal(current.column("placed_by"), "point"), names_one))
        code, name = (rows.column(column).combine_chunks() for column in ("area_code", "area_name"))
        return int(self.areas.disagree(rows.column("area_id").to_numpy(), self.areas.named(code, name)).sum())

    def date(self, landed: Landed) -> None:
        """The single input became known at another moment than that under which its rows were written."""
        self.inputs = [landed]
        self.tables.date(landed)
        self.books.date(landed)
        self.stager.came_at(microseconds(landed.recorded_at))

    def record(self, outcomes: Sequence[Outcome], extent: Extent) -> None:
        """Record the inputs, the data version and the state of the source."""
        last = self.inputs[-1]
        self.books.record_inputs(self.inputs, outcomes)
        self.books.record_scale(self.stager.versions.scale)
        if self.posted:
            self.books.record_posted_steps(self.posted.after)
        note_unredacted(self.erased, self.found.lines, [one.is_kept for one in outcomes], self.books.cursor)
        if any(summary.changed for summary, *_ in outcomes):
            self.books.next_data_version(last)
        before = self.books.before
        marks = [] if before.watermark is None else [before.watermark]
        if self.stager.watermark != MISSING:
            marks.append(instant(self.stager.watermark).replace(tzinfo=None))
        state = SourceState(
            kind=EVENTS,
            rows=extent.cases,
            watermark=max(marks, default=None),
            steps=",".join(known_steps({}, tuple(before.steps | set(self.stager.steps)))),
            first_reported=extent.first_reported,
            last_reported=extent.last_reported,
        )
        self.books.record_source(self.about, self.origin.zone, last, state)


def _counted(column: pa.ChunkedArray) -> dict[str, int]:
    """How often each value occurs, in the order of the values; empty ones aside."""
    counted = pc.value_counts(column.drop_null()).to_pylist()
    return {str(one["values"]): int(one["counts"]) for one in sorted(counted, key=lambda one: str(one["values"]))}


def origin_of(city: CityContext, landed: Landed, crs: str | None = None) -> Origin:
    """Where the rows of an accepted input of cases come from. crs: what its own mapping says."""
    about = city.profile.source(landed.source)
    return Origin(
        source=landed.source,
        file=landed.file,
        crs=crs or about.crs,
        zone="UTC" if landed.kind == TABLE else about.zone or city.profile.zone,
        trusted=landed.kind in (TABLE, SEGMENT),
        row_by_row=landed.kind == SEGMENT,
    )


def _one_ahead(pieces: Iterator[T]) -> Generator[T, None, None]:
    """The same pieces, the next one made in another thread while the caller is busy with one."""
    with ThreadPoolExecutor(max_workers=1) as worker:
        coming = worker.submit(next, pieces, None)
        while (piece := coming.result()) is not None:
            coming = worker.submit(next, pieces, None)
            yield piece
