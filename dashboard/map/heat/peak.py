"""The densest place of a city under a kernel: what the heat's classes are measured by, wherever the map is."""

from __future__ import annotations

import numpy as np

from dashboard.map.heat.kernel import cell_metres, depth_of, smoothed, weights
from queries.values import Bins

LOOKED_AT = 64  # the fullest neighbourhoods: the classes are round numbers, and the highest is open above
MOST_BLOCKS = 4_000_000


def peak(bins: Bins, radius: int, lat: float) -> float:
    """The largest density (cases per km²) under the kernel of a radius (m), in the fullest neighbourhoods; 0 without
    cases."""
    if radius not in bins.peaks:
        bins.peaks[radius] = _peak(bins, radius, lat) if len(bins.x) else 0.0
    return bins.peaks[radius]


def _peak(bins: Bins, radius: int, lat: float) -> float:
    depth = min(depth_of(radius, lat), bins.depth)
    kernel = weights(radius, depth, lat)
    reach = len(kernel) // 2
    block = _block_shift(bins, depth, reach)
    shift = bins.depth - depth + block
    x, y = bins.x >> shift, bins.y >> shift
    left, top = int(x.min()) - 1, int(y.min()) - 1
    height, width = int(y.max()) - top + 2, int(x.max()) - left + 2
    place = (y.astype(np.int64) - top) * width + (x - left)
    sums = np.bincount(place, weights=bins.n, minlength=width * height).reshape(height, width)
    around = smoothed(np.pad(sums, 1), np.ones((3, 3))) * (sums > 0)
    best = 0.0
    for found in np.argsort(around, axis=None)[::-1][:LOOKED_AT]:
        row, column = np.unravel_index(found, around.shape)
        if around[row, column] * kernel.max() <= best:
            break
        x0, y0 = (int(column) + left) << block, (int(row) + top) << block
        side = 1 << block
        counts = bins.counts(depth, x0 - reach, y0 - reach, x0 + side + reach, y0 + side + reach)
        best = max(best, float(smoothed(counts, kernel).max()))
    return best / (cell_metres(depth, lat) / 1000) ** 2


def _block_shift(bins: Bins, depth: int, reach: int) -> int:
    """How much coarser than the cells the blocks are: as wide as the kernel reaches or wider, and not too many."""
    shift = max(1, reach).bit_length()
    wide, high = int(bins.x[-1] - bins.x[0]), int(bins.y.max() - bins.y.min())
    while (wide >> (bins.depth - depth + shift)) * (high >> (bins.depth - depth + shift)) > MOST_BLOCKS:
        shift += 1
    return shift
