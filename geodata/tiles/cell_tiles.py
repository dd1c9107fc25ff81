"""Cell tiles: for every pixel of a map tile the number of the deepest area under the pixel's middle.

A map that knows the area of each pixel can be painted from a table (area → colour) without any polygon, whatever their
number. Tiles belong to a grid version and never change within it.
"""

from __future__ import annotations

from functools import cached_property
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from geodata.areas.area_tree import AreaTree, Numbers
from geodata.coordinates.antimeridian import HALF, TURN
from geodata.coordinates.crs import to_wgs84
from geodata.coordinates.systems import CoordinateSystem
from geodata.coordinates.web_mercator import TILE_PIXELS, to_degrees
from geodata.placing.placer import Placer
from geodata.tiles.edge_bins import EdgeBins, bin_edges
from geodata.tiles.edge_file import kept_edges

LOWEST_ZOOM, HIGHEST_ZOOM = 6, 18
SIDE = TILE_PIXELS + 1
"""Pixels along a side: a tile also holds the first row and column of its neighbours in the east and south, so that the
border between two areas is seen where it lies between two tiles."""


class CellTiles:
    """Cuts the cell tiles of a tree for a map whose degrees are of `system`. Safe to use from many threads.

    On a GCJ-02 map a border line stays straight between its two shifted ends; the bend that the offset would give it is
    below a tenth of a metre for lines of a kilometre. edges_file: where the border lines are kept, made at the first
    need.
    """

    def __init__(
        self,
        tree: AreaTree,
        placer: Placer,
        system: CoordinateSystem | str = CoordinateSystem.WGS_84,
        edges_file: Path | None = None,
    ) -> None:
        self.tree = tree
        self.placer = placer
        self.system = CoordinateSystem(system)
        self._edges_file = edges_file

    def prepare(self) -> None:
        """Find the border lines, if no file keeps them yet, so that the first tile need not wait for them."""
        if self._edges_file and not self._edges_file.exists() and len(self.placer.painted):
            _ = self._edges

    @cached_property
    def _edges(self) -> EdgeBins:
        return kept_edges(self._edges_file, lambda: bin_edges(self.tree, self.placer.painted, self.system))

    def numbers(self, zoom: int, x: int, y: int) -> NDArray[np.int32]:
        """Area numbers (0: none) at the middles of the pixels of tile `x`, `y`: shape (SIDE, SIDE), row 0 in the
        north. Raises ValueError for a tile that the map does not have."""
        if not (LOWEST_ZOOM <= zoom <= HIGHEST_ZOOM and 0 <= x < 1 << zoom and 0 <= y < 1 << zoom):
            raise ValueError(f"There is no tile {zoom}/{x}/{y}.")
        if not len(self.placer.painted):
            return np.zeros((SIDE, SIDE), dtype=np.int32)
        if self._beyond(zoom, x):
            x += 1 << zoom
        row, column, west, east = self._crossings(zoom, x, y)
        first = np.searchsorted(row, np.arange(SIDE))
        empty = first == np.searchsorted(row, np.arange(SIDE), side="right")
        start = np.zeros(SIDE, dtype=np.int32)
        start[~empty] = west[first[~empty]]
        start[empty] = self._placed(zoom, x, y, np.flatnonzero(empty), np.zeros(1))[:, 0]
        pixels = _filled(row, column, east, start)
        torn = np.unique(row[1:][(row[1:] == row[:-1]) & (east[:-1] != west[1:])])
        if len(torn):
            pixels[torn] = self._placed(zoom, x, y, torn, np.arange(SIDE))
        return pixels

    def _beyond(self, zoom: int, x: int) -> bool:
        """Whether a tile in the west of the map shows what a city across 180° has beyond it."""
        west, _, east, _ = self.tree.root.bbox
        return east > HALF and (x + 1) / (1 << zoom) < west / TURN + 0.5

    def _crossings(self, zoom: int, x: int, y: int) -> tuple[NDArray[np.int64], NDArray[np.int64], Numbers, Numbers]:
        """Where border lines cross the middles of the tile's rows: row, first column east of it, areas beside.

        Sorted by row and from west to east. Lines west and east of the tile are left out.
        """
        bins, scale = self._edges, float(TILE_PIXELS << zoom)
        left, top = float(x * TILE_PIXELS), float(y * TILE_PIXELS)
        edge = bins.inside(left / scale, top / scale, (left + SIDE) / scale, (top + SIDE) / scale)
        y0, y1 = bins.y0[edge] * scale - top, bins.y1[edge] * scale - top
        first = np.clip(np.ceil(y0 - 0.5), 0, SIDE).astype(np.int64)
        count = np.clip(np.ceil(y1 - 0.5), 0, SIDE).astype(np.int64) - first
        crossing = np.flatnonzero(count > 0)
        edge, first, count, y0, y1 = edge[crossing], first[crossing], count[crossing], y0[crossing], y1[crossing]
        line = np.repeat(np.arange(len(edge)), count)
        row = np.arange(len(line)) - np.repeat(np.cumsum(count) - count, count) + first[line]
        x0, x1 = bins.x0[edge] * scale - left, bins.x1[edge] * scale - left
        at = x0[line] + (row + 0.5 - y0[line]) * ((x1 - x0) / (y1 - y0))[line]
        inside = np.flatnonzero((at > 0.5) & (at <= SIDE - 0.5))
        inside = inside[np.lexsort((edge[line[inside]], at[inside], row[inside]))]
        row, at, edge = row[inside], at[inside], edge[line[inside]]
        again = np.r_[False, (row[1:] == row[:-1]) & (edge[1:] == edge[:-1])] if len(row) else np.zeros(0, dtype=bool)
        row, at, edge = row[~again], at[~again], edge[~again]
        return row, np.ceil(at - 0.5).astype(np.int64), bins.west[edge], bins.east[edge]

    def _placed(
        self, zoom: int, x: int, y: int, rows: NDArray[np.int64], columns: NDArray[np.float64] | NDArray[np.int64]
    ) -> NDArray[np.int32]:
        """Areas by placing the middles of these rows and columns one by one: shape (rows, columns)."""
        scale = float(TILE_PIXELS << zoom)
        lon, lat = to_degrees((x * TILE_PIXELS + columns + 0.5) / scale, (y * TILE_PIXELS + rows + 0.5) / scale)
        across, down = np.broadcast_arrays(lon[None, :], lat[:, None])
        return self.placer.place(*to_wgs84(across, down, self.system))


def _filled(
    row: NDArray[np.int64], column: NDArray[np.int64], east: Numbers, start: NDArray[np.int32]
) -> NDArray[np.int32]:
    """Pixels from runs: each row begins with `start`, every crossing begins the area to its east."""
    begins = np.concatenate([np.arange(SIDE, dtype=np.int64) * SIDE, row * SIDE + column])
    value = np.concatenate([start, east])
    order = np.argsort(begins, kind="stable")
    begins, value = begins[order], value[order]
    lengths = np.diff(begins, append=SIDE * SIDE)
    return np.repeat(value, lengths).astype(np.int32).reshape(SIDE, SIDE)


def packed(numbers: NDArray[np.int32]) -> bytes:
    """A tile as bytes, little endian: uint32 count of areas n, n × uint32 area numbers ascending, then for every
    pixel, row by row, the place of its number in that list (`index_type`)."""
    areas, index = np.unique(numbers, return_inverse=True)
    head = np.concatenate([[len(areas)], areas]).astype("<u4").tobytes()
    return head + index.astype(index_type(len(areas))).tobytes()


def index_type(areas: int) -> str:
    """How a tile writes a place in a list of so many areas: uint8 up to 256, uint16 up to 65,536, else uint32."""
    return "u1" if areas <= 1 << 8 else "<u2" if areas <= 1 << 16 else "<u4"


def unpacked(data: bytes) -> NDArray[np.int32]:
    """The numbers of a packed tile: shape (SIDE, SIDE). Raises ValueError for bytes that are none."""
    n = int(np.frombuffer(data, "<u4", 1)[0])
    areas = np.frombuffer(data, "<u4", n, 4).astype(np.int32)
    index = np.frombuffer(data, index_type(n), SIDE * SIDE, 4 + 4 * n)
    numbers: NDArray[np.int32] = areas[index].reshape(SIDE, SIDE)
    return numbers
