"""Edges of outlines: each border line once, with the areas on its two sides, and the pixels that it touches."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
import shapely
from numpy.typing import NDArray

_ROUNDING = 1e-7
"""Widening, in pixels, that keeps a line in every pixel whose points could be rounded onto it."""


@dataclass(frozen=True, eq=False)
class Edges:
    """Border lines from (x0, y0) to (x1, y1), x1 >= x0; `left` and `right` are the areas beside them, 0 for none."""

    ends: NDArray[np.float64]
    left: NDArray[np.int32]
    right: NDArray[np.int32]


def edges_of(
    outlines: NDArray[np.object_], area_ids: NDArray[np.int32]
) -> tuple[NDArray[np.float64], NDArray[np.int32]]:
    """Directed lines of all rings, inside to the left: (n, 4) x0 y0 x1 y1 in degrees, and the area of each."""
    parts, part_of = shapely.get_parts(outlines, return_index=True)
    rings, ring_of = shapely.get_rings(shapely.orient_polygons(parts), return_index=True)
    points, point_of = shapely.get_coordinates(rings, return_index=True)
    joined = point_of[1:] == point_of[:-1]
    lines = np.concatenate([points[:-1][joined], points[1:][joined]], axis=1)
    return lines, area_ids[part_of[ring_of[point_of[:-1][joined]]]]


def shared_edges(lines: NDArray[np.float64], owner: NDArray[np.int32]) -> Edges:
    """The same lines, each once: a line that two areas run along in opposite directions gets one on either side.

    Where more than one area claims a side, the line is kept once for each claim, so that it is seen to be contested.
    """
    backwards = (lines[:, 0] > lines[:, 2]) | ((lines[:, 0] == lines[:, 2]) & (lines[:, 1] > lines[:, 3]))
    ends = np.where(backwards[:, None], lines[:, [2, 3, 0, 1]], lines)
    order = np.lexsort((backwards, ends[:, 3], ends[:, 2], ends[:, 1], ends[:, 0]))
    ends, owner, backwards = ends[order], owner[order], backwards[order]
    same = np.r_[(ends[1:] == ends[:-1]).all(axis=1), False]
    paired = np.flatnonzero(same & ~backwards & np.r_[backwards[1:], False])
    left = np.where(backwards, 0, owner).astype(np.int32)
    right = np.where(backwards, owner, 0).astype(np.int32)
    right[paired] = owner[paired + 1]
    kept = np.ones(len(owner), dtype=bool)
    kept[paired + 1] = False
    return Edges(ends[kept], left[kept], right[kept])


def touched_pixels(ends: NDArray[np.float64], columns: int) -> tuple[NDArray[np.int64], NDArray[np.int32]]:
    """Every pixel that each line touches: flat pixel indexes (row * columns + column) and the line of each.

    `ends` are in pixels; a line is widened a little, so a pixel is never missed, though one may be had too many.
    """
    x0, y0, x1, y1 = ends.T
    low, high = np.minimum(y0, y1) - _ROUNDING, np.maximum(y0, y1) + _ROUNDING
    first_row = np.floor(low).astype(np.int64)
    line, row = _spread(first_row, np.floor(high).astype(np.int64))
    rise = (y1 - y0)[line]
    level = np.abs(rise) < 1e-12
    slope = np.where(level, 0.0, (x1 - x0)[line] / np.where(level, 1.0, rise))
    bottom = np.clip(row - _ROUNDING, low[line], high[line])
    top = np.clip(row + 1 + _ROUNDING, low[line], high[line])
    at_bottom = np.where(level, x0[line], x0[line] + (bottom - y0[line]) * slope)
    at_top = np.where(level, x1[line], x0[line] + (top - y0[line]) * slope)
    slack = _ROUNDING * (1 + np.abs(slope))
    west = np.maximum(np.minimum(at_bottom, at_top) - slack, x0[line] - _ROUNDING)
    east = np.minimum(np.maximum(at_bottom, at_top) + slack, x1[line] + _ROUNDING)
    piece, column = _spread(np.floor(west).astype(np.int64), np.floor(east).astype(np.int64))
    return row[piece] * columns + column, line[piece].astype(np.int32)


def _spread(first: NDArray[np.int64], last: NDArray[np.int64]) -> tuple[NDArray[np.int64], NDArray[np.int64]]:
    """Index and value of every whole number first[i]..last[i], i after i."""
    lengths = last - first + 1
    index = np.repeat(np.arange(len(first)), lengths)
    start = np.cumsum(lengths) - lengths
    return index, np.arange(len(index)) - start[index] + first[index]
