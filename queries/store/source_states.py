"""What is written down of each source, kept by the writer in memory from one delivery to the next: reading it again
costs as much as a third of the writing."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import datetime

from queries.store.version_order import VersionScale

CountedPoint = tuple[float, float, int]
"""lon, lat, and how many cases lie there."""


@dataclass(frozen=True)
class WrittenSource:
    """What is written of a source. is_known: whether anything is; described: its kind, steps, coordinate system and
    zone; steps: those of them that are named; versions: what tells which of two is newer; posted: steps, comma
    separated, that its deliveries had columns for; watermark, first_reported, last_reported: naive UTC or None; rows:
    how many are current; refused: rows in quarantine."""

    is_known: bool = False
    described: tuple[str, ...] = ()
    steps: frozenset[str] = frozenset()
    versions: VersionScale | None = None
    posted: str | None = None
    watermark: datetime | None = None
    first_reported: datetime | None = None
    last_reported: datetime | None = None
    rows: int = 0
    refused: int = 0


@dataclass(frozen=True)
class SourceStates:
    """As the newest transaction of the writer has left them. What is not in here must be read. Belongs to the writer:
    not for several threads at once."""

    written: dict[str, WrittenSource] = field(default_factory=dict)
    default_points: dict[str, tuple[CountedPoint, ...]] = field(default_factory=dict)

    def forget(self, source: str | None = None) -> None:
        """Read a source (None: every one) again at the next need."""
        for known in (self.written, self.default_points):
            if source is None:
                known.clear()
            else:
                known.pop(source, None)
