"""The mode of operation: everyday or emergency, since when, why, and the emergencies before."""

from __future__ import annotations

from typing import Literal

from pydantic import AwareDatetime, BaseModel, Field

ModeName = Literal["normal", "emergency"]


class EmergencyTold(BaseModel):
    """That an area was in emergency operation."""

    area: str
    area_name: str
    text: str = Field(description="Why, as it was said last.")
    since: AwareDatetime
    by: str
    role: str = Field(description="In which role whoever switched did so.")
    role_name: str
    expected_end: AwareDatetime | None
    returns_by_itself: bool = Field(description="It is over then by itself; else that is a reminder.")
    late: bool = Field(description="It goes on after the end that was expected.")
    until: AwareDatetime | None = Field(description="None while it goes on.")
    lasted_s: float
    ended: Literal["switched", "by_itself"] | None
    ended_by: str
    ended_role: str
    end_text: str


class ModeChanges(BaseModel):
    """What emergency operation changes."""

    scenes: list[str] = Field(description="Scenes that walls show, in their order; those of walls.toml where empty.")
    dwell_s: int | None
    thresholds: float = Field(description="Limits of alarms times this.")
    holds: float = Field(description="Times that a condition must hold, times this.")
    rules: list[str] = Field(description="Rules of alarms that are others.")


class ModeTold(BaseModel):
    """The mode of an area. emergency: in which it is; below: those of areas within it."""

    area: str
    area_name: str
    mode: ModeName
    name: str
    seen_at: AwareDatetime
    emergency: EmergencyTold | None
    below: list[EmergencyTold]
    emergencies: list[EmergencyTold] = Field(description="Those that touched the area, the newest first.")
    changes: ModeChanges
