"""Simulated cases as columns: whole lives, drawn to their end."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np
from numpy.typing import NDArray

Column = NDArray[Any]

NEVER = 1 << 62
"""A time that does not come. Small durations may be added to it: everything from here on is never."""

STEPS = (
    "reported_at", "accepted_at", "filed_at", "dispatched_at", "received_at", "finished_at", "verified_at",
    "first_closed_at", "closed_at", "voided_at", "suspended_at", "resumed_at", "cross_at", "first_declined_at",
    "first_returned_at", "reworked_at", "extended_at", "contacted_at", "callback_at", "surveyed_at",
)  # fmt: skip
HIDDEN_STEPS = ("redispatched_at", "declined_again_at", "returned_again_at", "linked_at")
"""Moments that change a case but have no column of their own."""

LIMITS = ("filing_due_at", "receive_due_at", "contact_due_at", "due_at", "callback_due_at")


@dataclass(frozen=True, eq=False)
class Cases:
    """Equally long columns, one row per case, ordered by reported_at within a day.

    Times (`*_at`) are int64 microseconds since 1970 UTC, NEVER when they do not come; `kind`, `channel`, `department`
    … index the lists of categories.toml and channels.toml; `leaf` is the micro-grid, `place` the area that the source
    names (0: none), `lon` NaN when the source gives no point.
    """

    columns: dict[str, Column]

    def __getitem__(self, name: str) -> Column:
        return self.columns[name]

    def __len__(self) -> int:
        return len(self.columns["reported_at"])

    def take(self, rows: Column) -> Cases:
        """The rows of a mask or of an index array."""
        return Cases({name: column[rows] for name, column in self.columns.items()})

    def moves_between(self, since: int, now: int) -> NDArray[np.bool_]:
        """Rows of which a step lies after `since` and not after `now` (microseconds UTC)."""
        moved = np.zeros(len(self), dtype=np.bool_)
        for step in (*STEPS, *HIDDEN_STEPS):
            moved |= (self[step] > since) & (self[step] <= now)
        return moved

    def last_step(self) -> Column:
        """The last moment of each life."""
        last = self["reported_at"].copy()
        for step in (*STEPS, *HIDDEN_STEPS):
            last = np.where(self[step] < NEVER, np.maximum(last, self[step]), last)
        return last


def concatenated(parts: Sequence[Cases]) -> Cases:
    """Several batches of cases (at least one), one after the other."""
    return Cases({name: np.concatenate([part[name] for part in parts]) for name in parts[0].columns})
