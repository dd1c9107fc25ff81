"""Growth: the cell layer over synthetic cities of ten thousand, a hundred thousand and a million cells, one view."""

from __future__ import annotations

from pathlib import Path

import numpy as np
import shapely
from numpy.typing import NDArray

from benchmarks.maps.measure import Screen, measured
from benchmarks.maps.server import Cells, serving
from geodata.areas.area_tree import AreaTree

SIZES = {"10k": 10_000, "107k": 107_158, "1m": 1_000_000}
BOX = (112.7, 34.25, 114.3, 35.05)  # as large as Zhengzhou, degrees WGS-84
SCREEN, ZOOM = Screen(1920, 1080), 10.0
REPEATS = 3


def synthetic(cells: int) -> AreaTree:
    """A city of one level below the root: a lattice of four-sided cells with corners moved about, about so many."""
    west, south, east, north = BOX
    columns = round(np.sqrt(cells * (east - west) / (north - south)))
    rows = round(cells / columns)
    x, y = np.meshgrid(np.linspace(west, east, columns + 1), np.linspace(south, north, rows + 1))
    random = np.random.default_rng(7)
    inner = (slice(1, -1), slice(1, -1))
    x[inner] += random.uniform(-0.3, 0.3, x[inner].shape) * (east - west) / columns
    y[inner] += random.uniform(-0.3, 0.3, y[inner].shape) * (north - south) / rows
    corners = [(slice(None, -1), slice(None, -1)), (slice(None, -1), slice(1, None)), (slice(1, None), slice(1, None))]
    corners += [(slice(1, None), slice(None, -1)), corners[0]]
    rings = np.stack([np.stack([x[at].ravel(), y[at].ravel()], axis=-1) for at in corners], axis=1)
    outlines = np.asarray(shapely.polygons(np.round(rings, 7)), dtype=object)
    root = shapely.box(*BOX)
    return _tree(np.concatenate([[root], outlines]), cells=len(outlines))


def _tree(outlines: NDArray[np.object_], *, cells: int) -> AreaTree:
    n = cells + 1
    bbox = shapely.bounds(outlines)
    names = np.array([str(number) for number in range(1, n + 1)], dtype=object)
    km2 = shapely.area(outlines) * 111.2**2 * float(np.cos(np.radians(BOX[1])))
    km2[0] = km2[1:].sum()
    return AreaTree(
        last_id=np.concatenate([[n], np.arange(2, n + 1)]).astype(np.int32),
        parent_id=np.concatenate([[0], np.ones(cells)]).astype(np.int32),
        level=np.concatenate([[0], np.ones(cells)]).astype(np.int8),
        code=names,
        name=names,
        lon=(bbox[:, 0] + bbox[:, 2]) / 2,
        lat=(bbox[:, 1] + bbox[:, 3]) / 2,
        bbox=bbox,
        area_km2=km2,
        population=np.full(n, np.nan),
        basis=np.full(n, "derived", dtype=object),
        demand_weight=np.full(n, np.nan),
        grid_version=f"synthetic-{cells}",
        load_geometries=lambda: outlines,
    )


def grown(work: Path) -> dict[str, dict[str, float]]:
    """By size: medians over some browsers of recolouring, of a pan step and of the first paint (tiles cut already)."""
    body = {}
    for name, cells in SIZES.items():
        with serving(Cells(synthetic(cells), work, ZOOM)) as address:
            measured(address, "cells", SCREEN)
            empty = measured(address, "blank", SCREEN)["memory_mb"]
            runs = [measured(address, "cells", SCREEN) for _ in range(REPEATS)]
        body[name] = {
            figure: round(float(np.median([run[figure] for run in runs])), 1)
            for figure in ("first_paint_ms", "recolour_ms", "pan_ms", "memory_mb")
        }
        body[name]["memory_mb"] = round(body[name]["memory_mb"] - empty, 1)
        print(f"map growth {name}: {body[name]}", flush=True)
    return body
