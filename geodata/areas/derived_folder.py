"""What is derived from an areas file and kept beside it, so that it is made once and then mapped into memory.

A mapped file is there at once, takes only the memory of the parts that are used, and the system may take that back.
"""

from __future__ import annotations

import hashlib
import json
import shutil
import tempfile
import zlib
from collections.abc import Callable
from contextlib import suppress
from pathlib import Path

_CHECKSUMS = "checksums.json"
_PIECE = 1 << 20


class DerivedFolder:
    """A folder `name` beside one areas file, with what one kind of writing makes of it. method: to be changed with the
    way in which its files are made or written."""

    def __init__(self, areas_file: Path, name: str, method: str) -> None:
        self._areas_file, self._name, self._method = areas_file, name, method

    def get(self, grid_version: str, write: Callable[[Path], None]) -> Path | None:
        """The folder with the files of a grid version: kept whole and undamaged, else made by `write`, which is given
        an empty folder. None where it cannot be kept: a tree without a file, a full or read-only disk. What is kept of
        other areas goes."""
        try:
            folder = self._folder_of(grid_version)
            if not _is_whole(folder):
                _keep(folder, write)
        except OSError:
            return None
        return folder

    def _folder_of(self, grid_version: str) -> Path:
        with self._areas_file.open("rb") as file:
            digest = hashlib.file_digest(file, "sha256")
        digest.update(f"{grid_version} {self._method}".encode())
        return self._areas_file.parent / self._name / digest.hexdigest()[:16]


def _keep(folder: Path, write: Callable[[Path], None]) -> None:
    """Whole or not at all."""
    folder.parent.mkdir(exist_ok=True)
    unfinished = Path(tempfile.mkdtemp(prefix="unfinished-", dir=folder.parent))
    try:
        write(unfinished)
        (unfinished / _CHECKSUMS).write_text(json.dumps(_checksums(unfinished)), encoding="utf-8")
        for other in folder.parent.iterdir():
            if other != unfinished and not other.name.startswith("unfinished-"):
                shutil.rmtree(other, ignore_errors=True)
        unfinished.rename(folder)
    except BaseException:
        shutil.rmtree(unfinished, ignore_errors=True)
        raise


def _is_whole(folder: Path) -> bool:
    with suppress(OSError, ValueError):
        kept: object = json.loads((folder / _CHECKSUMS).read_bytes())
        return kept == _checksums(folder)
    return False


def _checksums(folder: Path) -> dict[str, int]:
    """By name of file."""
    return {file.name: _checksum(file) for file in sorted(folder.iterdir()) if file.name != _CHECKSUMS}


def _checksum(file: Path) -> int:
    found = 0
    with file.open("rb") as opened:
        while piece := opened.read(_PIECE):
            found = zlib.crc32(piece, found)
    return found
