"""How fresh the data of each source are; part of every answer, up to the stamp on a printed page."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import datetime
from typing import Any, Literal

from geodata.city.profile import SourceKind

Status = Literal["fresh", "late", "broken", "empty", "static"]


SILENT: tuple[Status, ...] = ("broken", "empty")


@dataclass(frozen=True)
class SourceFreshness:
    """One source. watermark: the newest time in its data; last_load: when it was last recorded; late_since: when it
    became late, None unless it is (all aware)."""

    name: str
    status: Status
    watermark: datetime | None
    last_load: datetime | None
    kind: SourceKind = "events"
    late_since: datetime | None = None

    def as_json(self) -> dict[str, Any]:
        """Name, kind, status and the instants in ISO form, or null."""
        return {
            "name": self.name,
            "kind": self.kind,
            "status": self.status,
            "watermark": self.watermark.isoformat() if self.watermark else None,
            "last_load": self.last_load.isoformat() if self.last_load else None,
            "late_since": self.late_since.isoformat() if self.late_since else None,
        }


@dataclass(frozen=True)
class Freshness:
    """All sources of a city; `status` is that of the worst source."""

    status: Status
    sources: tuple[SourceFreshness, ...] = field(default=())

    @property
    def is_silent(self) -> bool:
        """Whether nothing comes in any more: each of its sources is broken, or never delivered."""
        return bool(self.sources) and all(source.status in SILENT for source in self.sources)

    @property
    def heard_until(self) -> datetime | None:
        """The newest time in the data of any source (aware); None where there are none."""
        return max((source.watermark for source in self.sources if source.watermark), default=None)

    def as_json(self) -> dict[str, Any]:
        """`{"status": …, "sources": [{"name", "kind", "status", "watermark", "last_load", "late_since"}]}`."""
        return {"status": self.status, "sources": [source.as_json() for source in self.sources]}


LATE_AFTER = 2  # cadences without news
BROKEN_AFTER = 10
WORST_FIRST: tuple[Status, ...] = ("broken", "late", "static", "fresh", "empty")


def source_status(cadence_s: int | None, newest: datetime | None, now: datetime, *, stands: bool) -> Status:
    """The status of a source. newest: its newest life-cycle time or load, whichever is later; stands: the city's clock
    stands at the newest data, so that nothing can be late.

    A source that says how often it delivers is late after two and broken after ten deliveries missed. Of one that does
    not say, nothing more is known than that it delivered.
    """
    if newest is None:
        return "empty"
    if stands:
        return "static"
    if cadence_s is None:
        return "fresh"
    missed = (now - newest).total_seconds() / cadence_s
    if missed > BROKEN_AFTER:
        return "broken"
    return "late" if missed > LATE_AFTER else "fresh"


def worst(sources: tuple[SourceFreshness, ...]) -> Freshness:
    """The freshness of a city from that of its sources; empty without any."""
    held = {source.status for source in sources}
    return Freshness(next((status for status in WORST_FIRST if status in held), "empty"), sources)
