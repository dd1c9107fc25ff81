"""In which area of the tree a special grid lies as a whole."""

from __future__ import annotations

from functools import lru_cache

import numpy as np
import shapely

from geodata.areas.special_grids import SpecialGrids
from geodata.areas.tree_file import NOWHERE, ROOT
from geodata.placing.placer import Placer

_INWARDS = 1e-5
"""Degrees, about a metre: outlines that follow the borders of areas touch their neighbours, and do not lie in them."""
_BETWEEN_POINTS = 1e-3
"""Degrees, about a hundred metres: an area that reaches less far into an outline may stay unseen."""


@lru_cache(maxsize=8192)
def area_around(grids: SpecialGrids, place: int, placer: Placer) -> int:
    """The number of the deepest area in which all of a special grid lies (place: among the grids); the root where it
    reaches beyond the city.

    Found by points along its outline, moved inwards, and one inside.
    """
    outline = grids.outline[place]
    inner = shapely.segmentize(shapely.buffer(outline, -_INWARDS), _BETWEEN_POINTS)
    points = np.vstack([shapely.get_coordinates(inner), shapely.get_coordinates(shapely.point_on_surface(outline))])
    found = placer.place(points[:, 0], points[:, 1])
    if (found == NOWHERE).any():
        return ROOT
    first, last = int(found.min()), int(found.max())
    area = placer.tree.by_id(first)
    while area.last_id < last:
        area = placer.tree.by_id(area.parent_id)
    return area.area_id
