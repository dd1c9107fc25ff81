"""Temporary files that have no name, so that nothing is left of them whatever becomes of the process."""

from __future__ import annotations

import os
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import IO

_PROCESSES = Path("/proc")


@contextmanager
def nameless_file(folder: Path) -> Iterator[tuple[IO[bytes], Path]]:
    """An empty file on the disk of `folder` to write and read, and a path by which this program's processes open it.

    Where the system knows no such path the file has a name: unfinished-….part, which a start removes from landing/.
    """
    if (_PROCESSES / "self" / "fd").is_dir():
        with tempfile.TemporaryFile(dir=folder) as file:
            yield file, _PROCESSES / str(os.getpid()) / "fd" / str(file.fileno())
        return
    with tempfile.NamedTemporaryFile(prefix="unfinished-", suffix=".part", dir=folder) as file:
        yield file, Path(file.name)
