"""Evaluations: their weights, and how the units stand."""

from typing import Literal

from pydantic import BaseModel, Field

from dashboard.api.schemas.kpis import KpiAnswer


class EvaluationPart(BaseModel):
    """A KPI that counts `weight` percent: 0 points at the value `zero`, 100 at `full`, linear between."""

    key: str = Field(description="The KPI, for /api/v1/kpi and /api/v1/cases.")
    denominator: str | None
    zh: str
    en: str
    formula_zh: str = Field(description="What counts, and what is left out.")
    formula_en: str
    unit: str
    weight: float = Field(description="Percent; all parts sum to 100.")
    zero: float
    full: float
    fewest: int = Field(description="Of fewer cases a unit is not scored.")


class EnteredEvaluationPart(BaseModel):
    """A part that people enter for each unit, as `weight` percent: 0 points at the value `zero`, 100 at `full`."""

    key: str
    zh: str
    en: str
    about_zh: str = Field(description="By which rule.")
    about_en: str
    weight: float
    zero: float
    full: float


class EvaluationClass(BaseModel):
    """Units that are ranked with each other: the named ones, or by cases reported a day."""

    key: str
    zh: str
    en: str
    at_least: float
    units: list[str]


class EvaluationBand(BaseModel):
    """What a score is called from `at_least` points on."""

    key: str
    zh: str
    en: str
    at_least: float


class UnitLeftOut(BaseModel):
    """A unit that is not scored, and why."""

    unit: str
    zh: str
    en: str


class UnitPart(BaseModel):
    """A part of one unit."""

    key: str
    denominator: str | None
    value: float | None
    n: int
    points: float | None = Field(description="0 to 100; null where it counts for nothing, see `missing`.")
    missing: Literal["no_data", "no_cases", "few"] | None


class EnteredValue(BaseModel):
    """What somebody entered of a unit for some days."""

    value: float
    from_: str = Field(alias="from", description="The first day.")
    to: str = Field(description="The last day.")
    who: str
    at: str = Field(description="When, with offset.")
    text: str = Field(description="Why, as the person wrote it, without what is personal in it.")


class UnitEnteredPart(BaseModel):
    """What people entered of one unit."""

    key: str
    value: float | None = Field(description="The mean by days; null where not all days of the period are covered.")
    points: float | None
    values: list[EnteredValue] = Field(description="What touches the period.")


class EvaluatedUnit(BaseModel):
    """How a unit stands."""

    code: str
    name: str
    class_: str = Field(alias="class")
    rank: int | None = Field(description="Within its class; equal scores share it.")
    among: int | None = Field(description="How many units of the class are ranked, of those that the asker may see.")
    score: float | None = Field(description="Sum of weight times points over the weight that is known.")
    band: str | None
    known_weight: float = Field(description="Percent of the weights whose parts are scored.")
    apart: Literal["left_out", "few"] | None = Field(description="Why it has no score.")
    cases: int = Field(description="Reported in the period.")
    parts: list[UnitPart]
    entered: list[UnitEnteredPart]


class DeclaredEvaluation(BaseModel):
    """An evaluation: which units it scores, by which weights."""

    key: str
    zh: str
    en: str
    about_zh: str
    about_en: str
    units: str = Field(description="The level of the areas that it scores, or `department`.")
    least_weight: float = Field(description="Percent of the weights that must be known for a score.")
    parts: list[EvaluationPart]
    entered: list[EnteredEvaluationPart]
    classes: list[EvaluationClass]
    bands: list[EvaluationBand]
    left_out: list[UnitLeftOut]


class EvaluationResults(DeclaredEvaluation):
    """An evaluation and its result."""

    cases: KpiAnswer = Field(description="The cases of all units, whose number classes go by.")
    wholes: list[KpiAnswer] = Field(description="Each part of all units together, in the order of `parts`.")
    results: list[EvaluatedUnit] = Field(description="By class and rank; those without a score last in each class.")


class Evaluations(BaseModel):
    """The evaluations, in their order."""

    evaluations: list[DeclaredEvaluation]


class EvaluationsAnswer(BaseModel):
    """The evaluations, or the one that was asked for with its result."""

    evaluations: list[EvaluationResults | DeclaredEvaluation]
