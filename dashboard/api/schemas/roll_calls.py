"""Roll-calls: how the centres of each level have answered."""

from __future__ import annotations

from typing import Literal

from pydantic import AwareDatetime, BaseModel, Field


class RollCallLevel(BaseModel):
    """A level whose centres can be called, and within how many minutes each of them answers."""

    key: str
    name: str
    minutes: int


class AnswersWithin(BaseModel):
    """How many centres had answered after so many minutes."""

    minutes: int
    n: int


class LevelAnswered(RollCallLevel):
    """How the centres of a level have answered."""

    called: int
    answered: int
    in_time: int = Field(description="Within the minutes of the level.")
    within: list[AnswersWithin]
    p50_s: float | None = Field(description="Seconds within which half of those that answered did so.")
    p95_s: float | None


class RollCallTold(BaseModel):
    """A call, with the centres that the asker may see."""

    key: str
    text: str
    area: str
    area_name: str
    called_at: AwareDatetime
    called_by: str
    seen_at: AwareDatetime
    open: bool = Field(description="It can still be answered.")
    over_at: AwareDatetime = Field(description="When it was ended, or comes to its end by itself.")
    ended_by: str
    elapsed_s: float = Field(description="Until all had answered, or it was over.")
    called: int
    answered: int
    levels: list[LevelAnswered]


class CentreTold(BaseModel):
    """A centre: when it answered, and by whom."""

    area: str
    name: str
    path: str
    level: str
    answered_at: AwareDatetime | None
    after_s: float | None
    in_time: bool
    how: Literal["answered", "in_its_name"] | None
    who: str
    text: str


class RollCallInFull(RollCallTold):
    """A call with its centres, level by level in the order of the tree."""

    centres: list[CentreTold]


class DutyTold(BaseModel):
    """Somebody on duty at the centre of an area; telephone: empty without one, ••• where it may not be seen."""

    area: str
    area_name: str
    name: str
    role: str
    telephone: str
    begins: AwareDatetime = Field(alias="from")
    until: AwareDatetime


class UncountedTurn(BaseModel):
    """A line of the roster that does not count, and why."""

    line: int
    why: str


class DutyAnswer(BaseModel):
    """Who is on duty; kept: whether the city has a roster."""

    area: str
    at: AwareDatetime
    kept: bool
    refused_lines: int
    refused: list[UncountedTurn]
    turns: list[DutyTold]


class RollCalls(BaseModel):
    """The calls, and the levels that can be called."""

    levels: list[RollCallLevel]
    calls: list[RollCallTold]


class OneRollCall(BaseModel):
    """One call with its centres."""

    calls: list[RollCallInFull]
