"""The scope of an asker: which part of the city, and which personal data, may be seen."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from dataclasses import dataclass
from typing import Literal

Persons = Literal["masked", "clear"]


@dataclass(frozen=True)
class LineOfBusiness:
    """The cases of some categories (of any level), and those that came by some channels. zh, en: its name."""

    zh: str
    en: str
    categories: tuple[str, ...] = ()
    channels: tuple[str, ...] = ()


@dataclass(frozen=True)
class Scope:
    """What the asker may see. It is a part of every question, so that no cache gives one asker another's answer.

    areas: intervals (first, last) of area numbers, both inclusive; None: the whole city.
    lines_of_business: those whose cases may be seen; None: all cases.
    persons: whether personal data in texts are masked or may be seen in clear.
    closed_lines: lines whose cases count but cannot be opened: each is known without its texts, no nearer than the area
    above its deepest one, its point in the middle of that, and in no special grid, so that no difference of two numbers
    tells where it was.
    statements: whether the statements behind numbers may be seen.
    """

    areas: tuple[tuple[int, int], ...] | None = None
    lines_of_business: tuple[LineOfBusiness, ...] | None = None
    persons: Persons = "masked"
    closed_lines: tuple[LineOfBusiness, ...] = ()
    statements: bool = False

    @property
    def hides_rows(self) -> bool:
        """Whether anything of the city's cases, units or devices is not there for the asker."""
        return self.areas is not None or self.lines_of_business is not None

    @property
    def restricts(self) -> bool:
        """Whether the asker sees less than the city holds."""
        return self.hides_rows or bool(self.closed_lines)

    def meets(self, first: int, last: int) -> bool:
        """Whether anything of an area with these numbers may be seen."""
        return self.areas is None or any(low <= last and first <= high for low, high in self.areas)

    def covers(self, first: int, last: int) -> bool:
        """Whether the whole of an area with these numbers may be seen, adjoining intervals being one."""
        return self.areas is None or any(low <= first and last <= high for low, high in self.areas)


WHOLE_CITY = Scope(statements=True)
"""Everything of the city but personal data."""

_answering: ContextVar[Scope | None] = ContextVar("answering", default=None)


@contextmanager
def answering(scope: Scope) -> Iterator[None]:
    """Within the block this thread works for an asker with this scope."""
    with _working_for(scope):
        yield


@contextmanager
def of_the_city() -> Iterator[None]:
    """Within the block this thread works for the city itself, whoever waits for it: what it finds must not reach the
    asker unless it is the same for everybody."""
    with _working_for(None):
        yield


@contextmanager
def _working_for(scope: Scope | None) -> Iterator[None]:
    before = _answering.set(scope)
    try:
        yield
    finally:
        _answering.reset(before)


def scope_answered() -> Scope | None:
    """The scope of the asker for whom this thread works; None outside of `answering`."""
    return _answering.get()


def restriction_answered() -> Scope | None:
    """The same, where it hides anything of the city; else None."""
    scope = _answering.get()
    return scope if scope is not None and scope.restricts else None
