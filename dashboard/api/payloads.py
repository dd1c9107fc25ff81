"""What the browser gets of /api/v1/live as JSON."""

from __future__ import annotations

from typing import TypedDict

from dashboard.display.payloads import FreshnessStatus, NewestEvent, SourceFreshness


class News(TypedDict):
    """version, reports: of the data and of the reports; as_of: ISO; newest: empty where nothing changed."""

    version: int
    as_of: str
    stamp: str
    area: str
    sources: list[SourceFreshness]
    freshness: FreshnessStatus
    reports: int
    changed: bool
    newest: list[NewestEvent]
