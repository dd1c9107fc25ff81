"""Files during whose reading the process died: tried once more, then set aside for good, so that none can end a city.

`reading.json` in the city's folder names the files that are being read, by their content, and stays when the process
dies; `set_aside.json` holds those that have ended it too often.
"""

from __future__ import annotations

import json
import threading
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


_writing = threading.Lock()


@contextmanager
def being_read(folder: Path, landed: Landed) -> Iterator[None]:
    """Within the block this process reads an accepted input of the city.

    Raises InputSetAside for a file whose content is set aside, or whose reading has ended MOST_DEATHS processes.
    """
    if landed.kind != FILE:
        yield
        return
    if not _begin(folder, landed):
        raise InputSetAside(landed.file, MOST_DEATHS)
    try:
        yield
    finally:
        _end(folder, landed)


def _begin(folder: Path, landed: Landed) -> bool:
    """Write down that a file is being read; False, and set aside, when that has ended the process too often."""
    with _writing:
        known, reading = _read(folder / SET_ASIDE), _being_read(folder)
        if landed.sha256 in known:
            return False
        before = reading.pop(landed.sha256, None)
        deaths = before["deaths"] + 1 if before else 0
        if deaths < MOST_DEATHS:
            _write(folder / READING, reading | {landed.sha256: {"file": landed.file, "deaths": deaths}})
            return True
        _write(folder / SET_ASIDE, known | {landed.sha256: {"file": landed.file, "source": landed.source}})
        _keep(folder, reading)
        return False


def _end(folder: Path, landed: Landed) -> None:
    with _writing:
        reading = _being_read(folder)
        reading.pop(landed.sha256, None)
        _keep(folder, reading)


def _being_read(folder: Path) -> dict[str, Any]:
    """The files that are, or were, being read; what an older version wrote of a single one is left out."""
    return {sha256: about for sha256, about in _read(folder / READING).items() if isinstance(about, dict)}


def _keep(folder: Path, reading: dict[str, Any]) -> None:
    if reading:
        _write(folder / READING, reading)
    else:
        (folder / READING).unlink(missing_ok=True)


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
