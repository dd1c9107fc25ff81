"""Cases of a loop that wait to be handed over."""

from pydantic import AwareDatetime, BaseModel, Field

from dashboard.api.schemas.kpis import KpiAnswer


class RuleHitTold(BaseModel):
    """A rule that a case meets, since when, and from when on it is handed over for that."""

    key: str
    name: str
    hit_at: AwareDatetime | None = Field(description="null: not known.")
    hands_over_at: AwareDatetime | None = Field(description="null: by hand only.")


class UnhandedCase(BaseModel):
    """A case that meets a rule and was neither handed over nor refuted by anybody."""

    source: str
    id: str
    version: int | None
    title: str
    area_code: str
    area: str
    department: str
    hands_over_at: AwareDatetime | None = Field(description="The first of those of its rules; null: by hand only.")
    rules: list[RuleHitTold]


class UnhandedAnswer(BaseModel):
    """The cases that wait longest, and how many there are in all (null where there are no data)."""

    loop: str
    name: str
    handed_to: str
    whole: KpiAnswer = Field(description="All cases that meet a rule, handed over or not.")
    in_all: int | None
    cases: list[UnhandedCase]
