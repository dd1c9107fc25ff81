"""What the browser gets of one case as JSON. Instants are in ISO form."""

from __future__ import annotations

from datetime import datetime
from typing import Literal

from typing_extensions import TypedDict

from queries.values import Relation

LimitState = Literal["kept", "late", "running", "overdue"]


class CaseStatus(TypedDict):
    """Key and name of a status."""

    key: str
    name: str


class CaseStep(TypedDict):
    """A step in words: when, how long after the one before, by whom."""

    key: str
    name: str
    at: datetime
    time: str
    after: str
    who: str
    note: str


class CaseLimit(TypedDict):
    """A limit in words; share: per cent of the time allowed that is gone, at most 100."""

    key: str
    due: datetime
    began: datetime
    done: datetime | None
    elapsed_s: float
    allowed_s: float
    kept: LimitState
    name: str
    taken: str
    allowed: str
    due_text: str
    sign: str
    said: str
    share: float


class CaseVersion(TypedDict):
    """What a version changed, in words; delivery: by which one it came, and until when it held."""

    at: datetime
    time: str
    changes: list[str]
    note: str
    delivery: str


class CaseNearby(TypedDict):
    """A unit or device near the place of a case, in words; metres: how far from it."""

    name: str
    kind: str
    state: str
    metres: float
    distance: str
    seen: str


class CaseNear(TypedDict):
    """Units or devices near the place of a case, nearest first; note: which they are, or why there are none; show: the
    address at which the map shows them, empty for none."""

    things: Literal["units", "devices"]
    title: str
    rows: list[CaseNearby]
    note: str
    show: str


class CaseCardWords(TypedDict):
    """Headings and buttons of the card."""

    close: str
    fly: str
    steps: str
    limits: str
    versions: str
    calendar: str
    as_of: str
    show: str
    place: str
    related: str
    none_related: str


class UnmaskWords(TypedDict):
    """Words of the form that asks for the texts of a case in clear."""

    open: str
    reason: str
    recorded: str
    show: str
    cancel: str
    in_clear: str
    failed: str


class CaseUnmask(TypedDict):
    """How the texts of a case are asked for in clear; longest: characters of a reason."""

    words: UnmaskWords
    longest: int


class TextInClear(TypedDict):
    """What people wrote, with all that is personal in it, under its name."""

    name: str
    text: str


class CaseInClear(TypedDict):
    """POST /api/v1/case/unmask."""

    texts: list[TextInClear]


class CaseCard(TypedDict):
    """GET /api/v1/case. point: lon, lat in degrees WGS-84, null where not trusted; facts: name and value;
    around: address of the outlines around it; unmask: null for whoever may not see personal data."""

    id: str
    title: str
    text: str | None
    status: CaseStatus
    as_of: datetime
    point: tuple[float, float] | None
    area: str
    around: str
    facts: list[tuple[str, str]]
    steps: list[CaseStep]
    limits: list[CaseLimit]
    near: list[CaseNear]
    versions: list[CaseVersion]
    unmask: CaseUnmask | None
    words: CaseCardWords


class RelatedRow(TypedDict):
    """A related case in words; title, place empty and point null where they are not told."""

    source: str
    id: str
    title: str
    place: str
    status: str
    time: str
    point: tuple[float, float] | None


class RelatedGroup(TypedDict):
    """Cases related in one way: how many, and the newest of them; note: what counts as such, and how many are shown."""

    relation: Relation
    title: str
    n: int
    note: str
    rows: list[RelatedRow]


class CaseRelated(TypedDict):
    """GET /api/v1/case/related. metres: the radius of the same spot."""

    groups: list[RelatedGroup]
    metres: int


class CaseSettingsWords(TypedDict):
    """Sentences of the card before anything is known of the case."""

    label: str
    close: str
    missing: str
    failed: str


class CaseSettings(TypedDict):
    """The `data-case` attribute: where a case is asked for."""

    ask: str
    words: CaseSettingsWords


class CaseTableRow(TypedDict):
    """A case in a list: its cells in words by column; open: it has not ended."""

    source: str
    id: str
    cells: dict[str, str]
    open: bool


class CaseTablePage(TypedDict):
    """GET /api/v1/case-list. n: cases of all pages; said: which of them these are, and as of when; note: what was not
    searched; previous, next, last: `cursor` of other pages; csv, xlsx: where all cases are."""

    n: int
    title: str
    said: str
    note: str
    rows: list[CaseTableRow]
    previous: str | None
    next: str | None
    last: str | None
    csv: str
    xlsx: str


class CaseTableColumn(TypedDict):
    """A column of a list of cases; sort: the order that its heading asks for, null for none; searched: whether texts
    can be looked for in it alone."""

    key: str
    name: str
    sort: str | None
    searched: bool


class CaseTableWords(TypedDict):
    """Buttons and sentences of a list of cases."""

    label: str
    close: str
    search: str
    columns: str
    first: str
    previous: str
    next: str
    last: str
    csv: str
    xlsx: str
    refresh: str
    none: str
    asking: str
    failed: str
    sort: str
    within: str


class CaseTableSettings(TypedDict):
    """The `data-case-table` attribute: what is listed, and in which columns where nobody has chosen others; close: the
    address without the list."""

    listed: str
    close: str
    columns: list[CaseTableColumn]
    usual: list[str]
    words: CaseTableWords
