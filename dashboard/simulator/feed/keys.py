"""The simulator's own keys to deliver with: simulator.key in the city's folder, readable by its owner only."""

from __future__ import annotations

import json
import os
from pathlib import Path

from dashboard.access import source_keys
from dashboard.simulator.sources import SOURCES

NAME = "simulator.key"


def keys_of(folder: Path) -> dict[str, str]:
    """Source → key. Keys that the simulator lacks, or that the city does not know any more, are made."""
    stored, holders = _stored(folder), source_keys.holders(folder)
    missing = [source for source in SOURCES if source not in stored or source not in holders]
    if missing:
        stored |= {source: source_keys.create(folder, source) for source in missing}
        _write(folder, stored)
    return stored


def _stored(folder: Path) -> dict[str, str]:
    try:
        data = json.loads((folder / NAME).read_text(encoding="utf-8"))
        return {str(source): str(key) for source, key in data.items()}
    except (OSError, ValueError, AttributeError):
        return {}


def _write(folder: Path, keys: dict[str, str]) -> None:
    part = folder / f"{NAME}.{os.getpid()}"
    part.unlink(missing_ok=True)
    with os.fdopen(os.open(part, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600), "w", encoding="utf-8") as file:
        json.dump(keys, file)
    part.replace(folder / NAME)
