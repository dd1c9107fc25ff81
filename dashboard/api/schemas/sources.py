"""Sources and how they stand."""

from pydantic import AwareDatetime, BaseModel, Field

from dashboard.api.schemas.kpis import FreshnessStatus
from geodata.city.profile import SourceKind
from queries.values import VersionScale


class Source(BaseModel):
    """One source and how it stands."""

    name: str
    kind: SourceKind
    title_zh: str
    title_en: str
    cadence_s: int | None = Field(description="How often it should deliver; null when it never said.")
    watermark: AwareDatetime | None = Field(description="The newest time that its data speak of.")
    last_load: AwareDatetime | None
    lag_s: float | None = Field(description="Seconds from the watermark to `as_of`.")
    rows: int | None = Field(description="Cases or reports held; null for whoever may see only a part of the city.")
    refused: int | None = Field(description="Refused rows held; null likewise.")
    status: FreshnessStatus
    late_since: AwareDatetime | None
    newer_by: VersionScale | None = Field(
        description="What tells which of two versions of a case is newer: the source's number, its update time, or "
        "the order of arrival; null where there are no versions."
    )


class SourceWithKey(Source):
    """A source, and whether it has a key to deliver with."""

    has_key: bool


class Sources(BaseModel):
    """All sources of the city by name."""

    as_of: AwareDatetime
    freshness: FreshnessStatus
    sources: list[Source]
