"""What is nearest to a point, and the load of workers on duty."""

from __future__ import annotations

from typing import Literal

from pydantic import AwareDatetime, BaseModel, Field


class NearestOne(BaseModel):
    """A unit or device; lat, lng: degrees WGS-84 of its last position."""

    name: str
    kind: str
    kind_name: str
    state: str
    state_name: str
    lat: float
    lng: float
    metres: float = Field(description="Along the ellipsoid.")
    seen_at: AwareDatetime | None = Field(description="Its last sign of life.")
    age_s: float | None = Field(description="Seconds since then.")


class Nearest(BaseModel):
    """The nearest first."""

    lat: float
    lng: float
    things: Literal["units", "devices"]
    kinds: list[str]
    within_m: float
    as_of: AwareDatetime
    status: Literal["ok", "no_data"]
    notes: list[str] = Field(description="Why nothing is known.")
    found: list[NearestOne]


class AreaLoaded(BaseModel):
    """An area, or (code _not_placed) what is known only above the areas listed."""

    code: str
    name: str
    open: int | None
    overdue: int | None
    units: int = Field(description="Reported of this kind.")
    on_duty: int | None = Field(description="null where it is not known.")
    heard: int | None = Field(description="Of those on duty, within their limit of silence.")
    not_stated: int = Field(description="Whose reports do not say whether they are on duty.")
    duty: Literal["known", "nobody", "not_stated", "no_units"]
    load: float | None = Field(description="Open cases for each worker on duty.")
    few: bool = Field(description="Fewer than 5 are on duty: one more or less changes the load a lot.")


class WorkloadAnswer(BaseModel):
    """The load of an area and of those right below it."""

    area: str
    kind: str
    as_of: AwareDatetime
    notes: list[str] = Field(description="Why nothing is known of cases or units.")
    whole: AreaLoaded
    rows: list[AreaLoaded]
