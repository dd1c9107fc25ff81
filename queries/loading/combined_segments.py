"""Many sealed segments of one source, applied together: the store ends as if they were applied one after the other.

One by one each costs a look through the source's cases, however few rows it brings. A city that is told of news every
second has 86,400 segments a day; its store could not be made again in any useful time.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import UTC

import duckdb
import numpy as np
import pyarrow as pa
from numpy.typing import NDArray

from queries.calendar.zones import microseconds
from queries.city_context import CityContext
from queries.conversion.converter import Cases
from queries.conversion.delivered_rows import chunk_of, delivered_mapping
from queries.landing.folder import EVENTS, SEGMENT, Landed
from queries.loading.apply import areas_of, converter_of, origin_of, stager_of
from queries.loading.bookkeeping import kind_of, note_source
from queries.loading.default_points import reconsider
from queries.loading.memberships import remember_memberships
from queries.loading.segment_file import canonical_deliveries, in_pieces, names_of
from queries.loading.staging import Origin, Stager
from queries.loading.summary import LoadSummary
from queries.loading.upsert import Writing
from queries.reading.chunk import Refused

MOST_ROWS = 200_000  # at one time, unless one segment alone has more
_NAIVE = pa.timestamp("us")


@dataclass(frozen=True)
class MappedSegment:
    """A segment with its deliveries in canonical columns."""

    landed: Landed
    tables: list[pa.Table]

    @property
    def num_rows(self) -> int:
        return sum(table.num_rows for table in self.tables)


def can_go_together(landed: Landed) -> bool:
    """Whether an input may be applied together with its neighbours of the same source."""
    return landed.kind == SEGMENT and landed.delivers == EVENTS


def apply_together(
    city: CityContext, segments: Iterable[Landed], cursor: duckdb.DuckDBPyConnection
) -> Iterator[list[LoadSummary]]:
    """Apply segments of cases of one source, in the order of acceptance, within a transaction of the writer; the
    summaries of as many as were applied at a time. Raises LandingDamaged."""
    for piece in in_pieces(_mapped(city, segments), MOST_ROWS):
        yield _Together(city, piece, cursor).apply()


def _mapped(city: CityContext, segments: Iterable[Landed]) -> Iterator[MappedSegment]:
    for landed in segments:
        overrides = city.profile.source(landed.source).mapping
        content = landed.read(city.store.folder)
        yield MappedSegment(landed, canonical_deliveries(content, landed.name, overrides))


class _Together:
    """Segments that are applied at one time; `numbers` are places among them."""

    def __init__(self, city: CityContext, segments: Sequence[MappedSegment], cursor: duckdb.DuckDBPyConnection) -> None:
        self.city, self.cursor, self.segments = city, cursor, segments
        self.landed = [one.landed for one in segments]
        self.rows = np.array([one.num_rows for one in segments], dtype=np.int64)
        self.first = np.cumsum(self.rows) - self.rows  # how many rows lie before each segment
        self.about = city.profile.source(self.landed[0].source)
        since = self.landed[0].recorded_at.astimezone(UTC)
        self.writing = Writing(cursor, self._origin(-1), since, tuple(one.batch for one in self.landed))

    def apply(self) -> list[LoadSummary]:
        self.writing.begin()
        with self.city.store.cursor() as computing:
            stager = stager_of(self.city, self.landed[-1], self.writing, computing)
            stager.recorded = np.repeat([microseconds(one.recorded_at) for one in self.landed], self.rows)
            cases, refused = self._converted(self.segments, computing)
            harmed = sorted(set(self._segment_of(np.array([row.line for row in refused], dtype=np.int64)).tolist()))
            refusals = {number: self._converted([self.segments[number]], computing)[1] for number in harmed}
            verdicts = self.writing.upsert_together(self._numbered(stager.stage(cases)))
        loaded, superseded = self._counts(verdicts)
        seen = self._seen()
        for number in harmed:
            if number not in seen:
                Writing(self.cursor, self._origin(number)).quarantine(refusals[number])
        summaries = [
            self._summary(number, int(loaded[number]), int(superseded[number]), refusals.get(number, []))
            for number in range(len(self.landed))
        ]
        self._note(summaries, seen, stager)
        return summaries

    def _converted(
        self, segments: Sequence[MappedSegment], computing: duckdb.DuckDBPyConnection
    ) -> tuple[Cases, list[Refused]]:
        """The cases of segments, lines numbered through from 1, and the rows refused. How the text of a refused row is
        kept depends on the columns of its segment."""
        tables = [table for segment in segments for table in segment.tables]
        mapping = delivered_mapping(names_of(tables), self.about.mapping)
        return converter_of(self.city, self.writing.origin, mapping, computing).convert(chunk_of(tables, 1))

    def _origin(self, number: int) -> Origin:
        return origin_of(self.city, self.landed[number])

    def _segment_of(self, lines: NDArray[np.int64]) -> NDArray[np.int64]:
        """The number of the segment that each line (numbered through from 1) belongs to."""
        found: NDArray[np.int64] = np.searchsorted(self.first + self.rows, lines, side="left")
        return found

    def _numbered(self, staged: pa.Table) -> pa.Table:
        """The rows with what is different from segment to segment."""
        rows = staged.column("line").to_numpy()
        number = self._segment_of(rows)
        batches = pa.array([one.batch for one in self.landed])
        moments = pa.array([one.recorded_at.astimezone(UTC).replace(tzinfo=None) for one in self.landed], _NAIVE)
        columns = {name: staged.column(name) for name in staged.column_names}
        own = {
            "row": pa.array(rows),
            "line": pa.array(rows - self.first[number]),
            "batch_number": pa.array(number),
            "batch": batches.take(pa.array(number)),
            "recorded_at": moments.take(pa.array(number)),
        }
        return pa.table(columns | own)

    def _counts(self, verdicts: pa.Table) -> tuple[NDArray[np.int64], NDArray[np.int64]]:
        """Of each segment how many rows became current when it came, and how many were older."""
        number = verdicts.column("batch_number").to_numpy()
        rose = verdicts.column("rose").to_numpy()
        most = len(self.landed)
        return np.bincount(number[rose], minlength=most), np.bincount(number[~rose], minlength=most)

    def _seen(self) -> set[int]:
        """The segments whose very content the source had delivered before."""
        sha256 = [one.sha256 for one in self.landed]
        before = self.writing.run("seen_among", source=self.writing.origin.source, sha256=sha256).fetchall()
        known = {content for (content,) in before}
        seen = set()
        for number, content in enumerate(sha256):
            if content in known:
                seen.add(number)
            known.add(content)
        return seen

    def _summary(self, number: int, loaded: int, superseded: int, refused: list[Refused]) -> LoadSummary:
        landed, read = self.landed[number], int(self.rows[number])
        return LoadSummary(
            source=landed.source,
            file=landed.file,
            batch=landed.batch,
            read=read,
            loaded=loaded,
            superseded=superseded,
            duplicate=read - loaded - superseded - len(refused),
            refused=len(refused),
            reasons=dict(Counter(kind_of(row.reason) for row in refused)),
        )

    def _note(self, summaries: Sequence[LoadSummary], seen: set[int], stager: Stager) -> None:
        """Places that depend on all cases, and what is written down of the segments and of their source."""
        areas = areas_of(self.city)
        defaults = reconsider(self.writing, areas, self.city.placer)
        remember_memberships(self.writing, self.city.store.special_grids, self.city.tree, defaults.changed)
        kept = [one.changed or (one.refused > 0 and number not in seen) for number, one in enumerate(summaries)]
        self.writing.note_batches(summaries, self.landed, kept)
        if any(summary.changed for summary in summaries):
            self.writing.run("note_version", **self.writing.batch())
        note_source(self.writing, self.about, stager)
        self.writing.end()
