"""Models of briefings over HTTP; a document is described by `dashboard.briefings.document`."""

from __future__ import annotations

from datetime import datetime
from typing import Literal

from pydantic import BaseModel, ConfigDict, Field

from dashboard.briefings.briefing_files import FORMS
from dashboard.briefings.schedule.made_briefing import STATES
from dashboard.briefings.typesetting.typesetting import MOST_SCALE
from dashboard.view.view_state import PAPERS


class BriefingListed(BaseModel):
    """A briefing that the city can fill. figures: keys of KPIs, with /DENOMINATOR for another one."""

    key: str
    zh: str
    en: str
    period: str
    figures: list[str]
    parts: list[str]
    level: str | None
    special: bool


class SentFile(BaseModel):
    """A file of /api/v1/briefings/sent/NAME."""

    name: str
    form: Literal[FORMS]  # type: ignore[valid-type]
    bytes: int


class SentBriefing(BaseModel):
    """A briefing of the schedule. due_at: its moment of the schedule; who: with whose rights it was made; state:
    waiting (is tried again), done, refused (the mail, for good), given_up, missed (the next came before it was made);
    why: the last failure, for those who can correct it."""

    schedule: str
    briefing: str
    title: str
    area: str
    place: str
    period: str
    state: Literal[STATES]  # type: ignore[valid-type]
    who: str
    due_at: datetime
    made_at: datetime | None
    mailed_at: datetime | None
    files: list[SentFile]
    attempts: int
    why: str


class BriefingsListed(BaseModel):
    """All of them. mistake: what is wrong with the city's own file; empty where nothing is. sent: what the schedule
    made that whoever asks may have, the newest first; schedule_mistake: what is wrong with it, for those who can
    correct it."""

    briefings: list[BriefingListed]
    mistake: str
    sent: list[SentBriefing]
    schedule_mistake: str


class BriefingWanted(BaseModel):
    """Which briefing, about what, and as which file; texts as in an address. page: of PNG."""

    model_config = ConfigDict(extra="forbid")
    briefing: str = Field(max_length=100)
    format: Literal[FORMS] = "pdf"  # type: ignore[valid-type]
    paper: Literal[PAPERS] = "a4"  # type: ignore[valid-type]
    scale: float = Field(default=1.0, ge=1, le=MOST_SCALE)
    page: int = Field(default=1, ge=1, le=1000)
    area: str = Field(default="", max_length=100)
    period: str = Field(default="", max_length=100)
    as_of: str = Field(default="", max_length=100)
    recorded_as_of: str = Field(default="", max_length=100)
    where: str = Field(default="", max_length=2000)
    special: str = Field(default="", max_length=200)
    against: str = Field(default="", max_length=20)
    lang: str = Field(default="", max_length=10)
