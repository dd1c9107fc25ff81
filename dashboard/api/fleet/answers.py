"""What is nearest to a point, the load of workers on duty, and who is joined."""

from __future__ import annotations

from datetime import date
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


class QuantityTold(BaseModel):
    """What is measured."""

    quantity: str
    name: str
    unit: str = Field(description="Code of the unit; readings in another are refused.")
    unit_name: str
    scale: list[float] | None = Field(description="The ends of a scale that people know.")
    current_s: float = Field(description="How long a reading counts as current.")
    together: Literal["sum", "mean"] = Field(description="What the sensors of one place make.")


class HourTold(BaseModel):
    """An hour of the day of the city."""

    hour: int = Field(ge=0, le=23)
    mean: float
    sensors: int = Field(description="That measured in it.")


class ReadingTold(BaseModel):
    """One quantity in one special grid."""

    quantity: str
    state: Literal["current", "stale", "none"] = Field(description="none: no data from this source.")
    value: float | None = Field(description="Of the sensors that are current; of stale ones the last known.")
    measured_at: AwareDatetime | None = Field(description="The oldest of the moments at which these were measured.")
    age_s: float | None
    sensors: int
    current_sensors: int
    said: str = Field(description="Value, unit and age in words.")
    hours: list[HourTold] = Field(description="Of the day, so far; hours without a reading are left out.")


class GridMeasured(BaseModel):
    """A special grid and its readings, one for each quantity."""

    code: str
    name: str
    key: bool
    readings: list[ReadingTold]


class ReadingsAnswer(BaseModel):
    """What sensors measure in special grids as of a moment."""

    area: str
    as_of: AwareDatetime
    day: date
    status: Literal["ok", "no_data"]
    notes: list[str] = Field(description="What is not known.")
    quantities: list[QuantityTold]
    grids: list[GridMeasured]
    adrift: int = Field(description="Sensors of which nothing says in which special grid of the city they are.")


class PartnerTold(BaseModel):
    """A partner; what the register says of it is null where it does not stand there."""

    partner: str
    kind: Literal["department", "special_grid", "system"]
    kind_name: str
    name: str
    membership: Literal["joined", "not_yet", "left", "undeclared"] | None = Field(
        description="By the register as of the moment; null where the city keeps none."
    )
    expected: bool = Field(description="Whether it should report: joined, or there is no register.")
    joined: date | None
    left: date | None = Field(description="The first day on which it no longer is joined.")
    contact: str | None = Field(description="The role of whom to call.")
    telephone: str | None = Field(description="Hidden from whoever may not see persons.")
    note: str | None
    reported: bool | None = Field(description="Whether anything ever came over its line; null where not known.")
    link: Literal["up", "degraded", "down"] | None
    lag_s: float | None = Field(description="Seconds that its data are behind.")
    seen_at: AwareDatetime | None = Field(description="Its last sign of life.")


class PartnerChanged(BaseModel):
    """A partner joined or left."""

    day: date
    what: Literal["joined", "left"]
    partner: str
    kind: str
    name: str


class PartnerLine(BaseModel):
    """A line of the register that does not count."""

    line: int = Field(description="From 1, the header; 0: the file.")
    why: str


class PartnersAnswer(BaseModel):
    """Who is joined as of a moment."""

    as_of: AwareDatetime
    kept: bool = Field(description="Whether the city keeps a register (partners.csv).")
    lines_known: bool = Field(description="False of a moment before the newest reports: earlier states are not stored.")
    notes: list[str] = Field(description="What is not known.")
    partners: list[PartnerTold]
    never_reported: list[str] = Field(description="Joined, and nothing ever came.")
    unexpected: list[str] = Field(description="They report, but are not declared, not joined yet, or left.")
    history: list[PartnerChanged] = Field(description="Up to the day of the moment, the newest first.")
    refused_lines: int
    refused: list[PartnerLine]
