"""Moments in which nobody has just asked for anything: work that nobody waits for is done in them."""

from __future__ import annotations

import time
from collections.abc import Callable

QUIET_S = 1.0
"""Who has clicked gets what follows within this time, and then reads."""
LONGEST_WAIT_S = 5.0
"""Where somebody asks all the time the work is done all the same, a step in so many seconds."""


class QuietMoments:
    """Knows when something was asked last. Safe to use from many threads."""

    def __init__(self, quiet_s: float = QUIET_S, longest_wait_s: float = LONGEST_WAIT_S) -> None:
        self._quiet_s, self._longest_wait_s = quiet_s, longest_wait_s
        self._asked_at = time.monotonic() - quiet_s

    def note(self) -> None:
        """Something is asked now."""
        self._asked_at = time.monotonic()

    def wait(self) -> None:
        """Returns once nothing has been asked for `quiet_s` seconds, or after `longest_wait_s`."""
        until = time.monotonic() + self._longest_wait_s
        while (left := min(until, self._asked_at + self._quiet_s) - time.monotonic()) > 0:
            time.sleep(left)

    def before(self, work: Callable[[], object]) -> Callable[[], object]:
        """The work, begun in such a moment."""

        def waiting() -> object:
            self.wait()
            return work()

        return waiting
