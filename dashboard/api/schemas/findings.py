"""Findings: parts beside each other, before and after a measure, and what comes next by season."""

from datetime import date
from typing import Literal

from pydantic import BaseModel, Field

from dashboard.api.schemas.kpis import KpiAnswer, SeriesBreak

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
    notes: Sentences = Field(description="On breaks that part the days.")
    said: Sentences = Field(description="The same in sentences of `lang`.")


class DaySpan(BaseModel):
    """Days, both inclusive."""

    from_: date = Field(alias="from")
    to: date


class MeasureSide(BaseModel):
    """A KPI before and after (of numbers: cases a day), and of how many cases."""

    before: float
    after: float
    n_before: int
    n_after: int


class PlaceboChanges(BaseModel):
    """Of how many controls the own change is known, and of how many it is at least as large."""

    of: int
    as_large: int


class MeasureDifference(BaseModel):
    """The difference in differences with its 95 % interval."""

    area: MeasureSide
    controls: MeasureSide
    effect: float = Field(description="Of a number a share (-0.2: a fifth fewer than expected), else in the unit.")
    low: float
    high: float
    expected: float = Field(description="What it would have been after, had the area gone the way of the controls.")
    placebos: PlaceboChanges | None
    may_be_chance: bool


class MeasureFinding(BaseModel):
    """Before and after a measure."""

    key: str
    unit: str
    area: str
    controls: list[str]
    on: date
    status: Literal["ok", "no_data", "not_by_day", "too_short", "across_break", "unripe", "no_cases", "few"]
    kind: Literal["number", "share", "mean"] | None
    before: DaySpan | None
    after: DaySpan | None
    found: MeasureDifference | None
    notes: Sentences = Field(description="On breaks that part the days.")
    said: Sentences


class TideSide(BaseModel):
    """The KPI on one side of the day."""

    n: int
    value: float | None


class TideSpan(TideSide):
    """The whole of one side, in days of the city."""

    from_: date = Field(alias="from")
    to: date


class TideCellSide(TideSide):
    """An hour on one side."""

    cases_per_day: float


class TideHour(BaseModel):
    """An hour of a weekday, or of all days, on both sides."""

    weekday: int | None = Field(description="From 1, Monday, to 7; null: the hour of all days together.")
    hour: int
    days: int = Field(description="So many such days were counted on each side.")
    before: TideCellSide
    after: TideCellSide
    enough: bool = Field(description="Whether there are cases enough to be coloured and spoken of.")


class TideFinding(BaseModel):
    """The hours of the week before and after a measure."""

    key: str
    unit: str
    area: str
    on: date
    status: Literal["ok", "no_data", "not_by_day", "too_short", "across_break", "unripe", "no_cases", "few"]
    weeks: int = Field(description="So many were counted on each side.")
    least: int = Field(
        description="Of how many cases a cell must be: of a number both sides together, of a rate or a mean each."
    )
    before: TideSpan | None
    after: TideSpan | None
    cells: list[TideHour] = Field(
        description="Those of weekdays, and those of all days, add up to the n of their side."
    )
    notes: Sentences = Field(description="On breaks and unsettled days that limit the days.")
    said: Sentences


class HotSpotPlace(BaseModel):
    """Areas beside each other with more cases than usual."""

    place: str = Field(description="Code of the smallest area that holds it.")
    name: str
    areas: list[str]
    lon: float
    lat: float
    now: int
    earlier: list[int] = Field(description="In each of `periods`.")
    expected: float
    q: float


class HotSpotsAnswer(BaseModel):
    """Hot spots, most cases above what was expected first."""

    level: str | None
    status: Literal["ok", "no_data", "not_a_number", "no_periods", "no_places"]
    areas: int = Field(description="How many areas were looked at.")
    least: int = Field(description="Of how many cases a spot must be (`minimum_cases` of the city).")
    periods: list[DaySpan]
    spots: list[HotSpotPlace]
    notes: Sentences = Field(description="On breaks that part the days.")
    said: Sentences


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
