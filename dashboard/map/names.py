"""Names of the areas of a level in a part of the map, for the labels of what is smaller than the outlines."""

from __future__ import annotations

from typing import Any

import numpy as np

from dashboard.view.parsers import Box
from geodata.areas.area_tree import AreaTree

MOST = 1_500
"""Names in one answer: a wall of 7680 × 2160 has room for fewer."""


def names_within(tree: AreaTree, level: int, box: Box) -> list[list[Any]]:
    """[number, name, lon, lat, width, height] of the areas of a level (root is 0) whose middle lies in a box, the
    larger first, at most MOST; degrees WGS-84.
    """
    rows = tree.at_level(level) - 1
    lon, lat = tree.lon[rows], tree.lat[rows]
    rows = rows[(lon >= box.west) & (lon <= box.east) & (lat >= box.south) & (lat <= box.north)]
    rows = rows[np.argsort(-tree.area_km2[rows], kind="stable")][:MOST]
    sides = tree.bbox[rows]
    columns = (tree.lon[rows], tree.lat[rows], sides[:, 2] - sides[:, 0], sides[:, 3] - sides[:, 1])
    figures = np.round(np.stack(columns, axis=1), 6).tolist()
    return [[int(row) + 1, tree.name[row], *numbers] for row, numbers in zip(rows, figures, strict=True)]
