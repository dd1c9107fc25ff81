"""What the browser gets of lists, layers and sources as JSON; `make declarations` writes the types for its modules."""

from __future__ import annotations

from typing import Literal, NotRequired

from typing_extensions import TypedDict

from geodata.city.profile import SourceKind

FreshnessStatus = Literal["fresh", "late", "broken", "empty", "static"]
ListCell = tuple[str, str | float]

# `class` is a word of Python: hence the other way to write a TypedDict. A cell is (class, text), or (class, per cent)
# for a bar; `href` makes the whole row a link; a condition (dimension=value) makes it a filter, and `also` is what
# its click sets beside (parameter=value); current: it is what is chosen; plain: a click without Shift or Alt follows
# `href`; number: its figure as an address names it.
ListRow = TypedDict(
    "ListRow",
    {
        "class": str,
        "cells": tuple[ListCell, ...],
        "href": NotRequired[str],
        "code": NotRequired[str],
        "title": NotRequired[str],
        "condition": NotRequired[str],
        "also": NotRequired[str],
        "current": NotRequired[bool],
        "plain": NotRequired[bool],
        "number": NotRequired[str],
    },
)


class SourceFreshness(TypedDict):
    """One source; instants in ISO form. title: only in the news, in the city's language."""

    name: str
    kind: SourceKind
    status: FreshnessStatus
    watermark: str | None
    last_load: str | None
    late_since: str | None
    title: NotRequired[str]


class NewestEvent(TypedDict):
    """A case as it arrived: reported_at in ISO form; lon, lat in degrees WGS-84, null where not trusted."""

    id: str
    title: str | None
    category: str | None
    channel: str | None
    department: str | None
    auto_dispatched: bool | None
    area_code: str
    area_name: str
    reported_at: str
    lon: float | None
    lat: float | None


class WallSteering(TypedDict):
    """What a wall is told from elsewhere. serial: larger with every word; who: empty where nobody has a name; until:
    ISO; scene, area, kpi: empty for what the wall itself shows; steps: scenes further on since it is steered."""

    serial: int
    who: str
    until: str
    scene: str
    area: str
    kpi: str
    steps: int
    paused: bool


class News(TypedDict):
    """GET /api/v1/live. version, reports: of the data and of the reports; as_of: ISO; release: of the program that
    answers; where it is another one, a page has to be loaded anew; newest: empty where nothing changed; steering: of a
    wall that somebody steers."""

    version: int
    as_of: str
    stamp: str
    area: str
    release: str
    sources: list[SourceFreshness]
    freshness: FreshnessStatus
    reports: int
    changed: bool
    newest: list[NewestEvent]
    steering: NotRequired[WallSteering]
