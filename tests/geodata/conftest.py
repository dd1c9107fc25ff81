"""Small places to stand on: a toy town of three levels, and Zhengzhou, built once."""

from __future__ import annotations

import fcntl
import json
from dataclasses import dataclass
from pathlib import Path

import numpy as np
import pytest
import shapely

from geodata.areas.area_tree import AreaTree
from geodata.areas.numbering import NO_PARENT, UnnumberedAreas, number_areas
from geodata.areas.tree_file import AREAS_FILE, read_tree
from geodata.placing.placer import Placer
from geodata.placing.raster_folder import RasterFolder
from geodata.zhengzhou.build import build_zhengzhou


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
    """Zhengzhou in a folder, and how its progress was reported."""

    folder: Path
    tree: AreaTree
    progress: list[tuple[str, float]]


@pytest.fixture(scope="session")
def zhengzhou(tmp_path_factory: pytest.TempPathFactory, worker_id: str) -> Built:
    """Built by the first of the test processes that asks; the others wait for it and read its folder."""
    own = tmp_path_factory.getbasetemp()
    shared = own if worker_id == "master" else own.parent
    folder, protocol = shared / "zhengzhou", shared / "zhengzhou.json"
    with (shared / "zhengzhou.lock").open("w") as lock:
        fcntl.flock(lock, fcntl.LOCK_EX)
        if not protocol.exists():
            progress: list[tuple[str, float]] = []
            build_zhengzhou(folder, progress=lambda step, share: progress.append((step, share)))
            Placer(read_tree(folder), RasterFolder(folder / AREAS_FILE))  # its raster, for all who place in it
            protocol.write_text(json.dumps(progress), encoding="utf-8")
    return Built(folder, read_tree(folder), json.loads(protocol.read_text(encoding="utf-8")))


@pytest.fixture(scope="session")
def zhengzhou_placer(zhengzhou: Built) -> Placer:
    return Placer(zhengzhou.tree, RasterFolder(zhengzhou.folder / AREAS_FILE))
