"""A raster of numbers: the area under each pixel, the border line between two areas, or a mark for an exact test.

Each pixel holds one number: an area (0 for none) that covers the whole pixel; or, below zero, `-2 - e`: only the border
line `e` runs through it; or EXACT: look exactly. Pixels are counted in degrees of longitude and latitude, offset by a
fraction of a pixel so that no vertex of a map lies on the middle of a row.
"""

from __future__ import annotations

import mmap
from dataclasses import dataclass

import numpy as np
import shapely
from numpy.typing import NDArray

from geodata.placing.border_edges import Edges, edges_of, shared_edges, touched_pixels

EXACT = -1
_FRACTION = 0.37218
_AT_ONCE = 1_000_000
"""Pixels painted in one go; the last areas first, so that the first have the last word."""


@dataclass(frozen=True, eq=False)
class LookupRaster:
    """`pixels` shape (rows, columns), row 0 in the south; corner `west`, `south` and `step` of a pixel in degrees."""

    pixels: NDArray[np.int32]
    west: float
    south: float
    step: tuple[float, float]
    edges: Edges

    def codes_at(self, lon: NDArray[np.float64], lat: NDArray[np.float64]) -> NDArray[np.int32]:
        """The pixel's number at each point; 0 beyond the raster and where a coordinate is not a number."""
        rows, columns = self.pixels.shape
        x = (lon - self.west) / self.step[0]
        y = (lat - self.south) / self.step[1]
        with np.errstate(invalid="ignore"):
            inside = (x >= 0) & (x < columns) & (y >= 0) & (y < rows)
        index = np.where(inside, y, 0).astype(np.int64) * columns + np.where(inside, x, 0).astype(np.int64)
        found: NDArray[np.int32] = self.pixels.ravel().take(index)
        found[~inside] = 0
        return found

    def release_pages(self) -> None:
        """Leaves the pages of a mapped raster that points have fallen into to the system's file cache alone."""
        for mapped in (self.pixels.base, self.edges.ends.base):
            if isinstance(mapped, mmap.mmap):
                mapped.madvise(mmap.MADV_DONTNEED)


def build_raster(
    outlines: NDArray[np.object_], area_ids: NDArray[np.int32], rank: NDArray[np.int64], step: tuple[float, float]
) -> LookupRaster:
    """Raster of outlines (degrees); where several cover a pixel the one of lowest `rank` has it."""
    west, south, east, north = shapely.total_bounds(outlines)
    west, south = west - (1 + _FRACTION) * step[0], south - (1 + _FRACTION) * step[1]
    columns = int(np.ceil((east - west) / step[0])) + 2
    rows = int(np.ceil((north - south) / step[1])) + 2
    lines, owner = edges_of(outlines, area_ids)
    scale = np.array([step[0], step[1]] * 2)
    in_pixels = (lines - np.array([west, south] * 2)) / scale
    painted, twice = _paint(in_pixels, owner, area_ids, rank, (rows, columns))
    edges = shared_edges(lines, owner)
    ends = (edges.ends - np.array([west, south] * 2)) / scale
    _mark_borders(painted, twice, edges, *touched_pixels(ends, columns))
    return LookupRaster(painted.reshape(rows, columns), west, south, step, edges)


def _paint(
    lines: NDArray[np.float64],
    owner: NDArray[np.int32],
    area_ids: NDArray[np.int32],
    rank: NDArray[np.int64],
    shape: tuple[int, int],
) -> tuple[NDArray[np.int32], NDArray[np.int64]]:
    """The area at the middle of every pixel (flat), and the pixels that more than one area claims."""
    rank_of = np.zeros(int(area_ids.max()) + 1, dtype=np.int64)
    rank_of[area_ids] = rank
    row, x, line = _crossings(lines)
    area = owner[line]
    order = np.lexsort((x, row, rank_of[area]))
    row, x, area = row[order], x[order], area[order]
    first = np.ceil(x[0::2] - 0.5).astype(np.int64)
    lengths = np.ceil(x[1::2] - 0.5).astype(np.int64) - first
    begin, area = row[0::2] * shape[1] + first, area[0::2]
    pixels = np.zeros(shape[0] * shape[1], dtype=np.int32)
    twice = [np.zeros(0, dtype=np.int64)]
    done = np.cumsum(lengths)
    cuts = np.concatenate([[0], np.searchsorted(done, np.arange(_AT_ONCE, done[-1:].sum(), _AT_ONCE)), [len(done)]])
    for low, high in zip(cuts[-2::-1], cuts[:0:-1], strict=True):
        flat, value = _runs(begin[low:high], lengths[low:high], area[low:high])
        twice.append(flat[pixels[flat] != 0])
        pixels[flat[::-1]] = value[::-1]
        twice.append(flat[pixels[flat] != value])
    return pixels, np.concatenate(twice)


def _runs(
    begin: NDArray[np.int64], lengths: NDArray[np.int64], area: NDArray[np.int32]
) -> tuple[NDArray[np.int64], NDArray[np.int32]]:
    """Pixels of runs, one after the other, and the area of each."""
    start = np.cumsum(lengths) - lengths
    return np.repeat(begin - start, lengths) + np.arange(int(lengths.sum())), np.repeat(area, lengths)


def _crossings(lines: NDArray[np.float64]) -> tuple[NDArray[np.int64], NDArray[np.float64], NDArray[np.int64]]:
    """Where each line crosses the middle of a row: row, x (both in pixels) and line. Each crossing is half open."""
    backwards = lines[:, 0] > lines[:, 2]
    x0, y0, x1, y1 = np.where(backwards[:, None], lines[:, [2, 3, 0, 1]], lines).T
    low, high = np.minimum(y0, y1), np.maximum(y0, y1)
    first = np.ceil(low - 0.5).astype(np.int64)
    count = np.ceil(high - 0.5).astype(np.int64) - first
    line = np.repeat(np.arange(len(lines)), count)
    start = np.cumsum(count) - count
    row = np.arange(len(line)) - start[line] + first[line]
    x = x0[line] + (row + 0.5 - y0[line]) * ((x1 - x0)[line] / (y1 - y0)[line])
    return row, x, line


def _mark_borders(
    pixels: NDArray[np.int32],
    twice: NDArray[np.int64],
    edges: Edges,
    touched: NDArray[np.int64],
    line: NDArray[np.int32],
) -> None:
    """Write into every pixel that border lines touch which one it is, or EXACT.

    One line decides a pixel under which no third area can lie: what lies at the pixel's middle is one of the two
    beside the line, and nothing else claimed that middle.
    """
    order = np.argsort(touched, kind="stable")
    touched, line = touched[order], line[order]
    first = np.r_[True, touched[1:] != touched[:-1]]
    alone = first & np.r_[first[1:], True]
    at_middle = pixels[touched]
    known = (at_middle == edges.left[line]) | (at_middle == edges.right[line])
    contested = np.isin(touched, twice, assume_unique=False) if len(twice) else np.zeros(len(touched), dtype=bool)
    pixels[touched] = np.where(alone & known & ~contested, -2 - line, EXACT)
