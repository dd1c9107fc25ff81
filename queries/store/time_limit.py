"""A time limit on statements: one thread watches all that are running."""

from __future__ import annotations

import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass

import duckdb


@dataclass(eq=False)
class Watched:
    """A cursor at work. deadline: of the monotonic clock, in seconds; passed: it has been interrupted for that."""

    cursor: duckdb.DuckDBPyConnection
    deadline: float
    passed: bool = False


class TimeLimit:
    """Interrupts a cursor after `seconds` of work, but never after its block was left.

    All cursors have the same limit, so the first to begin is the first to be due, and one thread sleeps until then. It
    ends when no cursor is at work; a thread for every statement would cost 0.07 ms each.
    """

    def __init__(self, seconds: float) -> None:
        self.seconds = seconds
        self._at_work: dict[Watched, None] = {}
        self._lock = threading.Lock()
        self._watching = False

    @contextmanager
    def on(self, cursor: duckdb.DuckDBPyConnection) -> Iterator[Watched]:
        """Watch the cursor within the block."""
        with self._lock:
            if not self._watching:
                threading.Thread(target=self._watch, name="time limit", daemon=True).start()
                self._watching = True
            watched = Watched(cursor, time.monotonic() + self.seconds)
            self._at_work[watched] = None
        try:
            yield watched
        finally:
            with self._lock:
                self._at_work.pop(watched, None)

    def _watch(self) -> None:
        while (pause := self._seconds_until_due()) is not None:
            time.sleep(pause)

    def _seconds_until_due(self) -> float | None:
        """Interrupt all that are due; how long until the next one is, or None when nothing is at work."""
        with self._lock:
            while self._at_work:
                first = next(iter(self._at_work))
                if (left := first.deadline - time.monotonic()) > 0:
                    return left
                first.passed = True
                first.cursor.interrupt()
                del self._at_work[first]
            self._watching = False
            return None
