"""Names and codes: published where there are any, elsewhere plainly numbered (第N片区, 第N网格, 第N微网格)."""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

from geodata.zhengzhou.clusters import Rows
from geodata.zhengzhou.nesting import Nesting
from geodata.zhengzhou.source_data import Published
from geodata.zhengzhou.streets import NARROWING, Streets

Words = NDArray[np.object_]


def name_communities(
    nesting: Nesting, xy: NDArray[np.float64], streets: Streets, published: Published
) -> tuple[Words, Words]:
    """Code and name of every community.

    Which published name goes to which derived outline is not known: a street's listed communities are given out in the
    order of their codes (residents' committees first) from the street's centre outwards, added ones come last.
    """
    community = nesting.community_of_cell
    count = np.bincount(community)
    middle = np.column_stack([np.bincount(community, weights=axis) / count for axis in xy.T])
    centre = streets.table[["x", "y"]].to_numpy()[nesting.street]
    away = np.hypot((middle[:, 0] - centre[:, 0]) * NARROWING, middle[:, 1] - centre[:, 1])
    listed = dict(iter(published.communities.groupby("street")))
    codes, names = np.empty(len(count), dtype=object), np.empty(len(count), dtype=object)
    for street, street_code in enumerate(streets.table["code"]):
        rows = np.flatnonzero(nesting.street == street)
        rows = rows[np.argsort(away[rows], kind="stable")]
        known = listed.get(street_code)
        given = [] if known is None else list(zip(known["code"], known["name"], strict=True))
        added = [
            (f"{street_code[:9]}{900 + number}", f"第{number}片区") for number in range(1, len(rows) - len(given) + 1)
        ]
        for row, (code, name) in zip(rows.tolist(), given + added, strict=True):
            codes[row], names[row] = code, name
    return codes, names


def number_children(parent: Rows, xy: NDArray[np.float64], parent_codes: Words, word: str) -> tuple[Words, Words]:
    """Code (the parent's and three digits) and name (第N + word) of areas below their parent, from north to south."""
    order = np.lexsort((xy[:, 0], -xy[:, 1], parent))
    start = np.searchsorted(parent[order], parent[order])
    number = np.empty(len(parent), dtype=np.int64)
    number[order] = np.arange(len(parent)) - start + 1
    codes = [f"{parent_codes[above]}{at:03d}" for above, at in zip(parent.tolist(), number.tolist(), strict=True)]
    names = [f"第{at}{word}" for at in number.tolist()]
    return np.array(codes, dtype=object), np.array(names, dtype=object)
