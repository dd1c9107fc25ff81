"""What comes next by season: the kinds, and the days that they were compared on."""

from datetime import date
from typing import Literal

from pydantic import BaseModel, Field

from dashboard.api.schemas.kpis import SeriesBreak


class DaySpan(BaseModel):
    """Days of the city, both inclusive."""

    from_: date = Field(alias="from")
    to: date


class FormerDays(BaseModel):
    """Days of a former year: those before, and those that stand for the days to come."""

    before: DaySpan
    after: DaySpan


class CasesOfAYear(BaseModel):
    """Cases in the days of a former year."""

    before: int
    after: int


class ComingKind(BaseModel):
    """A kind that comes next: it rose in the same days of every former year, by more than chance."""

    code: str
    name: str
    before: int
    after: int
    by_year: list[CasesOfAYear] = Field(description="In the order of `years`.")
    rise: float | None = Field(description="after over before; null where there were none before.")
    low: float = Field(description="Of the 95 % interval of the rise.")
    high: float | None
    p: float = Field(description="Adjusted for all kinds that were compared.")
    now: int = Field(description="Cases in the days just past.")
    expected: float | None = Field(description="Cases in the days to come, if it rises as it did.")
    expected_low: float | None
    expected_high: float | None


class ComingAnswer(BaseModel):
    """What comes in the next four weeks; `status` and `told` say why nothing is said."""

    area: str
    status: Literal["ok", "no_data", "too_little_history", "across_break", "silent"]
    told: str
    from_: date = Field(alias="from")
    to: date
    just: DaySpan
    is_just_known: bool = Field(
        description="Whether all sources have data of the days just past; else nothing is expected."
    )
    since: date | None = Field(description="The first day of data.")
    enough_from: date | None = Field(description="With too little history, the day from which there is enough.")
    years: list[FormerDays]
    silent: list[FormerDays] = Field(description="Years left out since a source fell silent in them.")
    breaks: list[SeriesBreak]
    compared: int = Field(description="Kinds with enough cases.")
    kinds: list[ComingKind]
