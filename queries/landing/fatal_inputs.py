"""Files during whose reading the process died: tried once more, then set aside for good, so that none can end a city.

`reading.json` in the city's folder stands there while a file is read, and stays when the process dies; `set_aside.json`
holds the files that have ended it too often, by their content.
"""

from __future__ import annotations

import json
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

from queries.errors import InputSetAside
from queries.landing.folder import FILE, Landed

READING = "reading.json"
SET_ASIDE = "set_aside.json"
MOST_DEATHS = 2
"""One death may be chance: a machine switched off, a process killed."""


@contextmanager
def being_read(folder: Path, landed: Landed) -> Iterator[None]:
    """Within the block this process reads an accepted input of the city. Only one is read at a time.

    Raises InputSetAside for a file whose content is set aside, or whose reading has ended MOST_DEATHS processes.
    """
    if landed.kind != FILE:
        yield
        return
    known = _read(folder / SET_ASIDE)
    if landed.sha256 not in known:
        before = _read(folder / READING)
        deaths = before["deaths"] + 1 if before.get("sha256") == landed.sha256 else 0
        if deaths < MOST_DEATHS:
            _write(folder / READING, {"sha256": landed.sha256, "file": landed.file, "deaths": deaths})
            try:
                yield
            finally:
                (folder / READING).unlink(missing_ok=True)
            return
        _write(folder / SET_ASIDE, known | {landed.sha256: {"file": landed.file, "source": landed.source}})
        (folder / READING).unlink(missing_ok=True)
    raise InputSetAside(landed.file, MOST_DEATHS)


def read_again(folder: Path, landed: Landed) -> None:
    """Take back that a file was set aside: it is read as if for the first time."""
    known = _read(folder / SET_ASIDE)
    if known.pop(landed.sha256, None):
        _write(folder / SET_ASIDE, known)


def _read(path: Path) -> dict[str, Any]:
    try:
        found: dict[str, Any] = json.loads(path.read_text(encoding="utf-8"))
    except (FileNotFoundError, ValueError):  # a process that died while it wrote it
        return {}
    return found


def _write(path: Path, values: dict[str, Any]) -> None:
    unfinished = path.with_suffix(".unfinished")
    unfinished.write_text(json.dumps(values, ensure_ascii=False), encoding="utf-8")
    unfinished.replace(path)
