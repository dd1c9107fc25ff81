"""An open segment: a file in landing/ that deliveries of one source are appended to until it is sealed.

Appending and flushing are separate steps, so that deliveries that come at the same time wait for one flush.
"""

from __future__ import annotations

import errno
import os
import threading
from datetime import UTC, datetime
from pathlib import Path

from queries.errors import IntakeFull
from queries.landing.folder import LANDING, SEGMENT_ENDING, flush
from queries.landing.frames import heading

_FULL = frozenset({errno.ENOSPC, errno.EDQUOT, errno.EFBIG})


class OpenSegment:
    """Safe to use from many threads. `rows` are those that are flushed; `broken` once a write or flush has failed for
    good: it takes nothing more, and what it holds up to `flushed` stays."""

    def __init__(self, folder: Path, source: str, kind: str) -> None:
        """Make the file. Raises IntakeFull."""
        self.source, self.kind = source, kind
        self.rows = self._written_rows = self.flushed = self._written = 0
        self.broken = False
        self._appending, self._flushing = threading.Lock(), threading.Lock()
        try:
            self.path, self._descriptor = _new_file(folder / LANDING)
        except OSError as error:
            raise _refusal(error) from error
        try:
            self.flush(self.append(heading(source, kind), 0))
            flush(self.path.parent)
        except (OSError, IntakeFull) as error:
            self.close()
            self.discard()
            raise error if isinstance(error, IntakeFull) else _refusal(error) from error

    @property
    def batch(self) -> str:
        """The name under which its rows will be known."""
        return self.path.name.removesuffix(SEGMENT_ENDING)

    @property
    def size(self) -> int:
        """Bytes appended so far."""
        return self._written

    @property
    def appended_rows(self) -> int:
        """Rows appended so far, flushed or not."""
        return self._written_rows

    def append(self, frame: bytes, rows: int) -> int:
        """Write a frame; the offset up to which `flush` must be called before it is safe. Raises IntakeFull."""
        with self._appending:
            if self.broken:
                raise IntakeFull("The segment could not be written; send the rows again.")
            try:
                _write(self._descriptor, frame)
            except OSError as error:
                self._cut(self._written)
                raise _refusal(error) from error
            self._written += len(frame)
            self._written_rows += rows
            return self._written

    def flush(self, upto: int) -> None:
        """Wait until all before `upto` is on the disk; one thread flushes for all that wait. Raises IntakeFull."""
        with self._flushing:
            if self.flushed >= upto:
                return
            if self.broken:
                raise IntakeFull("The segment could not be written; send the rows again.")
            with self._appending:
                written, rows = self._written, self._written_rows
            try:
                os.fdatasync(self._descriptor)
            except OSError as error:
                self.broken = True
                self._cut(self.flushed)
                raise _refusal(error) from error
            self.flushed, self.rows = written, rows

    def close(self) -> None:
        """Flush what can be flushed and close the file; a second call does nothing."""
        try:
            if not self.broken:
                self.flush(self._written)
        except IntakeFull:
            pass  # whoever waits for it gets the error from a flush of their own
        finally:
            with self._flushing, self._appending:
                self.broken = True
                if self._descriptor >= 0:
                    os.close(self._descriptor)
                self._descriptor = -1

    def discard(self) -> None:
        """Remove a closed segment that holds no rows."""
        self.path.unlink(missing_ok=True)

    def _cut(self, size: int) -> None:
        try:
            os.ftruncate(self._descriptor, size)
            os.lseek(self._descriptor, size, os.SEEK_SET)
        except OSError:
            self.broken = True


def _new_file(landing: Path) -> tuple[Path, int]:
    landing.mkdir(parents=True, exist_ok=True, mode=0o700)
    number = 0
    while True:
        number += 1
        name = f"{datetime.now(UTC):%Y%m%dT%H%M%S.%fZ}-{os.getpid():x}-{number}"
        path = landing / (name + SEGMENT_ENDING)
        try:
            return path, os.open(path, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
        except FileExistsError:
            continue


def _write(descriptor: int, data: bytes) -> None:
    left = memoryview(data)
    while left:
        left = left[os.write(descriptor, left) :]


def _refusal(error: OSError) -> IntakeFull:
    if error.errno in _FULL:
        return IntakeFull("The disk is full; nothing of this delivery was accepted, send it again later.")
    return IntakeFull(f"The delivery could not be written down ({error.strerror}); nothing of it was accepted.")
