"""A page of the cases behind a number."""

from pydantic import AwareDatetime, BaseModel, Field


class ListedCase(BaseModel):
    """A case as of the moment of the question; its texts are masked."""

    source: str
    source_id: str
    title: str | None
    category1: str | None
    category2: str | None
    category3: str | None
    channel: str | None
    area_code: str
    area_name: str
    department: str | None
    lon: float | None = Field(description="Degrees WGS-84; null where the point is not trusted, like lat.")
    lat: float | None
    reported_at: AwareDatetime
    accepted_at: AwareDatetime | None
    filed_at: AwareDatetime | None
    dispatched_at: AwareDatetime | None
    received_at: AwareDatetime | None
    due_at: AwareDatetime | None
    finished_at: AwareDatetime | None
    closed_at: AwareDatetime | None
    voided_at: AwareDatetime | None
    status: str
    cross_region: bool | None = Field(description="Flagged as crossing regions; null before it was flagged at all.")
    cross_level: bool | None
    cross_department: bool | None
    in_numerator: bool


class CasePage(BaseModel):
    """n: cases of all pages. `next`, `previous`, `last`: `cursor` of other pages, null where there is none."""

    n: int
    at: int = Field(description="Cases before this page.")
    as_of: AwareDatetime
    cases: list[ListedCase]
    next: str | None
    previous: str | None
    last: str | None
    left_out: list[str] = Field(description="Columns that were not searched: too many different texts hold the text.")
