"""What the browser gets of the heat layer as JSON."""

from __future__ import annotations

from typing_extensions import TypedDict

from dashboard.map.payloads import LegendClass


class HeatChoice(TypedDict):
    """Another way to count, and the address that chooses it."""

    name: str
    href: str
    on: bool


class HeatLegend(TypedDict):
    """Title, classes, ways to count, notes, and the line that adds up to n."""

    title: str
    classes: list[LegendClass]
    choices: list[HeatChoice]
    notes: list[str]
    total: str


class HeatAnswer(TypedDict):
    """GET /api/v1/map/heat. values: base64 of a byte per cell of the window, rows from the north, `step` to a class;
    the cells are those of the world's square cut into 2^depth by 2^depth; radius in metres."""

    depth: int
    x: int
    y: int
    width: int
    height: int
    step: int
    classes: int
    values: str
    radius: float
    breaks: list[float]
    with_point: int
    without_point: int
    total: int
    legend: HeatLegend
