"""Which special grids (专属网格) current cases belong to: by outline where a case has a trusted point, otherwise only
if its whole area lies inside.

They follow from where the current versions lie, so any split and order of the data ends in the same memberships.
"""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc
from numpy.typing import NDArray

from geodata.areas.special_grids import SpecialGrids
from geodata.areas.tree_file import AreaTree
from queries.loading.bookkeeping import Bookkeeping
from queries.loading.case_tables import CaseTables, Point
from queries.loading.default_points import table_of_points

Pairs = tuple[NDArray[np.int64], NDArray[np.int64]]


def record_memberships(
    cases: CaseTables, books: Bookkeeping, grids: SpecialGrids, tree: AreaTree, points: Sequence[Point]
) -> None:
    """Store anew the memberships of the cases that this load made current, and of those on `points` (placed anew)."""
    if not len(grids):
        return
    decided, removed = _decided(cases, points)
    if removed.num_rows:
        books.statements.run_on_rows("remove_memberships", removed.select(["source_id"]), source=books.source)
    if not decided.num_rows:
        return
    area_id = decided.column("area_id").to_numpy()
    near = np.isin(area_id, np.unique(grids.near_areas(tree, np.unique(area_id))[0]))
    decided, area_id = decided.filter(pa.array(near)), area_id[near]
    by_point = pc.equal(decided.column("placed_by"), "point").to_numpy()
    lon, lat = (np.where(by_point, decided.column(name).to_numpy(), np.nan) for name in ("lon", "lat"))
    case, grid = memberships(grids, tree, area_id, lon, lat)
    if len(case):
        found = {
            "source_id": decided.column("source_id").take(pa.array(case)),
            "special_grid": pa.array(grids.code[grid], pa.string()),
        }
        books.statements.run_on_rows("record_memberships", pa.table(found), source=books.source)


def _decided(cases: CaseTables, points: Sequence[Point]) -> tuple[pa.Table, pa.Table]:
    """The cases whose place was decided now, and those of them that may have memberships."""
    if cases.written is not None and not points:
        return cases.written.placed_otherwise()
    placed = cases.made_current().select(["source_id", "area_id", "lon", "lat", "placed_by"])
    if points:
        others = cases.cases_of_others_on(table_of_points(points))
        placed = pa.concat_tables([placed, others.select(placed.column_names)])
    return placed, placed


def memberships(
    grids: SpecialGrids, tree: AreaTree, area_id: NDArray[np.int32], lon: NDArray[np.float64], lat: NDArray[np.float64]
) -> Pairs:
    """Pairs (case, special grid) of cases in areas `area_id` with trusted points in degrees WGS-84 (NaN: none)."""
    point, by_outline = grids.holding_points(lon, lat)
    case, by_area = _by_area(grids, tree, area_id, np.flatnonzero(~np.isfinite(lon)))
    return np.concatenate([point, case]), np.concatenate([by_outline, by_area])


def _by_area(grids: SpecialGrids, tree: AreaTree, area_id: NDArray[np.int32], cases: NDArray[np.int64]) -> Pairs:
    held, grid = grids.holding_areas(tree, np.unique(area_id[cases]))
    first, last = (np.searchsorted(held, area_id[cases], side) for side in ("left", "right"))
    pair = np.repeat(last - np.cumsum(last - first), last - first) + np.arange(int((last - first).sum()))
    return np.repeat(cases, last - first), grid[pair]
