"""How fresh each source is: typed at the source, carried by every answer as far as the stamp on a printed page."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import datetime
from typing import Any, Literal

Status = Literal["fresh", "late", "broken", "empty", "static"]


@dataclass(frozen=True)
class SourceFreshness:
    """One source. watermark: its newest life-cycle time; last_load: when something of it was last recorded (both aware)."""

    name: str
    status: Status
    watermark: datetime | None
    last_load: datetime | None

    def as_json(self) -> dict[str, Any]:
        """Name, status and both instants in ISO form, or null."""
        return {
            "name": self.name,
            "status": self.status,
            "watermark": self.watermark.isoformat() if self.watermark else None,
            "last_load": self.last_load.isoformat() if self.last_load else None,
        }


@dataclass(frozen=True)
class Freshness:
    """All sources of a city; `status` is that of the worst source."""

    status: Status
    sources: tuple[SourceFreshness, ...] = field(default=())

    def as_json(self) -> dict[str, Any]:
        """`{"status": …, "sources": [{"name", "status", "watermark", "last_load"}]}`."""
        return {"status": self.status, "sources": [source.as_json() for source in self.sources]}
