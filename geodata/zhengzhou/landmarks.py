"""The demo city's named special grids: 19 key ones, and the shopping quarter with its sub-grids. All simulated."""

from __future__ import annotations

import tomllib
from dataclasses import dataclass
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from geodata.areas.area_tree import AreaTree, Numbers
from geodata.zhengzhou.streets import NARROWING

_FILE = Path(__file__).with_name("landmarks.toml")
SUB_GRID = "shopping_sub_grid"
_WITH_SUB_GRIDS = "shopping_quarter"


@dataclass(frozen=True, eq=False)
class PlannedSpecialGrid:
    """A special grid before its outline is made: the micro-grids that it unites, by number."""

    code: str
    name: str
    kind: str
    cells: Numbers
    key: bool = False
    parent: str = ""


def plan_landmarks(tree: AreaTree) -> list[PlannedSpecialGrid]:
    """Each landmark as the micro-grids nearest to its point (ties: lowest number); a quarter's sub-grids after it."""
    leaves = tree.area_id[tree.last_id == tree.area_id]
    lon, lat = tree.lon[leaves - 1], tree.lat[leaves - 1]
    planned: list[PlannedSpecialGrid] = []
    for row in tomllib.loads(_FILE.read_text(encoding="utf-8"))["landmarks"]:
        away: NDArray[np.float64] = np.hypot((lon - row["lon"]) * NARROWING, lat - row["lat"])
        cells = leaves[np.argsort(away, kind="stable")[: row["cells"]]]
        divided = row["kind"] == _WITH_SUB_GRIDS
        planned.append(PlannedSpecialGrid(row["code"], row["name"], row["kind"], cells, key=not divided))
        if divided:
            planned += [
                PlannedSpecialGrid(
                    f"{row['code']}-{at:02d}",
                    f"{row['name']}第{at}分格",
                    SUB_GRID,
                    cells[at - 1 : at],
                    parent=row["code"],
                )
                for at in range(1, len(cells) + 1)
            ]
    return planned
