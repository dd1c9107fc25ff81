"""Working time as lists of whole numbers, from which a statement computes the work gone by until any instant.

Minutes of work up to the beginning of each UTC day, and the course of work through each kind of UTC day, minute by
minute: few kinds occur, as a day begins and ends within a working day or a day off. The macro
`working_microseconds_between` (macros.sql) reads them.
"""

from __future__ import annotations

from functools import lru_cache

import numpy as np

from queries.calendar.working_clock import WorkingClock
from queries.calendar.working_time import MINUTE, WorkingCalendar
from queries.calendar.zones import DAY

MINUTES_A_DAY = DAY // MINUTE
_OFFSET_BITS = 20
Bound = dict[str, int | tuple[int, ...]]
"""Parameters of a statement. working_first_day: days since 1970; working_days: of every day from it on the minutes
worked before it, shifted left by 20 bits, plus the place where its course begins; working_minutes: of every minute of
each course the minutes worked since the beginning of the day × 2, plus 1 when work goes on in the minute."""

_EMPTY: Bound = {"working_first_day": 0, "working_days": (), "working_minutes": ()}


@lru_cache(maxsize=32)
def working_time_table(calendar: WorkingCalendar, first_year: int, last_year: int) -> Bound:
    """The lists for the UTC days of these years as far as they are known; empty lists where none is."""
    clock = calendar.clock
    if clock is None:
        return dict(_EMPTY)
    first = max(np.datetime64(f"{first_year:04}-01-01", "D").astype(np.int64), -(-clock.edges[0] // DAY))
    last = min(np.datetime64(f"{last_year + 1:04}-01-01", "D").astype(np.int64), clock.edges[-1] // DAY)
    if first >= last:
        return dict(_EMPTY)
    begins = np.arange(first, last, dtype=np.int64) * DAY
    before = (clock.worked(begins) - clock.worked(begins[:1])) // MINUTE
    offsets, minutes = _courses(clock, begins)
    days = (before << _OFFSET_BITS) | offsets
    return {
        "working_first_day": int(first),
        "working_days": tuple(days.tolist()),
        "working_minutes": tuple(minutes),
    }


def _courses(clock: WorkingClock, begins: np.ndarray[tuple[int], np.dtype[np.int64]]) -> tuple[list[int], list[int]]:
    """Of every day where its course begins, and all courses one after another."""
    places: dict[tuple[tuple[int, ...], tuple[int, ...]], int] = {}
    offsets: list[int] = []
    minutes: list[int] = []
    starts = np.searchsorted(clock.edges, begins, side="right")
    ends = np.searchsorted(clock.edges, begins + DAY, side="left")
    for begin, start, end in zip(begins.tolist(), starts.tolist(), ends.tolist(), strict=True):
        kind = (tuple((clock.edges[start:end] - begin).tolist()), tuple(clock.rates[start - 1 : end].tolist()))
        if kind not in places:
            places[kind] = len(minutes)
            worked = clock.worked(begin + np.arange(MINUTES_A_DAY + 1, dtype=np.int64) * MINUTE)
            gone = (worked - worked[0]) // MINUTE
            minutes += (gone[:-1] * 2 + np.diff(gone)).tolist()
        offsets.append(places[kind])
    return offsets, minutes
