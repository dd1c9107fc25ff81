"""Where the deliveries of one source come in: its open segment, and the sealing of it."""

from __future__ import annotations

import threading
from collections import deque
from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path

from queries.landing.folder import Landed, seal_segment
from queries.landing.open_segment import OpenSegment

LARGEST = 64 << 20  # bytes after which a segment takes nothing more


@dataclass(frozen=True)
class Sealed:
    """An accepted segment and how many rows were delivered in it."""

    landed: Landed
    rows: int


class SourceQueue:
    """Of one source. Any thread may `take`; one thread, the applier's, seals."""

    def __init__(self, folder: Path, source: str, kind: str) -> None:
        self.folder, self.source, self.kind = folder, source, kind
        self._open: OpenSegment | None = None
        self._full: deque[OpenSegment] = deque()
        self._lock = threading.Lock()

    def take(self, frame: bytes, rows: int) -> tuple[str, int]:
        """Write down one delivery and wait until it is safe; the name of its segment, and how many rows stand in it
        before those of the delivery. Raises IntakeFull."""
        with self._lock:
            if self._open is not None and (self._open.broken or self._open.size > LARGEST):
                self._full.append(self._open)
                self._open = None
            if self._open is None:
                self._open = OpenSegment(self.folder, self.source, self.kind)
            segment, first = self._open, self._open.appended_rows
            upto = segment.append(frame, rows)
        segment.flush(upto)
        return segment.batch, first

    def seal(self, moment: Callable[[], datetime]) -> Sealed | None:
        """Make the oldest unsealed segment an accepted input, known at `moment()`; None when nothing waits.

        Raises IntakeFull or OSError when its manifest cannot be written; the segment then waits for the next try.
        """
        with self._lock:
            if self._open is not None and not self._full:
                self._full.append(self._open)
                self._open = None
            segment = self._full[0] if self._full else None
        if segment is None:
            return None
        segment.close()
        sealed = None
        if segment.rows:
            landed = seal_segment(self.folder, segment.batch, self.source, self.kind, moment())
            sealed = Sealed(landed, segment.rows)
        else:
            segment.discard()
        with self._lock:
            self._full.popleft()
        return sealed

    @property
    def rows(self) -> int:
        """How many rows wait to be sealed."""
        with self._lock:
            return sum(segment.rows for segment in (*self._full, self._open) if segment is not None)

    @property
    def waiting(self) -> bool:
        """Whether there is anything to seal."""
        with self._lock:
            return bool(self._full) or self._open is not None
