"""Tiles kept on disk: a folder of compressed files up to a size; what was not used for longest goes first."""

from __future__ import annotations

import os
import threading
from contextlib import suppress
from pathlib import Path

_ROOM = 0.9  # of the limit is left filled after clearing, so that not every new tile clears again


class TileFolder:
    """Files by name within one folder. Safe to use from many threads; a file that cannot be kept is only made again."""

    def __init__(self, folder: Path, limit_bytes: int) -> None:
        self.folder = folder
        self.limit_bytes = limit_bytes
        self._lock = threading.Lock()
        self._bytes: int | None = None

    def get(self, name: str) -> bytes | None:
        """The tile of this name, or None when it is not kept."""
        file = self.folder / name
        try:
            data = file.read_bytes()
            os.utime(file)
        except OSError:
            return None
        return data

    def put(self, name: str, data: bytes) -> None:
        """Keep a tile. A full or read-only disk, or no place for the folder, is no error: tiles are made again."""
        file = self.folder / name
        unfinished = file.with_suffix(f".{threading.get_ident()}.part")
        try:
            self.folder.parent.stat()
            file.parent.mkdir(parents=True, exist_ok=True)
            unfinished.write_bytes(data)
            unfinished.replace(file)
        except OSError:
            with suppress(OSError):
                unfinished.unlink(missing_ok=True)
            return
        with self._lock:
            self._bytes = self._measured() if self._bytes is None else self._bytes + len(data)
            if self._bytes > self.limit_bytes:
                self._clear()

    def _measured(self) -> int:
        return sum(size for _, size, _ in self._kept())

    def _kept(self) -> list[tuple[float, int, Path]]:
        found = []
        for file in self.folder.rglob("*"):
            with suppress(OSError):
                about = file.stat()
                if file.is_file():
                    found.append((about.st_mtime, about.st_size, file))
        return found

    def _clear(self) -> None:
        kept = sorted(self._kept())
        left = sum(size for _, size, _ in kept)
        for _, size, file in kept:
            if left <= self.limit_bytes * _ROOM:
                break
            with suppress(OSError):
                file.unlink()
            left -= size
        self._bytes = left
