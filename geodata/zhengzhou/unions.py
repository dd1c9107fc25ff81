"""Unions: outlines of parents made of those of their children, exactly."""

from __future__ import annotations

import numpy as np
import shapely
from numpy.typing import NDArray

from geodata.zhengzhou.clusters import Rows


def united(outlines: NDArray[np.object_], parent: Rows, count: int) -> NDArray[np.object_]:
    """Outline of each of `count` parents: the union of its children, whose shared borders must have the same vertices.

    Parents with about as many children are united in one call, as rows of a padded array.
    """
    order = np.argsort(parent, kind="stable")
    size = np.bincount(parent, minlength=count)
    start = np.cumsum(size) - size
    whole = np.empty(count, dtype=object)
    for width in np.unique(1 << np.ceil(np.log2(size)).astype(np.int64)):
        rows = np.flatnonzero((size <= width) & (size > width // 2))
        at = start[rows][:, None] + np.arange(width)
        padded = outlines[order[np.minimum(at, len(order) - 1)]]
        padded[np.arange(width) >= size[rows][:, None]] = None
        whole[rows] = shapely.coverage_union_all(padded, axis=1)
    return whole
