"""Outlines of areas as an uncompressed file that is mapped into memory: those that nobody looks at take none."""

from __future__ import annotations

import mmap
from collections.abc import Callable
from pathlib import Path

import pyarrow as pa

from geodata.areas.derived_folder import DerivedFolder
from geodata.areas.packed_outlines import PackedOutlines

FOLDER = "outlines"
_METHOD = "1"
_FILE, _COLUMN = "outlines.arrow", "geometry"


def outlines_of(areas_file: Path, grid_version: str, read: Callable[[], pa.BinaryArray]) -> PackedOutlines:
    """The outlines (WKB, in number order) of a grid version of an areas file: mapped, or where they cannot be kept as
    `read` gives them."""
    found: list[pa.BinaryArray] = []

    def write(folder: Path) -> None:
        found.append(read())
        table = pa.table({_COLUMN: found[0]})
        with pa.OSFile(str(folder / _FILE), "wb") as file, pa.ipc.new_file(file, table.schema) as writer:
            writer.write_table(table)

    folder = DerivedFolder(areas_file, FOLDER, _METHOD).get(grid_version, write)
    if folder is None:
        return PackedOutlines(found[0] if found else read())
    with (folder / _FILE).open("rb") as file:
        mapped = mmap.mmap(file.fileno(), 0, access=mmap.ACCESS_READ)
    [kept] = pa.ipc.open_file(pa.py_buffer(mapped)).read_all().column(_COLUMN).chunks
    return PackedOutlines(kept, mapped)
