"""Numbers: the answer to a question, and the dictionary of KPIs."""

from datetime import date
from typing import Any, Literal

from pydantic import AwareDatetime, BaseModel, Field

Number = float | int | None
CASES_BEHIND = "The cases behind the number; null, as the number is, where nothing is known."
FreshnessStatus = Literal["broken", "late", "static", "fresh", "empty"]


class SourceFreshness(BaseModel):
    """How fresh the data of one source are."""

    name: str
    kind: str
    status: FreshnessStatus
    watermark: AwareDatetime | None = Field(description="The newest time that its data speak of.")
    last_load: AwareDatetime | None = Field(description="When it last delivered.")
    late_since: AwareDatetime | None


class Freshness(BaseModel):
    """The worst status of all sources, and each of them."""

    status: FreshnessStatus
    sources: list[SourceFreshness]


class KpiPart(BaseModel):
    """One part of a breakdown; `_not_placed` is the code of cases that are known only above the level."""

    code: str
    name: str
    value: Number
    n: int | None = Field(description=CASES_BEHIND)
    numerator: Number
    denominator: Number
    unripe: bool = Field(default=False, description="Of a day, week or month: its rate is not settled yet.")
    normal_low: Number = Field(
        default=None,
        description="With `normal=1`, by day: from here up to `normal_high` is normal for such a weekday. Null of a "
        "day that is not over or not settled, with fewer than 5 comparable ones, and where all numbers are small.",
    )
    normal_high: Number = None
    normal_place: Literal["below", "inside", "above"] | None = Field(
        default=None, description="Where the number of the day lies; null too of a share or length of too few cases."
    )
    incomplete: bool = Field(
        default=False,
        description="Of a day: a stock that may be too low; of a week or month: the data begin within it.",
    )


class ComparedPeriod(BaseModel):
    """An earlier period that a number is compared with, and what the KPI was as of the same time of day."""

    from_: date = Field(alias="from")
    to: date
    as_of: AwareDatetime
    value: float


class NormalBand(BaseModel):
    """What is normal for a number by the same weekdays and time of day of the weeks before; null without a band."""

    low: float | None
    middle: float | None
    high: float | None
    n: int = Field(description="How many earlier periods are compared; fewer than 5 make no band.")
    periods: list[ComparedPeriod]
    notes: list[str] = Field(description="On breaks, behind which nothing is compared.")
    place: Literal["below", "inside", "above"] | None = Field(
        description="Where the number lies; null where it is not known, or where too few cases are behind it to say."
    )


class Target(BaseModel):
    """What the city wants a number to be."""

    value: float
    direction: Literal["at_least", "at_most"]
    met: bool | None = Field(description="Null where the number is not known, not settled, or of too few cases.")


class SeriesBreak(BaseModel):
    """From a day on a series is not comparable with what it was before."""

    day: date
    kind: Literal["rule_changed", "grids_recut", "source_joined", "other"]
    zh: str = Field(description="Why, in Chinese.")
    en: str


class Compared(BaseModel):
    """The number of an earlier period, seen from the same distance; value and change are null where none is known."""

    against: Literal["previous", "weekdays", "year"]
    from_: date | None = Field(alias="from")
    to: date | None
    as_of: AwareDatetime | None
    by_festival: bool = Field(description="Of the year before: it lies where the Spring Festival lay then.")
    value: Number
    n: int | None
    change: Number = Field(description="The number less the earlier one; null where they must not be compared.")
    notes: list[str] = Field(description="Why they must not be compared.")


class KpiAnswer(BaseModel):
    """A number, what it was made of, and all that is needed to judge it or to compute it again."""

    key: str
    kind: str
    area: str
    value: Number = Field(description="Null when there is nothing to divide by or the answer cannot be known.")
    unit: str
    numerator: Number
    denominator: Number
    n: int | None = Field(description=CASES_BEHIND)
    status: Literal["ok", "no_cases", "no_data"]
    from_: date | None = Field(alias="from")
    to: date | None
    zone: str
    as_of: AwareDatetime
    recorded_at: AwareDatetime | None
    version: int
    basis: str
    freshness: Freshness
    rows: list[KpiPart]
    notes: list[str]
    statistics: dict[str, float]
    where: dict[str, list[str]]
    unripe: bool = Field(description="A rate that is not settled: the outcome of some of its cases may still be open.")
    ripe_to: date | None = Field(description="Of a rate that ripens, the last day of which that of a day is settled.")
    target: Target | None = Field(description="Where the city sets one, of all cases of an area.")
    breaks: list[SeriesBreak] = Field(description="Breaks that part its days; across them nothing is compared.")
    incomplete: bool = Field(
        description="A stock that may be too low: cases reported before the data begin are not known."
    )
    compared: Compared | None = Field(default=None, description="With `against`.")
    normal: NormalBand | None = Field(default=None, description="With `normal=1`.")


class Denominator(BaseModel):
    """A named alternative of a KPI."""

    name: str
    zh: str
    en: str
    changes: dict[str, Any] = Field(description="The fields of the KPI that it replaces.")


class Kpi(BaseModel):
    """One KPI of the dictionary."""

    key: str
    zh: str
    en: str
    kind: Literal["count", "ratio", "duration"]
    population: str
    basis: str
    unit: str
    formula_zh: str
    formula_en: str
    table: str
    numerator: str
    microseconds: str
    working_time_between: list[str]
    amount: str
    statistic: str
    exclude: str
    excluded_zh: str
    excluded_en: str
    failed_zh: str
    failed_en: str
    good: Literal["up", "down", "none"]
    group: str = Field(description="Under which heading a menu lists it.")
    ripens_in_days: int | None = Field(description="After how many days a rate is settled, where the data do not tell.")
    target: float | None
    standard: str
    version: int
    default_zh: str
    default_en: str
    called_zh: str
    called_en: str
    alternative_zh: str
    alternative_en: str
    needs: list[str]
    counters: dict[str, str]
    denominators: dict[str, Denominator]


class Dictionary(BaseModel):
    """Every KPI in the order of the dictionary."""

    kpis: list[Kpi]
