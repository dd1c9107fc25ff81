"""Findings: parts beside each other."""

from typing import Literal

from pydantic import BaseModel, Field

from dashboard.api.schemas.kpis import KpiAnswer

Sentences = list[str]


class ComparisonPart(BaseModel):
    """One part, its interval, and how it differs from all the others together."""

    code: str
    name: str
    value: float | None = Field(description="Null without cases; of a number per `scale` of what `per` names.")
    low: float | None = Field(description="Lower end of the 95 % interval.")
    high: float | None
    n: int
    difference: float | None = Field(description="Of a number a share of theirs (0.5: half as many again).")
    q: float | None = Field(description="Share of false discoveries at which it is called one; null where not judged.")
    verdict: Literal["more", "less", "no_difference", "few", "not_judged"]


class ComparisonAnswer(BaseModel):
    """A KPI of parts beside each other."""

    whole: KpiAnswer
    by: str
    kind: Literal["number", "share", "mean"] | None = Field(description="Null where no interval can be given.")
    per: Literal["residents", "cases"] | None = Field(description="What numbers are divided by; null: nothing.")
    scale: float
    days: int = Field(description="Days seen to vary; of fewer than 7 cases are taken as independent.")
    parts: list[ComparisonPart]
    said: Sentences = Field(description="The same in sentences of `lang`.")
