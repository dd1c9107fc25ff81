"""Weekly samples of closed cases: how each was drawn, the verdicts, and pass rates."""

from __future__ import annotations

from datetime import date
from typing import Literal

from pydantic import AwareDatetime, BaseModel, Field


class SampleRuleTold(BaseModel):
    """The rule by which a sample was drawn. by: what makes a stratum."""

    version: str
    level: int
    by: list[str]
    share: float
    least: int
    most: int
    after_hours: int
    catch_up_weeks: int
    fewest: int
    at_least: float


class SampleVerdicts(BaseModel):
    """How many drawn cases have which verdict; drawn is the sum of the others but n."""

    drawn: int
    passed: int
    failed: int
    not_verifiable: int
    unreviewed: int
    n: int = Field(description="Passed and failed: what the rate is of.")
    rate: float | None
    interval: list[float] | None = Field(description="95 % (Wilson).")


class SampleTold(BaseModel):
    """A sample, with the cases that the asker may see."""

    week: str
    from_: date = Field(alias="from")
    to: date
    drawn_at: AwareDatetime
    drawn_by: str
    as_of: AwareDatetime
    seed: str
    rule: SampleRuleTold
    cases_in_strata: int = Field(description="Closed cases of the strata that the asker may know.")
    verdicts: SampleVerdicts


class SampleUnit(SampleVerdicts):
    """The verdicts on the cases of a unit. rank: among those of `by` with enough verdicts; low: the interval lies below
    what is expected."""

    by: str
    code: str
    name: str
    rank: int | None
    low: bool


class SampleStratum(BaseModel):
    """A stratum: values of `rule.by`, its closed cases, and how many were drawn."""

    values: list[str]
    population: int
    n: int


class SampledCase(BaseModel):
    """A drawn case, with the verdict that stands."""

    source: str
    source_id: str
    stratum: list[str]
    title: str
    department: str
    area: str
    closed_at: AwareDatetime | None
    verdict: Literal["passed", "failed", "not_verifiable"] | None
    remark: str
    who: str
    given_at: AwareDatetime | None


class SampleAgain(BaseModel):
    """The sample drawn once more: cases in both, in the one that stands alone, in the other alone."""

    same: int
    gone: int
    new: int


class SampleInFull(SampleTold):
    """A sample with units, strata and cases."""

    units: list[SampleUnit]
    strata: list[SampleStratum]
    cases: list[SampledCase]
    again: SampleAgain | None


class SamplesListed(BaseModel):
    """The samples."""

    samples: list[SampleTold]


class OneSample(BaseModel):
    """One sample in full."""

    samples: list[SampleInFull]
