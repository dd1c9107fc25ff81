"""Small places to stand on: a toy town of three levels, and Zhengzhou, built once."""

from __future__ import annotations

import time
from dataclasses import dataclass
from pathlib import Path

import numpy as np
import pytest
import shapely

from geodata.areas import AreaTree
from geodata.numbering import NO_PARENT, UnnumberedAreas, number_areas
from geodata.placing import Placer
from geodata.zhengzhou import build_zhengzhou


def tree_of(rows: list[tuple[str, str | None, int, shapely.Geometry]], grid_version: str = "1") -> AreaTree:
    """A tree of (code, code of the parent, level, outline); names are the codes in capitals."""
    codes = [code for code, *_ in rows]
    parents = [NO_PARENT if parent is None else codes.index(parent) for _, parent, *_ in rows]
    return number_areas(
        UnnumberedAreas(
            level=np.array([level for *_, level, _ in rows], dtype=np.int8),
            parent=np.array(parents),
            code=np.array(codes, dtype=object),
            name=np.array([code.upper() for code in codes], dtype=object),
            outline=np.array([outline for *_, outline in rows], dtype=object),
            basis=np.full(len(rows), "given", dtype=object),
        ),
        grid_version,
    )


@pytest.fixture(scope="session")
def town() -> AreaTree:
    """A square town: west has two blocks that fill it, east has one block in a corner, and no more."""
    box = shapely.box
    return tree_of(
        [
            ("town", None, 0, box(0, 0, 4, 4)),
            ("west", "town", 1, box(0, 0, 2, 4)),
            ("east", "town", 1, box(2, 0, 4, 4)),
            ("w-south", "west", 2, box(0, 0, 2, 2)),
            ("w-north", "west", 2, box(0, 2, 2, 4)),
            ("e-corner", "east", 2, box(3, 3, 4, 4)),
        ]
    )


@dataclass(frozen=True)
class Built:
    """Zhengzhou in a folder, and what was told while it was built."""

    folder: Path
    tree: AreaTree
    told: list[tuple[str, float]]
    seconds: float


@pytest.fixture(scope="session")
def zhengzhou(tmp_path_factory: pytest.TempPathFactory) -> Built:
    folder = tmp_path_factory.mktemp("city") / "zhengzhou"
    told: list[tuple[str, float]] = []
    began = time.perf_counter()
    tree = build_zhengzhou(folder, progress=lambda step, share: told.append((step, share)))
    return Built(folder, tree, told, time.perf_counter() - began)


@pytest.fixture(scope="session")
def zhengzhou_placer(zhengzhou: Built) -> Placer:
    return Placer(zhengzhou.tree)
