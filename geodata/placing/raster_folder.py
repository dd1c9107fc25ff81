"""Lookup rasters on disk: built once for an areas file, then mapped into memory instead of being built at every start.

The raster of a city of a hundred thousand areas takes seconds and twice its own size to build. A mapped one is there at
once, takes only the memory of the parts that points fall into, and the system may take that back.
"""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import Any

import numpy as np
from numpy.typing import NDArray

from geodata.areas.derived_folder import DerivedFolder
from geodata.placing.border_edges import Edges
from geodata.placing.lookup_raster import LookupRaster

FOLDER = "placing"
_METHOD = "3"
_CORNER = "corner"


class RasterFolder:
    """The raster of one areas file, in the folder `placing` beside it."""

    def __init__(self, areas_file: Path) -> None:
        self._folder = DerivedFolder(areas_file, FOLDER, _METHOD)

    def get(self, grid_version: str, build: Callable[[], LookupRaster]) -> LookupRaster:
        """The raster of a grid version of the areas file: mapped, or built and kept. Where it cannot be kept, on a
        full or read-only disk say, the one that was built."""
        built: list[LookupRaster] = []

        def write(folder: Path) -> None:
            built.append(build())
            _write(built[0], folder)

        folder = self._folder.get(grid_version, write)
        if folder is not None:
            return _mapped(folder)
        return built[0] if built else build()


def _write(raster: LookupRaster, folder: Path) -> None:
    edges = raster.edges
    corner = np.array([raster.west, raster.south, *raster.step])
    kept: dict[str, NDArray[Any]] = {
        "pixels": raster.pixels,
        "ends": edges.ends,
        "left": edges.left,
        "right": edges.right,
        _CORNER: corner,
    }
    for name, array in kept.items():
        np.save(folder / f"{name}.npy", array)


def _mapped(folder: Path) -> LookupRaster:
    pixels, ends, left, right = (
        np.load(folder / f"{name}.npy", mmap_mode="r") for name in ("pixels", "ends", "left", "right")
    )
    west, south, *step = np.load(folder / f"{_CORNER}.npy").tolist()
    return LookupRaster(pixels, west, south, (step[0], step[1]), Edges(ends, left, right))
