"""Alarms as they stand, with what people answered."""

from __future__ import annotations

from typing import Literal

from pydantic import AwareDatetime, BaseModel, Field

from queries.values import Severity, Standing


class AnswerToAlarm(BaseModel):
    """What a person answered last."""

    state: Standing
    who: str
    at: AwareDatetime
    unit: str
    text: str
    until: AwareDatetime | None


class MessageOfAlarm(BaseModel):
    """How far a receiver outside is told of an alarm. steps: what of it the message tells; due_at: when it is sent or
    tried again, where it waits; at: when it came to its end; why: the last failure, for those who can correct it."""

    message: str
    receiver: str
    name: str
    state: Literal["waiting", "sent", "refused", "given_up", "dropped"]
    steps: list[Literal["raised", "changed", "cleared"]]
    attempts: int
    due_at: AwareDatetime | None
    at: AwareDatetime | None
    why: str


class AlarmListed(BaseModel):
    """One alarm. value, threshold, n: as last told of it while it was open; limit: the threshold in words."""

    key: str
    rule: str
    rule_name: str
    severity: Severity
    standing: Standing
    area: str
    area_name: str
    subject: str = Field(description="What it is about beside its area: a department, source, category; else empty.")
    subject_name: str
    lon: float | None
    lat: float | None
    value: float | None
    threshold: float | None
    unit: str
    n: int
    limit: str
    raised_at: AwareDatetime
    told_at: AwareDatetime
    cleared_at: AwareDatetime | None
    answer: AnswerToAlarm | None
    messages: list[MessageOfAlarm]


class Alarms(BaseModel):
    """Alarms, and how many stand how in the area, whatever is asked for."""

    alarms: list[AlarmListed]
    n: int
    counts: dict[Standing, int]
