"""A time limit on statements: one thread watches all that are running."""

from __future__ import annotations

import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass

import duckdb

from queries.budget.time_budget import present_budget

AGAIN_S = 0.1


@dataclass(eq=False)
class Watched:
    """A cursor at work. deadline: of the monotonic clock, in seconds; passed: it has been interrupted for that;
    seconds: the whole budget that it belongs to."""

    cursor: duckdb.DuckDBPyConnection
    deadline: float
    seconds: float
    passed: bool = False


class TimeLimit:
    """Interrupts a cursor when the time budget of its work has passed, but never after its block was left. Work without
    a budget has one of `seconds` for each statement.

    One thread sleeps until the next deadline. It ends when no cursor is at work; a thread for every statement would
    cost 0.07 ms each.
    """

    def __init__(self, seconds: float) -> None:
        self.seconds = seconds
        self._at_work: dict[Watched, None] = {}
        self._changed = threading.Condition()
        self._next: float | None = None

    @contextmanager
    def on(self, cursor: duckdb.DuckDBPyConnection) -> Iterator[Watched]:
        """Watch the cursor within the block. Raises TooSlow when the budget has passed already."""
        budget = present_budget(self.seconds)
        budget.check()
        watched = Watched(cursor, budget.deadline, budget.seconds)
        with self._changed:
            self._at_work[watched] = None
            if self._next is None:
                self._next = watched.deadline
                threading.Thread(target=self._watch, name="time limit", daemon=True).start()
            elif watched.deadline < self._next:
                self._changed.notify()
        try:
            yield watched
        finally:
            with self._changed:
                self._at_work.pop(watched, None)

    def _watch(self) -> None:
        with self._changed:
            while (due := self._next_deadline()) is not None:
                self._next = due
                self._changed.wait(due - time.monotonic())
            self._next = None

    def _next_deadline(self) -> float | None:
        """Interrupt all that are due; when the next one is, or None when nothing is at work.

        An interrupt is lost on a cursor that has not begun its statement yet, so it is sent until the block is left.
        """
        now = time.monotonic()
        for watched in [one for one in self._at_work if one.deadline <= now]:
            watched.passed, watched.deadline = True, now + AGAIN_S
            watched.cursor.interrupt()
        return min((one.deadline for one in self._at_work), default=None)
