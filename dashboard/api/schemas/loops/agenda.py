"""The agenda of the meeting on cross-boundary cases: its days, the cases that stand, and what was decided."""

from datetime import date
from typing import Literal

from pydantic import AwareDatetime, BaseModel, Field


class AgendaMeeting(BaseModel):
    """A meeting: on which day it is, and on which it would be by its weekday."""

    day: date
    regular: date
    at: AwareDatetime = Field(description="As of when its agenda stands.")
    is_moved: bool
    is_calendar_known: bool = Field(description="Whether the days off of the year are known; else nothing is moved.")


class AgendaAct(BaseModel):
    """What somebody did about a case."""

    kind: str
    state: str
    unit: str
    text: str
    who: str
    happened_at: AwareDatetime


class AgendaCase(BaseModel):
    """A case that stands for a meeting, with what was decided before and whether it has moved since."""

    source: str
    id: str
    title: str
    area_code: str
    area: str
    department: str
    status: str
    filed_at: AwareDatetime
    flags: list[Literal["region", "level", "department"]]
    reasons: list[Literal["aged", "returned", "declined", "cost_open"]]
    returned_times: int
    declined_times: int
    group: Literal["carried", "new", "decided"]
    meetings_before: list[date] = Field(description="As far as known: meetings since it has been old enough.")
    lead: str = Field(description="The unit that the last decision named; empty without.")
    first_to_act: str = Field(description="The unit that acts before it is decided who pays.")
    cost: Literal["none", "open", "decided"]
    moved_at: AwareDatetime = Field(description="When its latest step was.")
    has_moved: bool | None = Field(description="Whether a step followed the last decision; null without one.")
    acts: list[AgendaAct] = Field(description="What people had done about it, the last first.")
    minutes: list[AgendaAct] = Field(description="What they did from a meeting that is over to the next.")


class AgendaGroups(BaseModel):
    """How many of the cases are of each group; they add up to those listed."""

    carried: int
    new: int
    decided: int


class AgendaAnswer(BaseModel):
    """The agenda: of a meeting that is over as of its moment and as it was known then, else as of the moment asked."""

    meeting: AgendaMeeting
    previous: AgendaMeeting
    following: AgendaMeeting
    as_of: AwareDatetime
    is_over: bool
    was_known: bool = Field(description="False: the data of that time arrived later, so it is told by what came since.")
    is_known: bool = Field(description="False: no source says which cases cross boundaries.")
    told: str
    standing: int | None
    groups: AgendaGroups | None
    backlog: dict[str, dict[str, int]] = Field(description="Open cases, `all` and by flag, by days since filing.")
    cases: list[AgendaCase]
