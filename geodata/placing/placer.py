"""Placing points: the deepest area that contains a point; on a border the lowest number."""

from __future__ import annotations

from functools import cached_property

import numpy as np
import shapely
from numpy.typing import ArrayLike, NDArray

from geodata.areas.area_tree import NOWHERE, ROOT, AreaTree
from geodata.coordinates.antimeridian import HALF
from geodata.placing.box_index import BoxIndex
from geodata.placing.lookup_raster import EXACT, LookupRaster, build_raster
from geodata.placing.raster_folder import RasterFolder

_MOST_PIXELS = 24_000_000
_FEWEST_PIXELS = 1_000_000
_PIXELS_OF_AN_AREA = 100_000
"""A city of few areas has short borders: few pixels are enough for the most points to be placed by lookup alone."""
_SMALLEST_STEP = 6e-5
_UNCOVERED_KM2 = 1e-6
"""An area whose children leave less than this (1 m²) uncovered is painted by its children alone."""


class Placer:
    """Places points in a tree by a lookup, exact at the borders.

    Building the lookup raster reads the outlines of all areas. kept: where the raster of the tree's areas file is kept,
    so that it is built once; without one it is built for this placer alone.
    """

    def __init__(self, tree: AreaTree, kept: RasterFolder | None = None) -> None:
        self.tree = tree
        area_km2 = np.where(tree.outlined, tree.area_km2, 0.0)
        by_children = np.zeros(len(tree) + 1)
        np.add.at(by_children, tree.parent_id, area_km2)
        whole = area_km2 - by_children[1:] > _UNCOVERED_KM2
        self._shown = tree.area_id[whole]
        self._hidden = tree.area_id[~whole & tree.outlined]
        # Deepest level first, then lowest number: the order in which areas claim a point.
        self._rank = np.lexsort((tree.area_id, -tree.level.astype(np.int64))).argsort()
        self._raster = None
        if len(self._shown):
            self._raster = kept.get(tree.grid_version, self._build) if kept else self._build()

    @property
    def painted(self) -> NDArray[np.int32]:
        """Numbers of the areas whose outlines decide where a point belongs: all but those that their children cover."""
        return self._shown

    def place(self, lon: ArrayLike, lat: ArrayLike) -> NDArray[np.int32]:
        """Number of the deepest area containing each point (degrees WGS-84); 0 outside and where a coordinate is NaN.

        A point on a border belongs to the touching area of the deepest level, of these to the one of lowest number. A
        city of which no area has an outline holds every point of the earth: nothing says what would be outside.
        """
        x, y = np.broadcast_arrays(np.asarray(lon, dtype=np.float64), np.asarray(lat, dtype=np.float64))
        shape = x.shape
        x, y = self.tree.continued(x.ravel()), y.ravel()
        if self._raster is None:
            on_earth = (np.abs(x) <= HALF) & (np.abs(y) <= HALF / 2)
            return np.where(on_earth, ROOT, NOWHERE).astype(np.int32).reshape(shape)
        found = self._raster.codes_at(x, y)
        beside = np.flatnonzero(found < EXACT)
        if len(beside):
            found[beside] = self._side(self._raster, -2 - found[beside], x[beside], y[beside])
        unsure = np.flatnonzero(found == EXACT)
        if len(unsure):
            found[unsure] = self.place_exactly(x[unsure], y[unsure])
        return found.reshape(shape)

    def release_pages(self) -> None:
        """Gives back the memory of the raster's pages; the next point reads its own again."""
        if self._raster is not None:
            self._raster.release_pages()

    def place_exactly(self, lon: NDArray[np.float64], lat: NDArray[np.float64]) -> NDArray[np.int32]:
        """The same answer by testing polygons only: slower, and what the lookup is checked against."""
        found = self._claimed(self._index, self._shown, lon, lat)
        left = np.flatnonzero(found == NOWHERE)
        if len(left) and len(self._hidden):
            found[left] = self._claimed(self._hidden_index, self._hidden, lon[left], lat[left])
        return found

    @cached_property
    def _number_of_rank(self) -> NDArray[np.int32]:
        return np.append(np.argsort(self._rank) + 1, NOWHERE).astype(np.int32)

    @cached_property
    def _index(self) -> BoxIndex:
        return BoxIndex(self.tree.bbox[self._shown - 1])

    @cached_property
    def _hidden_index(self) -> BoxIndex:
        return BoxIndex(self.tree.bbox[self._hidden - 1])

    def _build(self) -> LookupRaster:
        west, south, east, north = self.tree.root.bbox
        aspect = float(np.cos(np.radians((south + north) / 2)))
        pixels = min(max(len(self._shown) * _PIXELS_OF_AN_AREA, _FEWEST_PIXELS), _MOST_PIXELS)
        step = max(np.sqrt((east - west) * aspect * (north - south) / pixels), 1e-9)
        step = max(step, min(_SMALLEST_STEP, (north - south) / 1000))
        rank = self._rank[self._shown - 1]
        return build_raster(self.tree.geometry(self._shown), self._shown, rank, (step / aspect, step))

    @staticmethod
    def _side(
        raster: LookupRaster, edge: NDArray[np.int32], lon: NDArray[np.float64], lat: NDArray[np.float64]
    ) -> NDArray[np.int32]:
        """The area on the point's side of the border line; EXACT where the point is too near to the line to decide."""
        x0, y0, x1, y1 = raster.edges.ends[edge].T
        turn = (x1 - x0) * (lat - y0) - (y1 - y0) * (lon - x0)
        sure = np.abs(turn) > 1e-12 * (np.abs(x1 - x0) + np.abs(y1 - y0))
        side = np.where(turn > 0, raster.edges.left[edge], raster.edges.right[edge])
        return np.where(sure, side, EXACT).astype(np.int32)

    def _claimed(
        self,
        index: BoxIndex,
        areas: NDArray[np.int32],
        lon: NDArray[np.float64],
        lat: NDArray[np.float64],
    ) -> NDArray[np.int32]:
        best = np.full(len(lon), len(self.tree), dtype=np.int64)
        usable = np.flatnonzero(np.isfinite(lon) & np.isfinite(lat))
        point, box = index.holding(lon[usable], lat[usable])
        candidates = self.tree.geometry(areas[box])
        shapely.prepare(candidates)
        within = shapely.intersects_xy(candidates, lon[usable[point]], lat[usable[point]])
        np.minimum.at(best, usable[point[within]], self._rank[areas[box[within]] - 1])
        return self._number_of_rank[best]
