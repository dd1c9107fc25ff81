"""Governance loops: their stages and how many cases stand in each."""

from datetime import datetime

from pydantic import BaseModel, Field

from dashboard.api.schemas.kpis import KpiAnswer


class LoopStage(BaseModel):
    """A stage of a loop, or a rule of one whose stages overlap."""

    key: str
    zh: str
    en: str
    metric: str = Field(description="The KPI that counts it, for /api/v1/kpi and /api/v1/cases.")
    ends: bool = Field(description="Nothing is left to do there.")
    n: int
    limit_hours: int | None = Field(description="How long a case may stay there, by day and night.")
    due: str | None = Field(description="The column that says until when, counted on the working-time calendar.")
    late: int | None = Field(description="Of these past the limit; null where there is none.")
    late_metric: str | None
    oldest: datetime | None = Field(description="Since when the first case is there.")
    days: dict[str, int] = Field(description="The cases by how many days they have been there.")


class LoopPart(BaseModel):
    """What one of the parts by `by` holds."""

    code: str
    name: str
    pending: int
    late: int
    stages: dict[str, int]


class LoopKpi(BaseModel):
    """A KPI that belongs to a loop."""

    key: str
    denominator: str | None


class LoopPending(BaseModel):
    """What is left to do, and the KPI that counts it; of overlapping stages a case counts in each."""

    metric: str
    n: int


class GovernanceLoop(BaseModel):
    """How one loop stands."""

    key: str
    zh: str
    en: str
    about_zh: str
    about_en: str
    basis: str
    overlapping: bool = Field(description="Its stages are rules of which a case may meet several; else they add up.")
    acts: list[str]
    kpis: list[LoopKpi]
    population: KpiAnswer = Field(description="All cases of the loop.")
    pending: LoopPending
    stages: list[LoopStage] = Field(description="Empty where the sources do not know what it is about.")
    parts: list[LoopPart] = Field(description="With `by`: who holds most of what is left first.")


class Loops(BaseModel):
    """The loops, in their order."""

    loops: list[GovernanceLoop]
