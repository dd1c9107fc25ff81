"""Areas of six levels: nested boxes, one branch deep, every area having children only below its first sibling."""

from __future__ import annotations

from dataclasses import dataclass, field

import numpy as np
import shapely

from geodata.areas.area_tree import AreaTree
from geodata.areas.numbering import NO_PARENT, UnnumberedAreas, number_areas

ZH_LEVELS = ("市", "区县", "街道", "社区", "网格", "微网格")
SPLITS = ((4, 4), (3, 2), (3, 2), (2, 2), (2, 2))
WHOLE = (113.4, 34.6, 113.9, 34.9)
GRID_VERSION = "2024-09"

Box = tuple[float, float, float, float]


@dataclass
class Outlines:
    """Areas in the order in which they are added, parents first."""

    level: list[int] = field(default_factory=list)
    parent: list[int] = field(default_factory=list)
    code: list[str] = field(default_factory=list)
    name: list[str] = field(default_factory=list)
    box: list[Box] = field(default_factory=list)

    def add(self, level: int, parent: int, code: str, name: str, box: Box) -> int:
        """Add an area below the one of row `parent`; gives its own row."""
        self.level.append(level)
        self.parent.append(parent)
        self.code.append(code)
        self.name.append(name)
        self.box.append(box)
        return len(self.code) - 1

    def tree(self, basis: str) -> AreaTree:
        """All of them as a numbered tree."""
        outlines = [shapely.box(*box) for box in self.box]
        return number_areas(
            UnnumberedAreas(
                level=np.array(self.level, dtype=np.int8),
                parent=np.array(self.parent, dtype=np.int64),
                code=np.array(self.code, dtype=object),
                name=np.array(self.name, dtype=object),
                outline=np.array(outlines, dtype=object),
                basis=np.array([basis] * len(self.code), dtype=object),
            ),
            GRID_VERSION,
        )


def area_tree(deepest: int = len(SPLITS)) -> AreaTree:
    """All six levels, or those down to `deepest` (the city is 0)."""
    outlines = Outlines()

    def add(level: int, parent: int, code: str, box: Box) -> None:
        name = "小城" if level == 0 else f"第{code[-2:].lstrip('0')}{ZH_LEVELS[level]}"
        row = outlines.add(level, parent, code, name, box)
        if level == deepest or (level and not code.endswith("01")):
            return
        wide, high = SPLITS[level]
        west, south, east, north = box
        step, rise = (east - west) / wide, (north - south) / high
        for place in range(wide * high):
            x, y = place % wide, place // wide
            inner = (west + x * step, south + y * rise, west + (x + 1) * step, south + (y + 1) * rise)
            add(level + 1, row, f"{code}{place + 1:02d}", inner)

    add(0, NO_PARENT, "41", WHOLE)
    return outlines.tree("derived")
