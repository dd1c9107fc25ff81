"""The demo city's 4,822 special grids (专属网格): unions of whole micro-grids. Only their number is published."""

from __future__ import annotations

import tomllib
from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import Any

import numpy as np
import shapely
from numpy.random import Generator
from numpy.typing import NDArray
from scipy.spatial import cKDTree

from geodata.areas.area_tree import AreaTree, Numbers
from geodata.areas.special_grids import SpecialGrids
from geodata.zhengzhou.landmarks import PlannedSpecialGrid, plan_landmarks
from geodata.zhengzhou.special_names import SpecialNames
from geodata.zhengzhou.streets import NARROWING
from geodata.zhengzhou.unions import united

SPECIAL_GRIDS = 4_822
"""Published (2024-2025), the key ones among them; the shopping quarter's 24 sub-grids are counted here."""

_KINDS = Path(__file__).with_name("special_kinds.toml")
_SEED = 4_822
_NEARBY = 12
_EVENNESS = 0.7  # between 0, everywhere alike, and 1, as cases are spread


def derive_special_grids(tree: AreaTree) -> SpecialGrids:
    """Named ones and ordinary ones; ordinary ones lie in one community each and share no micro-grid with any other."""
    planned = plan_landmarks(tree)
    planned += _ordinary(tree, planned)
    cells = np.concatenate([one.cells for one in planned]) - 1
    of_grid = np.repeat(np.arange(len(planned)), [len(one.cells) for one in planned])
    outline = united(tree.geometries[cells], of_grid, len(planned))
    _keep_the_part_of_the_first_cell(outline, planned, tree)
    order = np.argsort([one.code for one in planned], kind="stable")

    def column(name: str) -> NDArray[np.object_]:
        return np.array([getattr(planned[row], name) for row in order], dtype=object)

    basis = np.full(len(planned), "derived", dtype=object)
    key = column("key").astype(np.bool_)
    return SpecialGrids(column("code"), column("name"), column("kind"), basis, outline[order], key, column("parent"))


def _ordinary(tree: AreaTree, named: Sequence[PlannedSpecialGrid]) -> list[PlannedSpecialGrid]:
    rng = np.random.default_rng(_SEED)
    leaves = tree.at_level(tree.depth)
    free = np.ones(len(leaves), dtype=np.bool_)
    for one in named:
        free[np.searchsorted(leaves, one.cells)] = False
    kinds = tomllib.loads(_KINDS.read_text(encoding="utf-8"))["kinds"]
    found = [pair for kind in kinds for pair in _of_kind(kind, tree, leaves, free, rng)]
    found.sort(key=lambda pair: int(pair[1][0]))
    names, numbers = SpecialNames(tree), dict.fromkeys(tree.code[tree.at_level(1) - 1].tolist(), 0)
    planned = []
    for kind, cells in found:
        district = tree.code[tree.ancestor_at(cells[:1], 1)[0] - 1]
        numbers[district] += 1
        name = names.name(int(cells[0]), kind["names"][int(rng.integers(len(kind["names"])))])
        planned.append(PlannedSpecialGrid(f"ZS{district[:6]}{numbers[district]:04d}", name, kind["kind"], cells))
    return planned


def _of_kind(
    kind: dict[str, Any], tree: AreaTree, leaves: Numbers, free: NDArray[np.bool_], rng: Generator
) -> Iterator[tuple[dict[str, Any], Numbers]]:
    """Micro-grids of each grid of a kind, the one that it grew from first; marks them as taken in `free`."""
    community = tree.ancestor_at(leaves, 3)
    rural = np.char.endswith(tree.name[community - 1].astype(str), "村")
    fits = {"urban": ~rural, "rural": rural}.get(kind["where"], np.ones(len(leaves), dtype=np.bool_))
    weight = np.where(free & fits, tree.demand_weight[leaves - 1] ** _EVENNESS, 0.0)
    first = rng.choice(len(leaves), kind["count"], replace=False, p=weight / weight.sum())
    free[first] = False
    sizes = rng.integers(kind["cells"][0], kind["cells"][1], kind["count"], endpoint=True)
    middle = np.column_stack([tree.lon[leaves - 1] * NARROWING, tree.lat[leaves - 1]])
    _, near = cKDTree(middle).query(middle[first], k=_NEARBY)
    for start, size, around in zip(first.tolist(), sizes.tolist(), near, strict=True):
        more = around[free[around] & (community[around] == community[start])][: size - 1]
        free[more] = False
        yield kind, leaves[np.concatenate([[start], more])]


def _keep_the_part_of_the_first_cell(
    outline: NDArray[np.object_], planned: Sequence[PlannedSpecialGrid], tree: AreaTree
) -> None:
    """Where the nearest cells do not touch, a grid is the piece that it grew from."""
    for row in np.flatnonzero(shapely.get_num_geometries(outline) > 1).tolist():
        parts = shapely.get_parts(outline[row])
        outline[row] = parts[np.argmax(shapely.covers(parts, tree.geometry(int(planned[row].cells[0]))))]
