"""Kinds of cases that recur: their cases, the checklist of cures, and what came back after a cure."""

from __future__ import annotations

from datetime import date
from typing import Literal

from pydantic import AwareDatetime, BaseModel, Field

State = Literal["open", "mended", "handed_over"]


class CuresOfSort(BaseModel):
    """How the pieces of a sort stand; open, mended and handed_over add up to pieces. awaits_handover: mended, of a sort
    that is done with its hand-over."""

    sort: str
    pieces: int
    open: int
    mended: int
    handed_over: int
    awaits_handover: int
    done: int


class KindTold(BaseModel):
    """A kind that a person confirmed, with its own counter. again: reported after another one was closed in the same
    deepest area; came_back: items that count as mended and have cases after that day. None: no data."""

    kind: str
    name: str
    cause: str
    programme: str
    area: str
    where: str = Field(description="Conditions on its cases, as in addresses.")
    words: list[str] = Field(description="Every one of them stands in the titles of its cases.")
    confirmed_by: str
    confirmed_at: AwareDatetime
    status: Literal["ok", "no_data"]
    cases: int | None
    open: int | None
    again: int | None
    first_at: AwareDatetime | None
    last_at: AwareDatetime | None
    items: int
    came_back: int | None
    cures: list[CuresOfSort]


class CureStepTold(BaseModel):
    """What somebody said of an item."""

    state: State
    on: date
    who: str
    note: str


class CureTold(BaseModel):
    """An item of a checklist. cases: of the kind at it, of these `after_cure` reported after the day of its cure."""

    item: str
    name: str
    sort: str
    n: int
    area: str
    lon: float | None
    lat: float | None
    state: State
    done: bool
    cases: int | None
    open: int | None
    after_cure: int | None
    last_after: AwareDatetime | None
    steps: list[CureStepTold]


class KindPlaceTold(BaseModel):
    """A deepest area with cases of the kind."""

    area: str
    path: str
    n: int
    open: int
    again: int
    last_at: AwareDatetime


class KindInFull(KindTold):
    """A kind with its checklist and the places of its cases."""

    checklist: list[CureTold]
    places: list[KindPlaceTold]
    places_in_all: int


class KindsListed(BaseModel):
    """The kinds."""

    kinds: list[KindTold]


class OneKind(BaseModel):
    """One kind in full."""

    kinds: list[KindInFull]
