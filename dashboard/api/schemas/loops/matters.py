"""Matters of which several cases tell, and pairs of cases that may be one matter."""

from typing import Literal

from pydantic import AwareDatetime, BaseModel, Field

from dashboard.api.schemas.kpis import KpiAnswer
from dashboard.api.schemas.loops.agenda import AgendaAct

Judged = Literal["confirmed", "refuted"]


class MatterChannel(BaseModel):
    """A channel with the cases of a matter that came over it."""

    code: str
    name: str
    n: int


class MatterTold(BaseModel):
    """A matter, named by its first case: acts about it are acts about that case in the loop of matters."""

    number: str = Field(description="As its source numbers it; `where=matter=NUMBER` asks for its cases.")
    source: str
    id: str
    judged: Judged | None = Field(description="What a person said of it last.")
    name: str | None = Field(description="As whoever confirmed it called it.")
    category: str
    categories: int
    area_code: str = Field(description="The deepest area of its newest case.")
    area: str
    areas: int = Field(description="In how many deepest areas its cases lie.")
    channels: list[MatterChannel]
    n: int
    open: int
    again: int = Field(description="Cases reported after another one of the matter was closed.")
    first_at: AwareDatetime
    last_at: AwareDatetime
    span_days: float
    acts: list[AgendaAct] = Field(description="What people did about it, the last first.")


class MattersCounted(BaseModel):
    """KPIs of the same cases; null where there are no data."""

    reported: int | None
    merged: int | None
    matters: int | None


class MattersAnswer(BaseModel):
    """The first matters in their order, and how many there are in all (null where there are no data)."""

    least: int
    sort: str
    whole: KpiAnswer = Field(description="The cases that belong to matters.")
    counted: MattersCounted
    matters_in_all: int | None
    cases_in_all: int | None
    over_several_channels: int | None
    matters: list[MatterTold]


class PairedCaseTold(BaseModel):
    """One of a pair."""

    source: str
    id: str
    channel: str
    channel_name: str
    reported_at: AwareDatetime


class PairTold(BaseModel):
    """Two cases that may be one matter. Of a pair that one person makes nothing is told of place, kind and titles."""

    earlier: PairedCaseTold
    later: PairedCaseTold
    metres: float | None
    same_person: bool
    likeness: float | None = Field(description="Of their titles, 0 to 1.")
    category: str | None
    area_code: str | None
    area: str | None
    judged: Judged | None = Field(description="What a person said of it last, as an act about the later case.")
    acts: list[AgendaAct]


class PairingRule(BaseModel):
    """What makes two cases a pair, and of how many days they are without `from` and `to`."""

    metres: int
    days: int
    least_likeness: float
    days_back: int


class SuggestionsAnswer(BaseModel):
    """The first pairs, those with most reasons first, and how many there are in all (null where there are no data)."""

    status: Literal["ok", "no_data"]
    notes: list[str] = Field(description="Why there are no data.")
    rule: PairingRule
    pairs_in_all: int | None
    pairs: list[PairTold]
