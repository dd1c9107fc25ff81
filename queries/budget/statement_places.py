"""How many statements run at once: few that are known to be dear, so that cheap ones do not wait behind them."""

from __future__ import annotations

import os
import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager

from cachetools import LRUCache

from queries.budget.time_budget import TimeBudget
from queries.errors import NoPlace

DEAR_S = 0.5
"""A statement that has taken longer than this is dear: its next runs get in line with the other dear ones."""
MOST_WAITING = 24
"""Dear statements that wait for their turn; whoever comes then is to ask again later."""
REMEMBERED = 2048
_LOOK_EVERY_S = 0.1


class StatementPlaces:
    """Places for running statements, counted by text: what a statement took last time says whether it is dear.

    A statement that turns out to be dear while it runs gives its place among the cheap ones free. cheap, dear: how many
    of each run at once; by default some for each processor.
    """

    def __init__(self, cheap: int | None = None, dear: int | None = None) -> None:
        processors = os.cpu_count() or 1
        self._cheap, self._dear = cheap or max(4, 2 * processors), dear or max(2, processors)
        self._seconds: LRUCache[str, float] = LRUCache(REMEMBERED)
        self._running: dict[object, tuple[str, float]] = {}
        self._waiting = 0
        self._changed = threading.Condition()

    @contextmanager
    def place(self, statement: str, budget: TimeBudget) -> Iterator[None]:
        """Run a statement within the block. Raises NoPlace when too many dear ones wait already, or when its turn does
        not come within the budget."""
        run = object()
        with self._changed:
            self._wait_for_turn(statement, budget)
            self._running[run] = (statement, time.monotonic())
        try:
            yield
        finally:
            with self._changed:
                _, began = self._running.pop(run)
                self._seconds[statement] = time.monotonic() - began
                self._changed.notify_all()

    def _wait_for_turn(self, statement: str, budget: TimeBudget) -> None:
        is_waiting = False
        try:
            while not self._has_place(statement):
                if self._is_dear(statement) and not is_waiting:
                    if self._waiting >= MOST_WAITING:
                        raise NoPlace
                    self._waiting, is_waiting = self._waiting + 1, True
                if (left := budget.seconds_left()) <= 0:
                    raise NoPlace
                self._changed.wait(min(left, _LOOK_EVERY_S))
        finally:
            self._waiting -= is_waiting

    def _has_place(self, statement: str) -> bool:
        now = time.monotonic()
        for text, began in self._running.values():
            if now - began > DEAR_S:
                self._seconds[text] = now - began
        dear = sum(self._is_dear(text) for text, _ in self._running.values())
        return dear < self._dear if self._is_dear(statement) else len(self._running) - dear < self._cheap

    def _is_dear(self, statement: str) -> bool:
        return self._seconds.get(statement, 0.0) > DEAR_S
