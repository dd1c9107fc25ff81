"""Spots for screens: those as of the last full hour, found once for all who look within it."""

from __future__ import annotations

from collections.abc import Callable, Hashable
from dataclasses import replace
from datetime import UTC, datetime, timedelta

from queries.budget.single_flight import SingleFlight
from queries.governance.spots import SpotAnswer, SpotsWanted
from queries.kpis.question import Question

HOUR = timedelta(hours=1)
LATE = timedelta(minutes=5)
MOST_HELD = 64
Find = Callable[[Question, SpotsWanted], SpotAnswer]


def full_hour(moment: datetime) -> datetime:
    """The last full hour before a moment or at it, both aware."""
    return moment - (moment - datetime(2000, 1, 1, tzinfo=UTC)) % HOUR


class HourlySpots:
    """Finding spots compares all cases of a history, which no screen may do at every stamp: what was found for an hour
    stays until the next one, whatever was delivered about it since. While the job of the hour is still to find them,
    those of the hour before stay. Safe to use from many threads.

    find: finds the spots of a question with a moment (aware).
    """

    def __init__(self, find: Find) -> None:
        self._find = find
        self._found: SingleFlight[Hashable, SpotAnswer] = SingleFlight(MOST_HELD)

    def of(self, question: Question, wanted: SpotsWanted, as_of: datetime, ground: str) -> SpotAnswer:
        """The spots as of the last full hour, of the one before during LATE where those are known. ground: the version
        of the areas. Raises as `find`."""
        asked = self._asked(question, as_of)
        if as_of < full_hour(as_of) + LATE and self._found.held((asked, wanted, ground)) is None:
            before = self._found.held((self._asked(question, as_of - HOUR), wanted, ground))
            if before:
                return before
        return self.found(question, wanted, as_of, ground)

    def found(self, question: Question, wanted: SpotsWanted, as_of: datetime, ground: str) -> SpotAnswer:
        """Those as of the last full hour in any case. Raises as `find`."""
        asked = self._asked(question, as_of)
        return self._found.get((asked, wanted, ground), lambda: self._find(asked, wanted))

    @staticmethod
    def _asked(question: Question, as_of: datetime) -> Question:
        return replace(question, as_of=full_hour(as_of), value_only=False)  # of a count the same
