"""Stamps: one data version and moment for all panels of all screens, so that they agree and share their answers."""

from __future__ import annotations

import threading
from dataclasses import dataclass
from datetime import datetime, timedelta

SHORTEST = timedelta(milliseconds=400)
"""Less than the half second after which a wall asks for news, so that each of its questions may find a new one."""
LONGEST = timedelta(seconds=60)


@dataclass(frozen=True)
class Stamp:
    """A data version and the moment as of which it is asked (aware, whole seconds)."""

    data_version: int
    as_of: datetime

    def __str__(self) -> str:
        return f"{self.data_version}.{int(self.as_of.timestamp())}"


class StampIssuer:
    """Issues stamps: at most one in 0.4 s, and at least one a minute while it is asked.

    Between those bounds a new stamp is issued only for a new data version. Safe to use from many threads.
    """

    def __init__(self) -> None:
        self._lock = threading.Lock()
        self._issued_at: datetime | None = None
        self._stamp: Stamp | None = None

    def issue(self, data_version: int, as_of: datetime, now: datetime, *, at_least: int = 0) -> Stamp:
        """The stamp in force. as_of: what the city's clock says; now: a wall clock that measures a stamp's age;
        at_least: the version that somebody waits for who has just made it."""
        with self._lock:
            held, issued_at = self._stamp, self._issued_at
            is_awaited = held is not None and held.data_version < at_least
            if held is None or issued_at is None or is_awaited or self._is_due(data_version, now - issued_at):
                self._stamp, self._issued_at = Stamp(data_version, as_of), now
            assert self._stamp is not None  # noqa: S101  # narrows the type
            return self._stamp

    def _is_due(self, data_version: int, age: timedelta) -> bool:
        if age < timedelta(0) or age >= LONGEST:
            return True
        assert self._stamp is not None  # noqa: S101  # narrows the type; issue() has checked it
        return age >= SHORTEST and data_version != self._stamp.data_version
