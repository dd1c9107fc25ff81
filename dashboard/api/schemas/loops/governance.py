"""Governance loops: their stages and how many cases stand in each; repeated spots; lines of business."""

from datetime import datetime

from pydantic import AwareDatetime, BaseModel, Field, RootModel

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
    late: int | None = Field(description="Of these past the limit; null where there is none, or no source knows it.")
    late_metric: str | None
    oldest: datetime | None = Field(description="Since when the first case is there.")
    days: dict[str, int] = Field(description="The cases by how many days they have been there.")


class UnknownStage(BaseModel):
    """A stage or rule of which no source has data."""

    key: str
    zh: str
    en: str
    metric: str = Field(description="The KPI that would count it; it says what is missing.")


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
    n: int | None = Field(description="Null where there are no data.")


class LoopAlarm(BaseModel):
    """An open alarm of one of the rules that a loop names."""

    key: str = Field(description="Of the alarm, as /api/v1/alarms lists it.")
    rule: str
    severity: str
    name: str = Field(description="Its rule, place and what it is about, as people call it.")
    area: str
    since: AwareDatetime


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
    alarm_rules: list[str] = Field(description="Rules of alarms that belong to the loop.")
    alarms: list[LoopAlarm] | None = Field(
        description="Those in the area that are open, as known at the moment asked about, the oldest first; null for "
        "whoever may see no alarms."
    )
    kpis: list[LoopKpi]
    population: KpiAnswer = Field(description="All cases of the loop.")
    pending: LoopPending
    stages: list[LoopStage] = Field(description="Those that some source knows; empty where none does.")
    unknown_stages: list[UnknownStage] = Field(description="Those of which no source has data: not 0, but not known.")
    parts: list[LoopPart] = Field(description="With `by`: who holds most of what is left first.")


class Loops(BaseModel):
    """The loops, in their order."""

    loops: list[GovernanceLoop]


class SpotsRule(BaseModel):
    """What made cases of one category one spot, and how the spots are sorted."""

    days: int
    metres: int
    least: int
    sort: str


class SpotDepartment(BaseModel):
    """A department with the cases of a spot that it has."""

    code: str
    name: str
    n: int


class RepeatSpot(BaseModel):
    """A spot where the same comes back, named by its first case."""

    source: str
    id: str
    category: str = Field(description="Of the third level.")
    area_code: str = Field(description="The deepest area of its newest case.")
    area: str
    areas: int = Field(description="In how many deepest areas its cases lie.")
    lon: float = Field(description="Of its middle, in degrees WGS-84, like lat.")
    lat: float
    extent_m: float = Field(description="The diagonal of what its cases cover.")
    n: int
    open: int
    again: int = Field(description="Cases reported after another one of the spot was closed.")
    first_at: AwareDatetime
    last_at: AwareDatetime
    span_days: float
    departments: list[SpotDepartment]


class SpotCase(BaseModel):
    """A case of a spot; its texts are masked."""

    source: str
    source_id: str
    title: str | None
    category3: str | None
    channel: str | None
    area_code: str
    area_name: str
    department: str | None
    lon: float
    lat: float
    reported_at: AwareDatetime
    filed_at: AwareDatetime | None
    due_at: AwareDatetime | None
    closed_at: AwareDatetime | None
    status: str


class SpotCases(BaseModel):
    """The cases of one spot, the newest first; none where the case lies in no spot."""

    cases: list[SpotCase]


class SpotList(BaseModel):
    """The first spots, and how many there are in all."""

    rule: SpotsRule
    whole: KpiAnswer = Field(description="The cases among which spots were looked for.")
    spots_in_all: int
    cases_in_all: int
    open_in_all: int
    compared: int = Field(description="Cases with a category of the third level and a trusted point.")
    not_compared: int
    spots: list[RepeatSpot]


class Spots(RootModel[SpotList | SpotCases]):
    """The spots, or with `source` and `id` the cases of one."""


class BusinessLine(BaseModel):
    """A line of business that the asker may see."""

    key: str
    zh: str
    en: str
    season: list[str] | None = Field(description="First and last day (MM-DD) of its season; null: always.")
    in_season: bool
    scenes: list[str] = Field(description="Keys of the scenes of walls about it.")
    figures: dict[str, KpiAnswer] = Field(description="By the key of the KPI, of its cases alone.")


class BusinessLines(BaseModel):
    """The lines that the asker may see."""

    lines: list[BusinessLine]
