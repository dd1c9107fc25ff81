"""The scope of an asker: which part of the city, and which personal data, may be seen."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from dataclasses import dataclass
from typing import Literal

from queries.errors import ScopeNotEnforced

Persons = Literal["masked", "clear"]


@dataclass(frozen=True)
class Scope:
    """What the asker may see. It is a part of every question, so that no cache gives one asker another's answer.

    areas: intervals (first, last) of area numbers, both inclusive; None: the whole city.
    lines_of_business: the names of those whose cases may be seen; None: all.
    persons: whether personal data in texts are masked or may be seen in clear.
    smallest_count: a count below it is not shown; 1 shows every count.
    statements: whether the statements behind numbers may be seen.
    """

    areas: tuple[tuple[int, int], ...] | None = None
    lines_of_business: tuple[str, ...] | None = None
    persons: Persons = "masked"
    smallest_count: int = 1
    statements: bool = False

    @property
    def restricts(self) -> bool:
        """Whether it hides a part of the city or small counts."""
        return self.areas is not None or self.lines_of_business is not None or self.smallest_count > 1


WHOLE_CITY = Scope(statements=True)
"""Everything of the city but personal data."""

_answering: ContextVar[Scope | None] = ContextVar("answering", default=None)


def refuse_restricting(scope: Scope) -> None:
    """Raises ScopeNotEnforced for a scope that restricts what may be seen: no answer would obey it yet."""
    if scope.restricts:
        raise ScopeNotEnforced(scope)


@contextmanager
def answering(scope: Scope) -> Iterator[None]:
    """Within the block this thread works for an asker with this scope. Raises ScopeNotEnforced."""
    refuse_restricting(scope)
    before = _answering.set(scope)
    try:
        yield
    finally:
        _answering.reset(before)


def scope_answered() -> Scope | None:
    """The scope of the asker for whom this thread works; None outside of `answering`."""
    return _answering.get()
