"""Applying one accepted input to the store, in one transaction."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable
from dataclasses import dataclass, replace
from datetime import UTC, datetime

import duckdb
import pyarrow as pa

from geodata.placing import Placer
from geodata.profile import Profile, SourceProfile
from geodata.tree import AreaTree
from queries.loading.chunk import Limits, Opened
from queries.loading.conversion import Converter, Tally
from queries.loading.default_points import known_default_points, reconsider
from queries.loading.formats import opened_file
from queries.loading.landing import TABLE, Landed
from queries.loading.life_cycle import known_steps
from queries.loading.oddities import warnings_of
from queries.loading.person import person_key
from queries.loading.placing import AreaNames
from queries.loading.recognise import Mapping, identity, recognise, require_identity
from queries.loading.staging import Origin, Stager
from queries.loading.summary import LoadSummary
from queries.loading.upsert import Writing
from queries.store import Store
from queries.zones import MISSING, instant, zone_named


@dataclass(frozen=True)
class City:
    """What a load needs to know of the city."""

    store: Store
    tree: AreaTree
    placer: Placer
    profile: Profile
    limits: Limits


def apply_landed(
    city: City, landed: Landed, progress: Callable[[str, float], None] | None = None
) -> tuple[LoadSummary, bool]:
    """Apply an accepted input; its summary, and whether it must be kept in landing/ (it changed something)."""
    with city.store.write() as cursor:
        return apply_within(city, landed, cursor, progress)


def apply_within(
    city: City, landed: Landed, cursor: duckdb.DuckDBPyConnection, progress: Callable[[str, float], None] | None = None
) -> tuple[LoadSummary, bool]:
    """The same inside a transaction of the writer, which the caller commits."""
    about = city.profile.source(landed.source)
    is_table = landed.kind == TABLE
    origin = Origin(
        landed.source, landed.batch, landed.file, landed.recorded_at.astimezone(UTC), about.crs, trusted=is_table
    )
    path, name = landed.path(city.store.folder), landed.file or "the table"
    with city.store.cursor() as computing, opened_file(path, name, city.limits, computing) as opened:
        mapping = identity(opened.names) if is_table else recognise(opened.names, about.mapping | landed.mapping)
        require_identity(mapping, opened.names, name)
        return _Loading(city, Writing(cursor, origin), landed, about, mapping, computing).run(opened, progress)


class _Loading:
    """One batch on its way into the store."""

    def __init__(
        self,
        city: City,
        writing: Writing,
        landed: Landed,
        about: SourceProfile,
        mapping: Mapping,
        computing: duckdb.DuckDBPyConnection,
    ) -> None:
        self.city, self.writing, self.landed, self.about, self.mapping = city, writing, landed, about, mapping
        zone = "UTC" if landed.kind == TABLE else about.zone or city.profile.zone
        self.converter = Converter(mapping, zone_named(zone), person_key(city.store.folder), computing, Tally())
        self.areas = AreaNames(city.tree, city.profile.aliases)
        self.stager = Stager(
            writing.origin, zone_named(city.profile.zone), self.areas, city.placer, known_default_points(writing),
            computing, about.steps,
        )  # fmt: skip
        self.zone = zone
        self.read = 0
        self.reasons: Counter[str] = Counter()

    def run(self, opened: Opened, progress: Callable[[str, float], None] | None) -> tuple[LoadSummary, bool]:
        self.writing.begin()
        seen = self.writing.run("seen_before", source=self.landed.source, sha256=self.landed.sha256).fetchall()[0][0]
        for chunk in opened.read(self.mapping.wanted()):
            cases, refused = self.converter.convert(chunk)
            self.read += len(cases) + len(refused)
            self.reasons.update(_kind_of(row.reason) for row in refused)
            if not seen:
                self.writing.quarantine(refused)
            if len(cases):
                self.writing.upsert(self.stager.stage(cases))
            if progress:
                progress(f"{self.read:,} rows", chunk.done)
        return self._finished(opened, bool(seen))

    def _finished(self, opened: Opened, seen: bool) -> tuple[LoadSummary, bool]:
        current, history = self.writing.counts()
        refused = sum(self.reasons.values())
        changed = current + history > 0
        kept = changed or (refused > 0 and not seen)
        points = reconsider(self.writing, self.areas, self.city.placer)
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
            unrecognised=self.mapping.unrecognised,
            withheld=self.mapping.withheld,
            default_points=points,
            disagreements=self._disagreements(),
            unknown_words={name: dict(words) for name, words in self.converter.tally.unknown_words.items() if words},
            placed_by=dict(self.writing.run("placed_by", batch=self.landed.batch).fetchall()),
        )
        summary = replace(
            summary, warnings=(*opened.notes, *warnings_of(summary, self.converter.tally, self.stager, self.zone))
        )
        self._note(summary, kept=kept, changed=changed)
        self.writing.end()
        return summary, kept

    def _disagreements(self) -> int:
        rows = self.writing.run("placed_and_named", batch=self.landed.batch).to_arrow_table().combine_chunks()
        if not rows.num_rows:
            return 0
        named = self.areas.named(_one(rows, "area_code"), _one(rows, "area_name"))
        apart = self.areas.disagree(_one(rows, "area_id").to_numpy(), named)
        return int(_one(rows, "n").to_numpy()[apart].sum())

    def _note(self, summary: LoadSummary, *, kept: bool, changed: bool) -> None:
        recorded_at = self.writing.origin.recorded_at.replace(tzinfo=None)
        self.writing.run(
            "note_batch", batch=summary.batch, source=summary.source, file=summary.file, sha256=self.landed.sha256,
            landed_as=self.landed.name if kept else None, recorded_at=recorded_at, rows_read=summary.read,
            loaded=summary.loaded, superseded=summary.superseded, duplicate=summary.duplicate, refused=summary.refused,
        )  # fmt: skip
        if changed:
            self.writing.run("note_version", recorded_at=recorded_at, batch=summary.batch)
        self._note_source(recorded_at)

    def _note_source(self, recorded_at: datetime) -> None:
        source = self.landed.source
        before = self.writing.run("source", source=source).fetchall()
        steps = set(self.stager.steps).union(*(row[0].split(",") for row in before))
        marks = [row[1] for row in before if row[1] is not None]
        if self.stager.watermark != MISSING:
            marks.append(instant(self.stager.watermark).replace(tzinfo=None))
        self.writing.run("forget_source", source=source)
        self.writing.run(
            "note_source", source=source, steps=",".join(known_steps({}, tuple(steps))), crs=self.about.crs, zone=self.zone,
            cadence_s=self.about.cadence_s, watermark=max(marks, default=None), recorded_at=recorded_at,
        )  # fmt: skip


def _kind_of(reason: str) -> str:
    """The reason without the value that only one row has."""
    name, colon, _ = reason.partition(": ")
    return f"{name} is no time between 1900 and 2100" if colon and reason.endswith("2100") else reason


def _one(rows: pa.Table, name: str) -> pa.Array:
    column = rows.column(name)
    return column.chunk(0) if column.num_chunks == 1 else column.combine_chunks()
