"""Border lines sorted into the squares of one zoom of the web map, so that a tile looks at few of them."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from geodata.areas.area_tree import AreaTree, Numbers
from geodata.coordinates.crs import from_wgs84
from geodata.coordinates.systems import CoordinateSystem
from geodata.coordinates.web_mercator import to_world
from geodata.placing.border_edges import edges_of, shared_edges
from geodata.placing.box_index import squares_of_boxes

BIN_ZOOM = 14
_BINS = 1 << BIN_ZOOM


@dataclass(frozen=True, eq=False)
class EdgeBins:
    """Border lines in world coordinates: from (`x0`, `y0`) to (`x1`, `y1`), y1 > y0 (southwards); at any height
    between, `west` and `east` are the areas beside the line (0: none).

    `edge[start[b]:start[b + 1]]` are the lines that may run through square b, squares row by row from (`left`, `top`),
    `columns` a row.
    """

    x0: NDArray[np.float64]
    y0: NDArray[np.float64]
    x1: NDArray[np.float64]
    y1: NDArray[np.float64]
    west: Numbers
    east: Numbers
    left: int
    top: int
    columns: int
    start: NDArray[np.int64]
    edge: NDArray[np.int32]

    def inside(self, west: float, north: float, east: float, south: float) -> NDArray[np.int32]:
        """The lines that may run through a box of world coordinates; one may be named more than once."""
        rows = (len(self.start) - 1) // self.columns
        first, last = (int(np.clip(np.floor(x * _BINS) - self.left, 0, self.columns - 1)) for x in (west, east))
        upper, lower = (int(np.clip(np.floor(y * _BINS) - self.top, 0, rows - 1)) for y in (north, south))
        at = np.arange(upper, lower + 1) * self.columns
        pieces = [self.edge[self.start[row + first] : self.start[row + last + 1]] for row in at.tolist()]
        return pieces[0] if len(pieces) == 1 else np.concatenate(pieces)


def bin_edges(tree: AreaTree, areas: Numbers, system: CoordinateSystem = CoordinateSystem.WGS_84) -> EdgeBins:
    """The border lines of these areas (which should not overlap) on a map whose degrees are of `system`; lines along a
    parallel separate no two pixels of a row and are left out."""
    lines, owner = edges_of(tree.geometry(areas), areas)
    edges = shared_edges(lines, owner)
    x0, y0 = to_world(*from_wgs84(edges.ends[:, 0], edges.ends[:, 1], system))
    x1, y1 = to_world(*from_wgs84(edges.ends[:, 2], edges.ends[:, 3], system))
    kept = y0 != y1
    north = (y1 < y0)[kept]
    x0, y0, x1, y1, left, right = (column[kept] for column in (x0, y0, x1, y1, edges.left, edges.right))
    # Going east and north, the left side is the western one at any height; going east and south, the eastern one.
    west, east = np.where(north, left, right), np.where(north, right, left)
    x0, x1 = np.where(north, x1, x0), np.where(north, x0, x1)
    y0, y1 = np.minimum(y0, y1), np.maximum(y0, y1)
    columns = np.floor(np.stack([np.minimum(x0, x1), np.maximum(x0, x1)]) * _BINS).astype(np.int64)
    rows = np.floor(np.stack([y0, y1]) * _BINS).astype(np.int64)
    left_bin, top_bin = int(columns.min(initial=0)) if not len(x0) else int(columns[0].min()), 0
    top_bin = int(rows[0].min()) if len(x0) else 0
    wide = int(columns[1].max()) - left_bin + 1 if len(x0) else 1
    high = int(rows[1].max()) - top_bin + 1 if len(x0) else 1
    square, line = squares_of_boxes(columns - left_bin, rows - top_bin, wide)
    order = np.argsort(square, kind="stable")
    start = np.searchsorted(square[order], np.arange(wide * high + 1))
    return EdgeBins(x0, y0, x1, y1, west, east, left_bin, top_bin, wide, start, line[order].astype(np.int32))
