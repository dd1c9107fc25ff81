"""Areas of the city."""

from typing import Annotated, Any

from pydantic import BaseModel, Field

Corners = Annotated[list[float], Field(min_length=4, max_length=4)]


class Area(BaseModel):
    """One area; degrees WGS-84, which count on beyond 180° in a city across it."""

    code: str
    name: str
    level: str = Field(description="Key of its level in the city's profile.")
    below: int = Field(description="Areas below it, of all levels.")
    lon: float | None = Field(description="Null, as what follows, of an area without an outline.")
    lat: float | None
    bbox: Corners | None = Field(description="West, south, east, north.")
    area_km2: float | None


class Areas(BaseModel):
    """An area, those above it and those directly below it."""

    grid_version: str
    area: Area
    ancestors: list[Area]
    children: list[Area]


class Feature(BaseModel):
    """One outline as GeoJSON."""

    type: str
    properties: dict[str, Any]
    geometry: dict[str, Any]


class Outlines(BaseModel):
    """GeoJSON FeatureCollection, WGS-84."""

    type: str
    features: list[Feature]
