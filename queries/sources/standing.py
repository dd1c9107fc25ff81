"""Sources and how they stand: what each delivers and how often, how far it has come, since when it is late, and the
rows that were refused."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, replace
from datetime import UTC, datetime, timedelta
from functools import cached_property
from pathlib import Path
from typing import Any, get_args

import pyarrow as pa

from geodata.city.profile import Profile, SourceKind
from queries.privacy.text_columns import masked_table
from queries.scope import restriction_answered
from queries.sources.freshness import LATE_AFTER, Freshness, SourceFreshness, Status, source_status, worst
from queries.store.statement_runner import StatementRunner
from queries.store.statements import read_statements
from queries.store.store import Store
from queries.store.version_order import VersionScale

_SQL = read_statements(Path(__file__).with_name("sources.sql"))


@dataclass(frozen=True)
class SourceStanding:
    """One source. cadence_s: how often it should deliver, None where not declared; watermark: the newest time in its
    data, last_load: when it last delivered, late_since: when it became late, None unless it is (all aware);
    lag_s: from the watermark to the moment asked about; rows: cases or reports held, refused: rows in
    quarantine, None for whoever may not see the whole city;
    newer_by: what tells which of two versions of a case is newer, None where there are no versions."""

    name: str
    kind: SourceKind
    title_zh: str
    title_en: str
    cadence_s: int | None
    watermark: datetime | None
    last_load: datetime | None
    lag_s: float | None
    rows: int | None
    refused: int | None
    status: Status
    late_since: datetime | None
    newer_by: VersionScale | None

    def title(self, language: str) -> str:
        """What people call the source; its name where the profile does not say."""
        return self.title_zh if language.startswith("zh") else self.title_en

    @property
    def freshness(self) -> SourceFreshness:
        """The part that travels with answers."""
        return SourceFreshness(self.name, self.status, self.watermark, self.last_load, self.kind, self.late_since)

    def as_json(self) -> dict[str, Any]:
        """Under the names of the fields, instants in ISO form."""
        instants = {name: getattr(self, name) for name in ("watermark", "last_load", "late_since")}
        data = {name: moment.isoformat() if moment else None for name, moment in instants.items()}
        return {**vars(self), **data}


def source_standings(
    runner: StatementRunner, profile: Profile, as_of: datetime, *, stands: bool
) -> tuple[SourceStanding, ...]:
    """All sources by name: those that delivered, and those of the profile that have not yet. as_of: aware; stands: the
    city's clock stands at the newest data, so that nothing can be late."""
    _, rows = runner.rows(_SQL["standings"], {})
    held = {row[0]: row[1:] for row in rows}
    found = tuple(_standings(held, profile, as_of, stands=stands))
    scope = restriction_answered()
    hidden = scope is not None and scope.hides_rows
    return tuple(replace(one, rows=None, refused=None) for one in found) if hidden else found


@dataclass(frozen=True)
class Standings:
    """All sources of a city at a moment, by name."""

    sources: tuple[SourceStanding, ...]

    @cached_property
    def freshness(self) -> Mapping[SourceKind | None, Freshness]:
        """The freshness of all sources (None), and of those that deliver one kind."""
        kinds: tuple[SourceKind | None, ...] = (None, *get_args(SourceKind))
        return {kind: worst(tuple(one.freshness for one in self.sources if kind in (None, one.kind))) for kind in kinds}


def refused_rows(store: Store, source: str, limit: int) -> pa.Table:
    """The newest refused rows of a source: recorded_at (naive UTC), file, line, reason, raw; no personal data."""
    with store.cursor() as cursor:
        table = cursor.execute(_SQL["refused_rows"], {"source": source, "most": limit}).to_arrow_table()
    return masked_table(table)


def newest_deliveries(store: Store, source: str, limit: int) -> pa.Table:
    """The newest inputs of a source, newest first: recorded_at (naive UTC), file (empty where rows were posted), read,
    loaded, superseded, duplicate, refused."""
    with store.cursor() as cursor:
        table = cursor.execute(_SQL["deliveries"], {"source": source, "most": limit}).to_arrow_table()
    return masked_table(table)


def _standings(
    held: dict[str, tuple[Any, ...]], profile: Profile, as_of: datetime, *, stands: bool
) -> Iterator[SourceStanding]:
    for name in sorted({*held, *profile.sources}):
        about = profile.source(name)
        kind, cadence, watermark, loaded, rows, refused, scale = held.get(name, (None, None, None, None, 0, 0, None))
        cadence = about.cadence_s or cadence
        watermark, loaded = _aware(watermark), _aware(loaded)
        news = max((moment for moment in (watermark, loaded) if moment and rows), default=None)
        status = source_status(cadence, news, as_of, stands=stands)
        late = status in ("late", "broken") and news and cadence
        yield SourceStanding(
            name=name, kind=kind or about.kind, title_zh=about.title_zh or name, title_en=about.title_en or name,
            cadence_s=cadence, watermark=watermark, last_load=loaded,
            lag_s=max(0.0, (as_of - watermark).total_seconds()) if watermark else None,
            rows=rows, refused=refused, status=status,
            late_since=news + timedelta(seconds=LATE_AFTER * cadence) if late and news and cadence else None,
            newer_by=scale,
        )  # fmt: skip


def _aware(instant: datetime | None) -> datetime | None:
    return instant.replace(tzinfo=UTC) if instant else None
