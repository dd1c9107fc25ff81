"""Border lines of a grid version kept in a file: to find them takes a second in a city of a hundred thousand areas, to
read them some hundredths."""

from __future__ import annotations

import threading
import zipfile
from collections.abc import Callable
from contextlib import suppress
from dataclasses import fields
from pathlib import Path
from typing import Any

import numpy as np

from geodata.tiles.edge_bins import EdgeBins

WHOLE_NUMBERS = ("left", "top", "columns")


def kept_edges(file: Path | None, find: Callable[[], EdgeBins]) -> EdgeBins:
    """The lines of the file; where there is none that can be read, those found, which it then keeps if the disk takes
    it."""
    kept = _read(file) if file else None
    if kept is None:
        kept = find()
        if file:
            _write(file, kept)
    return kept


def _read(file: Path) -> EdgeBins | None:
    try:
        with file.open("rb") as stream, np.load(stream, allow_pickle=False) as arrays:
            found = {field.name: arrays[field.name] for field in fields(EdgeBins)}
    except (OSError, ValueError, KeyError, EOFError, zipfile.BadZipFile):
        return None
    return EdgeBins(**found | {name: int(found[name]) for name in WHOLE_NUMBERS})


def _write(file: Path, edges: EdgeBins) -> None:
    unfinished = file.with_suffix(f".{threading.get_ident()}.part")
    try:
        file.parent.parent.parent.stat()  # a city that is gone is not made again
        file.parent.mkdir(parents=True, exist_ok=True)
        with unfinished.open("wb") as stream:
            arrays: dict[str, Any] = {field.name: getattr(edges, field.name) for field in fields(EdgeBins)}
            np.savez(stream, **arrays)
        unfinished.replace(file)
    except OSError:
        with suppress(OSError):
            unfinished.unlink(missing_ok=True)
