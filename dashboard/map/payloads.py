"""What the browser gets of the map as JSON: the panel, the cells, names, one spot. Degrees are WGS-84."""

from __future__ import annotations

from typing_extensions import TypedDict

AreaName = tuple[int, str, float, float, float, float]
"""Number, name, middle (lon, lat), width and height in degrees."""
LegendClass = tuple[int, str]
"""Class and its words."""


class MapWords(TypedDict):
    """Sentences of the map's own tools; {value} is filled in by the browser."""

    tiles_failed: str
    north: str
    measure: str
    measure_hint: str
    distance: str
    area: str


class CellValues(TypedDict):
    """GET /api/v1/map. shades: base64 of a byte per area of the level, in the order of their numbers."""

    level: int
    status: str
    shades: str
    legend: list[LegendClass]
    breaks: list[float]
    placed: int
    not_placed: int
    total: int


class CellSettings(TypedDict):
    """metres: side of a typical area by level; child: the level outlined; level: the one asked for in the address, null
    to follow the zoom; chosen: first and last number of the area shown; values, spot: where they are asked for;
    painted: the values of the level usually shown, so that they need not be asked for (null: they are many)."""

    version: str
    bounds: tuple[tuple[float, float], tuple[float, float]]
    zooms: tuple[int, int]
    metres: list[int]
    child: int
    level: int | None
    chosen: tuple[int, int]
    values: str
    spot: str
    painted: CellValues | None


class LayerButton(TypedDict):
    """One layer: its name, the address that switches it, what to say where its data cannot be had and while they are
    waited for, and where they are (None: it has none of its own).
    """

    key: str
    name: str
    on: bool
    href: str
    missed: str
    computing: str
    data: str | None


class NoteMark(TypedDict):
    """The notes of one place. lines: text and time of each; label: the same for who does not see the mark; href: the
    address of these notes, empty where nobody can go there."""

    lat: float
    lon: float
    lines: list[str]
    label: str
    href: str


class MapPanel(TypedDict):
    """The `data-map` attribute. values: class and words by code; up, down: addresses, `place` stands for a code in
    `down` and in `outlines_of`; outlines, outlines_of, land: addresses of GeoJSON; search: the query that the panel was
    drawn for; number: the figure of an area as an address names it, `place` stands for its code."""

    area: str
    outlines: str
    outlines_of: str
    values: dict[str, tuple[int, str]]
    up: str | None
    down: str | None
    place: str
    zoom: tuple[str, str]
    search: str
    number: str
    cells: CellSettings
    layers: list[LayerButton]
    layers_name: str
    land: str
    words: MapWords
    notes: list[NoteMark]


class Spot(TypedDict):
    """GET /api/v1/map/spot: an area, the names above it, its value and n as words."""

    code: str
    name: str
    path: list[str]
    value: str
    n: str
    leaf: bool
