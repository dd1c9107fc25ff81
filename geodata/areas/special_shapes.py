"""Special grids on the map: those in sight, the areas that one crosses, those that reach into an area."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cached_property
from threading import Condition

import numpy as np
import shapely
from cachetools import LRUCache, cached
from numpy.typing import NDArray

from geodata.areas.area_tree import Area, AreaTree
from geodata.areas.special_grids import SpecialGrids

CLOSE = 13.0  # zoom from which those that are not key are outlined
MOST_SHOWN = 600
MARGIN = 0.00005  # degrees, some 5 m: neighbours that share a border do not reach into one another
DEEPEST_CROSSED = 3
Places = NDArray[np.int64]


@dataclass(frozen=True, eq=False)
class SpecialShapes:
    """The outlines of a city's special grids with a spatial index."""

    grids: SpecialGrids

    @cached_property
    def cores(self) -> NDArray[np.object_]:
        """Outlines without their outermost metres; one that is nothing else is kept whole."""
        inner = shapely.buffer(self.grids.outline, -MARGIN, quad_segs=1)
        return np.where(shapely.is_empty(inner), self.grids.outline, inner)

    @cached_property
    def _index(self) -> shapely.STRtree:
        return shapely.STRtree(self.cores)

    @cached_property
    def sizes(self) -> NDArray[np.float64]:
        """Of the outlines, to put the larger first; square degrees."""
        sizes: NDArray[np.float64] = shapely.area(self.grids.outline)
        return sizes

    @cached_property
    def geojson(self) -> list[str]:
        """Geometries to a tenth of a second of arc or better (5 decimals, one metre)."""
        rounded = shapely.transform(self.grids.outline, lambda degrees: np.round(degrees, 5))
        written: list[str] = shapely.to_geojson(rounded).tolist()
        return written

    def place_of(self, code: str) -> int:
        """Where a grid of this code stands. Raises IndexError."""
        return int(np.flatnonzero(self.grids.code == code)[0])

    def in_view(self, sides: tuple[float, float, float, float], zoom: float) -> Places:
        """Places of those inside west, south, east, north that a zoom shows: key ones first, then the larger."""
        found = self._index.query(shapely.box(*sides))
        if zoom < CLOSE:
            found = found[self.grids.key[found]]
        order = np.lexsort((-self.sizes[found], ~self.grids.key[found]))
        return found[order].astype(np.int64)

    def reaching_into(self, outline: shapely.Geometry) -> Places:
        """Places of those that have a part in common with an outline: key ones first, then by code."""
        found = np.sort(self._index.query(outline, predicate="intersects"))
        return found[np.argsort(~self.grids.key[found], kind="stable")].astype(np.int64)


@cached(LRUCache(4), condition=Condition())
def shapes_of(grids: SpecialGrids) -> SpecialShapes:
    """The shapes of a city's special grids, made once."""
    return SpecialShapes(grids)


@cached(LRUCache(512), condition=Condition())
def touching(tree: AreaTree, grids: SpecialGrids, area: Area) -> tuple[int, ...]:
    """Places of the special grids that reach into an area, the key ones first; of the city's root all."""
    if not area.parent_id:
        return tuple(np.argsort(~grids.key, kind="stable").tolist())
    return tuple(shapes_of(grids).reaching_into(tree.geometry(area.area_id)).tolist())


@cached(LRUCache(512), condition=Condition())
def crossed(tree: AreaTree, grids: SpecialGrids, code: str) -> tuple[Area, ...]:
    """The areas that a special grid has a part of, level by level, down to DEEPEST_CROSSED below the root."""
    shapes = shapes_of(grids)
    core = shapes.cores[shapes.place_of(code)]
    west, south, east, north = shapely.bounds(core).tolist()
    found: list[Area] = []
    for level in range(1, min(DEEPEST_CROSSED, tree.depth) + 1):
        numbers = tree.at_level(level)
        boxes = tree.bbox[numbers - 1]
        apart = (boxes[:, 0] > east) | (boxes[:, 2] < west) | (boxes[:, 1] > north) | (boxes[:, 3] < south)
        near = numbers[~apart]
        inside = near[shapely.intersects(tree.geometry(near), core)] if len(near) else near
        found += [tree.by_id(number) for number in inside.tolist()]
    return tuple(found)
