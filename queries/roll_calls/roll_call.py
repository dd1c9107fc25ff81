"""One roll-call: the centres that it reaches, who has answered and how soon."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from functools import cached_property
from typing import Literal

import numpy as np

from geodata.areas.area_tree import Area
from queries.roll_calls.reach import LevelCalled

How = Literal["answered", "in_its_name"]
"""By the account of the centre itself, or by somebody else in its name."""


@dataclass(frozen=True)
class CentreAnswer:
    """That a centre is there. at: aware; who: whoever said so; text: a remark, masked."""

    at: datetime
    who: str
    how: How
    text: str = ""


@dataclass(frozen=True)
class CentreCalled:
    """A centre that was called. after: how long it took to answer; None where it has not."""

    area: Area
    level: LevelCalled
    answer: CentreAnswer | None
    after: timedelta | None

    @property
    def is_in_time(self) -> bool:
        """Whether it answered within the limit of its level."""
        return self.after is not None and self.after <= self.level.limit


@dataclass(frozen=True)
class LevelReached:
    """How the centres of a level have answered. within: minutes → how many by then. p50_s, p95_s: seconds within which
    half and 95 % of those that answered did so (linear between neighbours); None where none has."""

    level: LevelCalled
    called: int
    answered: int
    in_time: int
    within: Mapping[int, int]
    p50_s: float | None
    p95_s: float | None


@dataclass(frozen=True)
class CallMade:
    """A call as somebody made it. key: of it; called_at: aware; area: whose centres are called; text: why, masked;
    ended_at, ended_by: when and by whom it was ended, None and empty where it has come to its end by itself or runs."""

    key: str
    area: Area
    levels: tuple[LevelCalled, ...]
    text: str
    called_at: datetime
    called_by: str
    ended_at: datetime | None = None
    ended_by: str = ""


@dataclass(frozen=True)
class RollCall:
    """A call as it stands at the moment `seen_at` (aware). over_at: when it is over, ended or by itself; centres: those
    that the asker may see, level by level in the order of the tree; marks: minutes by which answers are counted."""

    made: CallMade
    seen_at: datetime
    over_at: datetime
    centres: tuple[CentreCalled, ...]
    marks: Sequence[int]

    @property
    def key(self) -> str:
        """Of the call."""
        return self.made.key

    @property
    def is_open(self) -> bool:
        """Whether it can still be answered."""
        return self.seen_at < self.over_at

    @property
    def answered(self) -> int:
        """How many centres have."""
        return sum(one.answer is not None for one in self.centres)

    @property
    def stopped_at(self) -> datetime | None:
        """When its clock stopped: with the last answer where all have answered, else at its end; None: it runs."""
        last = [one.answer.at for one in self.centres if one.answer]
        if last and len(last) == len(self.centres):
            return max(last)
        return None if self.is_open else self.over_at

    @property
    def elapsed(self) -> timedelta:
        """For how long it has been running, or ran."""
        return max((self.stopped_at or self.seen_at) - self.made.called_at, timedelta(0))

    @property
    def missing(self) -> tuple[CentreCalled, ...]:
        """The centres that have not answered."""
        return tuple(one for one in self.centres if one.answer is None)

    @cached_property
    def reached(self) -> tuple[LevelReached, ...]:
        """How each level has answered."""
        return tuple(self._reached(level) for level in self.made.levels)

    def _reached(self, level: LevelCalled) -> LevelReached:
        centres = [one for one in self.centres if one.level == level]
        seconds = [one.after.total_seconds() for one in centres if one.after is not None]
        p50, p95 = np.quantile(seconds, [0.5, 0.95]).tolist() if seconds else (None, None)
        within = {minutes: sum(one <= 60 * minutes for one in seconds) for minutes in self.marks}
        in_time = sum(one.is_in_time for one in centres)
        return LevelReached(level, len(centres), len(seconds), in_time, within, p50, p95)
