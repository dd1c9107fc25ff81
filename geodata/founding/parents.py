"""The parent of each area: by a column that names it, else by containment."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
import shapely
from numpy.typing import NDArray


def parents_by_word(words: Sequence[str | None], codes: Sequence[str], names: Sequence[str]) -> NDArray[np.int64]:
    """Row in the level above of each word (a code there, else a name that only one area there has), -1 where none."""
    by_name: dict[str, int] = {}
    for row, name in enumerate(names):
        by_name[name] = -1 if name in by_name else row
    known = by_name | {code: row for row, code in enumerate(codes)}
    return np.array([known.get(word, -1) if word else -1 for word in words], dtype=np.int64)


def parents_by_overlap(outlines: NDArray[np.object_], above: NDArray[np.object_]) -> NDArray[np.int64]:
    """Row of the outline `above` that each outline shares most surface with (the first of equals), -1 where none."""
    shapely.prepare(above)
    child, parent = shapely.STRtree(above).query(outlines, predicate="intersects")
    shared = np.where(shapely.covers(above[parent], outlines[child]), np.inf, 0.0)
    whole = np.zeros(len(outlines), dtype=bool)
    whole[child[np.isinf(shared)]] = True
    partly = np.flatnonzero(~whole[child])
    shared[partly] = shapely.area(shapely.intersection(outlines[child[partly]], above[parent[partly]]))
    surface = shared > 0
    child, parent, shared = child[surface], parent[surface], shared[surface]
    order = np.lexsort((parent, -shared, child))
    children, first = np.unique(child[order], return_index=True)
    parents = np.full(len(outlines), -1, dtype=np.int64)
    parents[children] = parent[order][first]
    return parents
