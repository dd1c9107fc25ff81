"""The part of the map that a browser shows: its zoom and its sides, and the cells of the world's square under it."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from dashboard.errors import wrong_parameter
from dashboard.view import parsers
from geodata.coordinates.web_mercator import TILE_PIXELS, to_world

WIDEST = 20_000  # pixels along a side: more than the largest wall


@dataclass(frozen=True)
class Window:
    """Columns x0..x1 - 1 and rows y0..y1 - 1 of the cells at a depth."""

    depth: int
    x0: int
    y0: int
    x1: int
    y1: int

    @property
    def cells(self) -> int:
        """How many cells it has; 0 when it is empty."""
        return max(0, self.x1 - self.x0) * max(0, self.y1 - self.y0)

    def grown(self, cells: int) -> Window:
        """With so many more cells on every side."""
        return Window(self.depth, self.x0 - cells, self.y0 - cells, self.x1 + cells, self.y1 + cells)

    def cut(self, other: Window) -> Window:
        """What lies in both windows of a depth."""
        x0, y0 = max(self.x0, other.x0), max(self.y0, other.y0)
        return Window(self.depth, x0, y0, max(x0, min(self.x1, other.x1)), max(y0, min(self.y1, other.y1)))


@dataclass(frozen=True)
class ViewBox:
    """What is in sight: `zoom` of the map (256 pixels to the world at 0, may be broken), sides in degrees WGS-84."""

    zoom: float
    west: float
    south: float
    east: float
    north: float

    @property
    def lat(self) -> float:
        """The latitude half way between north and south: where its metres are measured."""
        return (self.south + self.north) / 2

    def cells(self, depth: int) -> Window:
        """The cells of a depth that it touches."""
        x, y = to_world([self.west, self.east], [self.north, self.south])
        side = 1 << depth
        return Window(depth, *(int(edge) for edge in (x[0] * side, y[0] * side, x[1] * side + 1, y[1] * side + 1)))

    def across(self, zoom: float | None = None) -> tuple[int, int]:
        """Width and height in pixels of the map at its zoom or another: the same wherever it is moved to."""
        x, y = to_world([self.west, self.east], [self.north, self.south])
        side = TILE_PIXELS * 2 ** (self.zoom if zoom is None else zoom)
        return round(float(x[1] - x[0]) * side), round(float(y[1] - y[0]) * side)


def view_box(given: Mapping[str, str]) -> ViewBox:
    """The view of `zoom=11.5&bbox=west,south,east,north`. Raises BadParameter."""
    box = parsers.box("bbox", given.get("bbox", ""))
    seen = ViewBox(parsers.zoom("zoom", given.get("zoom", "")), box.west, box.south, box.east, box.north)
    if max(seen.across()) > WIDEST:
        raise wrong_parameter("bbox", "large_box")
    return seen
