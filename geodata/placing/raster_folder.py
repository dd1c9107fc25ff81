"""Lookup rasters on disk: built once for an areas file, then mapped into memory instead of being built at every start.

The raster of a city of a hundred thousand areas takes seconds and twice its own size to build. A mapped one is there at
once, takes only the memory of the parts that points fall into, and the system may take that back.
"""

from __future__ import annotations

import hashlib
import shutil
import tempfile
import zipfile
import zlib
from collections.abc import Callable
from contextlib import suppress
from pathlib import Path
from typing import Any

import numpy as np
from numpy.typing import NDArray

from geodata.placing.border_edges import Edges
from geodata.placing.lookup_raster import LookupRaster

FOLDER = "placing"
_METHOD = "2"
"""To be changed with the way in which rasters are built or written."""
_MAPPED = ("pixels", "ends", "left", "right")
_ABOUT = "about.npz"
_PIECE = 1 << 20


class RasterFolder:
    """The raster of one areas file, in the folder `placing` beside it."""

    def __init__(self, areas_file: Path) -> None:
        self._areas_file = areas_file

    def get(self, grid_version: str, build: Callable[[], LookupRaster]) -> LookupRaster:
        """The raster of a grid version of the areas file: mapped, or built and kept. Where it cannot be kept, on a
        full or read-only disk say, the one that was built."""
        try:
            folder = self._folder_of(grid_version)
        except OSError:  # a tree without a file
            return build()
        kept = _mapped(folder)
        if kept is not None:
            return kept
        built = build()
        try:
            _keep(built, folder)
        except OSError:
            return built
        return _mapped(folder) or built

    def _folder_of(self, grid_version: str) -> Path:
        with self._areas_file.open("rb") as file:
            digest = hashlib.file_digest(file, "sha256")
        digest.update(f"{grid_version} {_METHOD}".encode())
        return self._areas_file.parent / FOLDER / digest.hexdigest()[:16]


def _keep(raster: LookupRaster, folder: Path) -> None:
    """Write a raster into `folder`, whole or not at all; the rasters of other areas beside it go."""
    folder.parent.mkdir(exist_ok=True)
    unfinished = Path(tempfile.mkdtemp(prefix="unfinished-", dir=folder.parent))
    try:
        arrays: dict[str, NDArray[Any]] = {
            "pixels": raster.pixels,
            "ends": raster.edges.ends,
            "left": raster.edges.left,
            "right": raster.edges.right,
        }
        for name in _MAPPED:
            np.save(unfinished / f"{name}.npy", arrays[name])
        corner = np.array([raster.west, raster.south, *raster.step])
        np.savez(unfinished / _ABOUT, corner=corner, checksums=np.array(_checksums(unfinished)))
        for other in folder.parent.iterdir():
            if other != unfinished and not other.name.startswith("unfinished-"):
                shutil.rmtree(other, ignore_errors=True)
        unfinished.rename(folder)
    except BaseException:
        shutil.rmtree(unfinished, ignore_errors=True)
        raise


def _mapped(folder: Path) -> LookupRaster | None:
    """The raster that a folder keeps; None where there is none or where it is damaged."""
    with suppress(OSError, ValueError, KeyError, EOFError, zipfile.BadZipFile):
        with (folder / _ABOUT).open("rb") as file, np.load(file) as about:
            checksums, corner = about["checksums"].tolist(), about["corner"].tolist()
        if checksums == _checksums(folder):
            pixels, ends, left, right = (np.load(folder / f"{name}.npy", mmap_mode="r") for name in _MAPPED)
            west, south, *step = corner
            return LookupRaster(pixels, west, south, (step[0], step[1]), Edges(ends, left, right))
    return None


def _checksums(folder: Path) -> list[int]:
    return [_checksum(folder / f"{name}.npy") for name in _MAPPED]


def _checksum(file: Path) -> int:
    found = 0
    with file.open("rb") as opened:
        while piece := opened.read(_PIECE):
            found = zlib.crc32(piece, found)
    return found
