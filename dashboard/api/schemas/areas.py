"""Areas of the city."""

from typing import Annotated, Any

from pydantic import BaseModel, Field

Corners = Annotated[list[float], Field(min_length=4, max_length=4)]


class Area(BaseModel):
    """One area; degrees WGS-84, which count on beyond 180° in a city across it."""

    code: str
    name: str
    level: str = Field(description="Key of its level.")
    parent: str | None = Field(description="Code of the area directly above; null of the city.")
    below: int = Field(description="Areas below it, of all levels.")
    lon: float | None = Field(description="Null, as what follows, of an area without an outline.")
    lat: float | None
    bbox: Corners | None = Field(description="West, south, east, north.")
    area_km2: float | None


class Level(BaseModel):
    """One level of the tree."""

    key: str
    zh: str
    en: str
    areas: int = Field(description="How many there are of it in the city.")


class AreaPage(BaseModel):
    """A page of areas in the order of the tree: every area stands before those below it."""

    grid_version: str
    n: int = Field(description="Areas of all pages.")
    areas: list[Area]
    next: str | None = Field(description="Address of the next page; null on the last one.")


class Areas(BaseModel):
    """An area, those above it and those directly below it."""

    grid_version: str
    levels: list[Level] = Field(description="Of the city, from the root down.")
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
