"""The time that the work for one asker may take: statements, waiting and Python together."""

from __future__ import annotations

import time
from collections.abc import Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from dataclasses import dataclass

from queries.errors import TooSlow


@dataclass(frozen=True)
class TimeBudget:
    """seconds: of the whole; deadline: of the monotonic clock."""

    seconds: float
    deadline: float

    @classmethod
    def beginning_now(cls, seconds: float) -> TimeBudget:
        return cls(seconds, time.monotonic() + seconds)

    def seconds_left(self) -> float:
        """What is left of it; negative when it has passed."""
        return self.deadline - time.monotonic()

    def check(self) -> None:
        """Raises TooSlow when nothing is left."""
        if self.seconds_left() <= 0:
            raise TooSlow(self.seconds)


_budget: ContextVar[TimeBudget | None] = ContextVar("time_budget", default=None)


def present_budget(seconds: float) -> TimeBudget:
    """The budget of the present work; a new one of `seconds` where none was begun."""
    return _budget.get() or TimeBudget.beginning_now(seconds)


def begin_budget(seconds: float | None) -> None:
    """From now on this thread, and what is begun in a copy of its context, works within a budget of `seconds`; None:
    each statement has a budget of its own."""
    _budget.set(None if seconds is None else TimeBudget.beginning_now(seconds))


@contextmanager
def time_budget(seconds: float) -> Iterator[TimeBudget]:
    """Within the block work has a budget of its own, whatever is left of the one outside."""
    before = _budget.get()
    budget = TimeBudget.beginning_now(seconds)
    _budget.set(budget)
    try:
        yield budget
    finally:
        _budget.set(before)
