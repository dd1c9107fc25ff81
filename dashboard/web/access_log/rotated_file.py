"""The files of an access log, `access/access.jsonl` and older parts: for their owner only, and never more bytes than
allowed altogether."""

from __future__ import annotations

import os
import sys
from collections.abc import Callable
from contextlib import suppress
from pathlib import Path

ACCESS = "access"
PARTS = 5
Sink = Callable[[bytes], None]
"""Takes whole lines. Raises OSError where it takes none."""


class RotatedFile:
    """One thread at a time. A part that is full is put aside, and the oldest one is given up for it."""

    def __init__(self, folder: Path, most_bytes: int) -> None:
        self._folder, self._most = folder / ACCESS, most_bytes // PARTS

    def __call__(self, lines: bytes) -> None:
        """Appends lines. Raises OSError; what went in partly is taken back."""
        while lines:
            room = self._most - self._size()
            head, lines = _split(lines, room)
            if head:
                self._append(head)
            elif room < self._most:
                self._rotate()
            else:
                lines = lines.partition(b"\n")[2]  # longer than a whole part may be

    def _size(self) -> int:
        try:
            return self.part(0).stat().st_size
        except FileNotFoundError:
            return 0

    def part(self, number: int) -> Path:
        """The newest part is 0."""
        return self._folder / (f"access.{number}.jsonl" if number else "access.jsonl")

    def _rotate(self) -> None:
        for number in range(PARTS - 2, -1, -1):
            with suppress(FileNotFoundError):
                self.part(number).replace(self.part(number + 1))

    def _append(self, lines: bytes) -> None:
        self._folder.mkdir(mode=0o700, exist_ok=True)
        descriptor = os.open(self.part(0), os.O_WRONLY | os.O_CREAT | os.O_APPEND, 0o600)
        try:
            size = os.fstat(descriptor).st_size
            if os.write(descriptor, lines) != len(lines):
                os.ftruncate(descriptor, size)
                raise OSError(f"{self.part(0)} takes no more")
        finally:
            os.close(descriptor)


def to_stderr(lines: bytes) -> None:
    """For whoever collects what the server says."""
    sys.stderr.write(lines.decode("ascii"))
    sys.stderr.flush()


def _split(lines: bytes, room: int) -> tuple[bytes, bytes]:
    """As many whole lines as have room, and the others."""
    if len(lines) <= room:
        return lines, b""
    end = lines.rfind(b"\n", 0, max(room, 0)) + 1
    return lines[:end], lines[end:]
