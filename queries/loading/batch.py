"""One batch on its way into the store: piece by piece, then its counts and what is kept about it."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Generator, Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import closing
from dataclasses import dataclass, field, replace

import pyarrow as pa

from geodata.areas.special_grids import SpecialGrids
from geodata.city.profile import SourceProfile
from queries.conversion.converter import Converter
from queries.landing.folder import Landed
from queries.loading.bookkeeping import kind_of, note_source
from queries.loading.default_points import reconsider
from queries.loading.load_warnings import warnings_of
from queries.loading.memberships import remember_memberships
from queries.loading.staging import Stager
from queries.loading.summary import LoadSummary, without_persons
from queries.loading.upsert import Writing
from queries.reading.chunk import Opened, Refused

Piece = tuple[pa.Table, list[Refused], float]


@dataclass
class Batch:
    """An accepted input with everything that is needed to apply it."""

    landed: Landed
    about: SourceProfile
    writing: Writing
    converter: Converter
    stager: Stager
    special_grids: SpecialGrids
    read: int = 0
    reasons: Counter[str] = field(default_factory=Counter)

    def load(self, opened: Opened, progress: Callable[[str, float], None] | None) -> tuple[LoadSummary, bool]:
        """Apply all rows; the summary, and whether to keep the input (it changed something or has new refusals)."""
        self.writing.begin()
        source, sha256 = self.landed.source, self.landed.sha256
        seen = bool(self.writing.run("seen_before", source=source, sha256=sha256).fetchall()[0][0])
        with closing(_one_ahead(self._staged(opened))) as pieces:
            for rows, refused, done in pieces:
                self.read += rows.num_rows + len(refused)
                self.reasons.update(kind_of(row.reason) for row in refused)
                if not seen:
                    self.writing.quarantine(refused)
                if rows.num_rows:
                    self.writing.upsert(rows)
                if progress:
                    progress(f"{self.read:,} rows", done)
        summary = self._summary(opened)
        kept = summary.changed or (summary.refused > 0 and not seen)
        self._note(summary, kept=kept)
        self.writing.end()
        return summary, kept

    def _staged(self, opened: Opened) -> Iterator[Piece]:
        for chunk in opened.read(self.converter.mapping.wanted()):
            cases, refused = self.converter.convert(chunk)
            yield self.stager.stage(cases), refused, chunk.done

    def _summary(self, opened: Opened) -> LoadSummary:
        current, history = self.writing.counts()
        refused = self.reasons.total()
        defaults = reconsider(self.writing, self.stager.areas, self.stager.placer)
        remember_memberships(self.writing, self.special_grids, self.stager.areas.tree, defaults.changed)
        placed_by, points, flags = self._became_current()
        unknown = self.converter.tally.unknown_words
        summary = LoadSummary(
            source=self.landed.source,
            file=self.landed.file,
            batch=self.landed.batch,
            read=self.read,
            loaded=current,
            superseded=history,
            duplicate=self.read - current - history - refused,
            refused=refused,
            reasons=dict(self.reasons),
            unrecognised=self.converter.mapping.unrecognised,
            withheld=self.converter.mapping.withheld,
            default_points=defaults.found,
            disagreements=self._disagreements(),
            unknown_words={name: dict(words) for name, words in unknown.items() if words},
            placed_by=dict(placed_by),
            points=dict(points),
            flags=dict(flags),
        )
        warnings = (*opened.notes, *warnings_of(summary, self.converter.tally, self.stager))
        return without_persons(replace(summary, warnings=warnings))

    def _became_current(self) -> tuple[Counter[str], Counter[str], Counter[str]]:
        """How many of the cases that became current are placed by what, have which status of the point, which flags."""
        placed_by, points, flags = Counter[str](), Counter[str](), Counter[str]()
        for how, point, breaches, n in self.writing.run("became_current", **self.writing.batch()).fetchall():
            placed_by[how] += n
            points[point] += n
            flags.update(dict.fromkeys(filter(None, breaches), n))
        return placed_by, points, flags

    def _disagreements(self) -> int:
        rows = self.writing.run("placed_and_named", **self.writing.batch()).to_arrow_table()
        area_id, code, name, n = (_flat(column) for column in rows.columns)
        named = self.stager.areas.named(code, name)
        return int(n.to_numpy()[self.stager.areas.disagree(area_id.to_numpy(), named)].sum())

    def _note(self, summary: LoadSummary, *, kept: bool) -> None:
        recorded_at = self.writing.origin.recorded_at.replace(tzinfo=None)
        self.writing.note_batches([summary], [self.landed], [kept])
        if summary.changed:
            self.writing.run("note_version", recorded_at=recorded_at, batch=summary.batch)
        note_source(self.writing, self.about, self.stager)


def _one_ahead(pieces: Iterator[Piece]) -> Generator[Piece, None, None]:
    """The same pieces, the next one made in another thread while the caller is busy with one."""
    with ThreadPoolExecutor(max_workers=1) as worker:
        coming = worker.submit(next, pieces, None)
        while (piece := coming.result()) is not None:
            coming = worker.submit(next, pieces, None)
            yield piece


def _flat(column: pa.ChunkedArray) -> pa.Array:
    return column.chunk(0) if column.num_chunks == 1 else column.combine_chunks()
