"""Numbering: from areas that know their parent to a tree of intervals."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
import shapely
from numpy.typing import NDArray

from geodata.areas.area_tree import AreaTree
from geodata.coordinates.measuring import area_km2, centres
from geodata.errors import BoundariesRefused

NO_PARENT = -1


@dataclass(frozen=True, eq=False)
class UnnumberedAreas:
    """Areas in any order. `parent` is the row of the area above, -1 for the one root; outlines in degrees WGS-84."""

    level: NDArray[np.int8]
    parent: NDArray[np.int64]
    code: NDArray[np.object_]
    name: NDArray[np.object_]
    outline: NDArray[np.object_]
    basis: NDArray[np.object_]
    population: NDArray[np.float64] | None = None
    demand_weight: NDArray[np.float64] | None = None

    def __len__(self) -> int:
        return len(self.parent)


def number_areas(areas: UnnumberedAreas, grid_version: str) -> AreaTree:
    """The tree of these areas, numbered depth first, siblings in the order of their codes.

    Raises BoundariesRefused when codes repeat, there is not exactly one root, or the parents run in a circle.
    """
    _refuse_repeated_codes(areas.code)
    if np.count_nonzero(areas.parent == NO_PARENT) != 1:
        raise BoundariesRefused(
            "A tree needs exactly one area without a parent: the whole city; correct the parents in "
            "the table of areas, or give the levels in files of their own."
        )
    generations = _generations(areas.parent)
    size = np.ones(len(areas), dtype=np.int64)
    for rows in reversed(generations[1:]):
        np.add.at(size, areas.parent[rows], size[rows])
    number = np.ones(len(areas), dtype=np.int64)
    for rows in generations[1:]:
        order = rows[np.lexsort((areas.code[rows].astype(str), areas.parent[rows]))]
        before = np.cumsum(size[order]) - size[order]
        family = areas.parent[order]
        first = np.r_[True, family[1:] != family[:-1]]
        before -= before[first][np.cumsum(first) - 1]
        number[order] = number[family] + 1 + before
    row_of_number = np.argsort(number)
    last = (number + size - 1)[row_of_number]
    above = np.where(areas.parent == NO_PARENT, 0, number[areas.parent])[row_of_number]
    return _measured(areas, row_of_number, last, above, grid_version)


def _measured(
    areas: UnnumberedAreas,
    rows: NDArray[np.int64],
    last: NDArray[np.int64],
    above: NDArray[np.int64],
    grid_version: str,
) -> AreaTree:
    outlines = areas.outline[rows]
    centre = centres(outlines)
    unknown = np.full(len(rows), np.nan)
    return AreaTree(
        last_id=last.astype(np.int32),
        parent_id=above.astype(np.int32),
        level=areas.level[rows].astype(np.int8),
        code=areas.code[rows],
        name=areas.name[rows],
        lon=centre[:, 0],
        lat=centre[:, 1],
        bbox=shapely.bounds(outlines),
        area_km2=area_km2(outlines),
        population=unknown if areas.population is None else areas.population[rows],
        basis=areas.basis[rows],
        demand_weight=unknown if areas.demand_weight is None else areas.demand_weight[rows],
        grid_version=grid_version,
        load_geometries=lambda: outlines,
    )


def _refuse_repeated_codes(codes: NDArray[np.object_]) -> None:
    seen, counts = np.unique(codes.astype(str), return_counts=True)
    if repeated := seen[counts > 1].tolist():
        shown = ", ".join(repeated[:5])
        raise BoundariesRefused(f"Codes of areas must differ within a city; these repeat: {shown}.")


def _generations(parent: NDArray[np.int64]) -> list[NDArray[np.int64]]:
    """Rows by their distance from the root."""
    distance = np.where(parent == NO_PARENT, 0, -1)
    generations = [np.flatnonzero(parent == NO_PARENT)]
    while True:
        rows = np.flatnonzero((distance < 0) & (distance[parent] == len(generations) - 1) & (parent != NO_PARENT))
        if not len(rows):
            break
        distance[rows] = len(generations)
        generations.append(rows)
    if (distance < 0).any():
        raise BoundariesRefused("Some areas are their own ancestors: the parents of a level run in a circle.")
    return generations
