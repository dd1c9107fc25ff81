"""Loads in processes of their own, which end in the middle of a file as by an abort inside a reader's library."""

from __future__ import annotations

import multiprocessing
import os
import sys
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any
from unittest import mock

from queries.city import City
from queries.reading.formats import opened_file

FORKS = multiprocessing.get_context("forkserver")
FORKS.set_forkserver_preload([__name__])  # imported once for all of them
ENDS = 9
DEADLY = b"\n3,"


@dataclass(frozen=True)
class Ended:
    """How a process ended, and what it wrote to stderr."""

    returncode: int | None
    stderr: str


def load(folder: Path, *names: str, at_once: bool = False) -> Ended:
    """Start a process that opens the city, as after every death, and loads files from beside its folder. It ends when
    it reads rows of a DEADLY file, or `at_once` when it opens it."""
    said = folder.parent / "stderr"
    files = [folder.parent / name for name in names]
    process = FORKS.Process(target=_load, args=(folder, files, at_once, said))
    process.start()
    process.join(60)
    ended = Ended(process.exitcode, said.read_text())
    process.kill()
    process.join()
    process.close()
    return ended


def _load(folder: Path, files: list[Path], at_once: bool, said: Path) -> None:
    deadly = mock.patch("queries.loading.inputs.opened_inputs.opened_file", _deadly(at_once))
    with said.open("w", buffering=1) as sys.stderr, deadly, City.open(folder, recover=True) as city:
        sys.stderr.write("\n".join(city.acts.recovered))
        for file in files:
            city.acts.load(file)


def _deadly(at_once: bool) -> Callable[..., Any]:
    @contextmanager
    def deadly(path: Any, name: str, *others: Any, **named: Any) -> Iterator[Any]:
        with opened_file(path, name, *others, **named) as opened:
            is_deadly = DEADLY in Path(path).read_bytes()
            if is_deadly and at_once:
                os._exit(ENDS)
            yield replace(opened, read=lambda wanted: os._exit(ENDS)) if is_deadly else opened

    return deadly
