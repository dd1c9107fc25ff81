"""Special grids (专属网格): a station, an airport, a shopping quarter; they overlay the tree and cross its areas."""

from __future__ import annotations

import json
from collections.abc import Sequence
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path
from typing import Any

import numpy as np
import pyarrow.parquet as pq
import shapely
from numpy.typing import ArrayLike, NDArray

from geodata.areas.area_tree import AreaTree, Numbers

SPECIAL_GRIDS_FILE = "special_grids.parquet"


@dataclass(frozen=True, eq=False)
class SpecialGrids:
    """Special grids of a city, in code order; outlines in degrees WGS-84. They may overlap one another.

    `key`: one of those that the city watches closest; `parent`: the code of the grid that it is a part of, else "".
    """

    code: NDArray[np.object_]
    name: NDArray[np.object_]
    kind: NDArray[np.object_]
    basis: NDArray[np.object_]
    outline: NDArray[np.object_]
    key: NDArray[np.bool_]
    parent: NDArray[np.object_]

    @classmethod
    def of(
        cls, code: Sequence[str], name: Sequence[str], kind: Sequence[str], basis: str, outline: Sequence[Any]
    ) -> SpecialGrids:
        """Ordinary special grids: none is key, none is part of another."""
        codes, names, kinds, bases = (
            np.array(list(one), dtype=object) for one in (code, name, kind, [basis] * len(code))
        )
        outlines, nobody = np.array(list(outline), dtype=object), np.full(len(code), "", dtype=object)
        return cls(codes, names, kinds, bases, outlines, np.zeros(len(code), dtype=np.bool_), nobody)

    def __len__(self) -> int:
        return len(self.code)

    @cached_property
    def _index(self) -> shapely.STRtree:
        shapely.prepare(self.outline)
        return shapely.STRtree(self.outline)

    def holding_points(self, lon: ArrayLike, lat: ArrayLike) -> tuple[NDArray[np.int64], NDArray[np.int64]]:
        """Pairs (point, special grid) of points (degrees WGS-84; NaN is nowhere) and the outlines that contain them."""
        x, y = np.asarray(lon, dtype=np.float64), np.asarray(lat, dtype=np.float64)
        usable = np.flatnonzero(np.isfinite(x) & np.isfinite(y))
        point, grid = self._index.query(shapely.points(x[usable], y[usable]))
        inside = shapely.intersects_xy(self.outline[grid], x[usable[point]], y[usable[point]])
        return usable[point[inside]], grid[inside].astype(np.int64)

    def near_areas(self, tree: AreaTree, area_id: Numbers) -> tuple[Numbers, NDArray[np.int64]]:
        """Pairs (area_id, special grid) of those areas whose boxes touch; others have nothing in common with it."""
        row, grid = self._index.query(shapely.box(*tree.bbox[area_id - 1].T))
        order = np.lexsort((grid, row))
        return area_id[row[order]].astype(np.int32), grid[order].astype(np.int64)

    def holding_areas(self, tree: AreaTree, area_id: Numbers | None = None) -> tuple[Numbers, NDArray[np.int64]]:
        """Pairs (area_id, special grid) of areas (these; all without) that lie wholly inside: where a case without a
        point belongs to it.
        """
        near, grid = self.near_areas(tree, tree.area_id if area_id is None else area_id)
        inside = shapely.covers(self.outline[grid], tree.geometry(near))
        return near[inside], grid[inside]


def read_special_grids(folder: Path) -> SpecialGrids:
    """Special grids of a city folder; none when it has no such file. A file may lack `key` and `parent`."""
    file = folder / SPECIAL_GRIDS_FILE
    if not file.is_file():
        return SpecialGrids.of([], [], [], "", [])
    table = pq.read_table(file)
    texts = {name: table.column(name).to_numpy() for name in ("code", "name", "kind", "basis")}
    none = {"key": np.zeros(len(table), dtype=np.bool_), "parent": np.full(len(table), "", dtype=object)}
    key, parent = (table.column(name).to_numpy() if name in table.column_names else none[name] for name in none)
    geometry = json.loads(table.schema.metadata[b"geo"])["primary_column"]
    outline = shapely.from_wkb(table.column(geometry).to_numpy())
    return SpecialGrids(**texts, outline=outline, key=key, parent=parent)


def write_special_grids(folder: Path, grids: SpecialGrids) -> None:
    """Write the folder's special grids anew, in code order."""
    import geopandas  # noqa: PLC0415  # slow to import, and a server writes none

    order = np.argsort(grids.code.astype(str), kind="stable")
    names = ("code", "name", "kind", "basis", "key", "parent")
    columns = {name: getattr(grids, name) for name in names}
    frame = geopandas.GeoDataFrame(
        {name: column[order] for name, column in columns.items()}, geometry=list(grids.outline[order]), crs=4326
    )
    unfinished = folder / (SPECIAL_GRIDS_FILE + ".part")
    frame.to_parquet(unfinished, compression="zstd", index=False)
    unfinished.replace(folder / SPECIAL_GRIDS_FILE)
