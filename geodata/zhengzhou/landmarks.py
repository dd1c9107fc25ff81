"""The demo city's special grids: unions of whole micro-grids around named places, simulated."""

from __future__ import annotations

import tomllib
from pathlib import Path

import numpy as np
import shapely

from geodata.areas import AreaTree
from geodata.special_grids import SpecialGrids
from geodata.zhengzhou.streets import NARROWING

_FILE = Path(__file__).with_name("landmarks.toml")


def derive_special_grids(tree: AreaTree) -> SpecialGrids:
    """Each landmark as the union of the micro-grids nearest to its point (ties: lowest number)."""
    landmarks = tomllib.loads(_FILE.read_text(encoding="utf-8"))["landmarks"]
    leaves = tree.area_id[tree.last_id == tree.area_id]
    lon, lat = tree.lon[leaves - 1], tree.lat[leaves - 1]
    outlines = []
    for landmark in landmarks:
        away = np.hypot((lon - landmark["lon"]) * NARROWING, lat - landmark["lat"])
        nearest = leaves[np.argsort(away, kind="stable")[: landmark["cells"]]]
        outlines.append(shapely.coverage_union_all(tree.geometry(nearest)))
    code, name, kind = (np.array([row[key] for row in landmarks], dtype=object) for key in ("code", "name", "kind"))
    basis = np.full(len(landmarks), "derived", dtype=object)
    return SpecialGrids(code, name, kind, basis, np.array(outlines, dtype=object))
