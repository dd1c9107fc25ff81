"""What Open311 GeoReport v2 answers; names and shapes are those of the standard."""

from typing import Literal

from pydantic import AwareDatetime, BaseModel, Field

Status = Literal["open", "closed"]


class Open311Error(BaseModel):
    """What went wrong; the standard answers a list of these."""

    code: int
    description: str


class Service(BaseModel):
    """A kind of case."""

    service_code: str = Field(description="Made of the categories of the kind: the same for the same kind.")
    service_name: str
    description: str
    metadata: Literal[False] = Field(description="No more than the standard's own fields belongs to a request.")
    type: Literal["realtime"]
    keywords: str = Field(description="The categories of the kind, separated by commas.")
    group: str = Field(description="The widest category of the kind.")


class ServiceDefinition(BaseModel):
    """What more than the standard's own fields belongs to a request of a service: nothing."""

    service_code: str
    attributes: list[str] = Field(max_length=0)


class ServiceRequest(BaseModel):
    """A case; nothing personal. What the city does not know, or may not say, is null."""

    service_request_id: str = Field(description="Source and number, with a slash between.")
    status: Status = Field(description="A voided case is closed.")
    status_notes: str = Field(description="The step in which the case is.")
    service_name: str
    service_code: str
    description: str | None = Field(description="What people wrote, names and numbers masked.")
    agency_responsible: str | None
    service_notice: None
    requested_datetime: AwareDatetime
    updated_datetime: AwareDatetime
    expected_datetime: AwareDatetime | None
    address: str = Field(description="Names of the areas in which it lies, the smallest first; never an address.")
    address_id: str = Field(description="Code of the smallest area.")
    zipcode: None
    lat: float | None = Field(description="WGS-84; null, as long, where the point is not trusted.")
    long: float | None
    media_url: None


class Endpoint(BaseModel):
    """Where an interface lies."""

    specification: str
    url: str
    changeset: str
    type: Literal["production", "test"] = Field(description="test: the cases of the city are simulated.")
    formats: list[str]


class Discovery(BaseModel):
    """The document by which clients find the interface."""

    changeset: str
    contact: str
    key_service: str
    endpoints: list[Endpoint]
