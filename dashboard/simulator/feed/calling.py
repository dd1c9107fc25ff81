"""Attempts of call-backs: the citizen is called up to three times in three working days, in office hours; who answered
badly is called again."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import timedelta

import numpy as np
from numpy.typing import NDArray

from dashboard.simulator.cases import NEVER, Cases, Column
from dashboard.simulator.chance import chances
from dashboard.simulator.feed.purposes import CasePurpose
from dashboard.simulator.generating import moment
from dashboard.simulator.simulated_time import DAY, HOUR, city_day, office_clock
from queries.values import WorkingClock

MISSED_ONCE, MISSED_TWICE = 0.15, 0.06
"""Shares of those reached whom the first attempt alone missed, and the second one too."""
ATTEMPTS = 3
MADE = (0.97, 0.90, 0.75)
"""Of those never reached the shares that were called once, twice, three times: some are forgotten."""
_FROM, _TO = (0.5, 7.0, 14.0), (6.0, 13.0, 20.0)
"""Hours of work after the closing, of 21 in three days, between which each attempt lies that reaches nobody."""
_WAY = ((0.2, 0.8), (0.15, 0.45), (0.55, 0.85))
"""Share of the way to the call that reached: of the only attempt before it; of the first and the second of two."""
CALLED_AGAIN = 0.6
"""Of those who answered badly."""
_LONGEST_DAYS = 30  # three working days never last longer
_BAD = 2


def calling_steps(cases: Cases, since: int, until: int, seed: int) -> Iterator[tuple[str, Column, Column]]:
    """Steps by their word after `since` up to `until` (microseconds UTC): numbers of cases, and when each happens."""
    closed, due = cases["first_closed_at"], cases["callback_due_at"]
    rows = np.flatnonzero((due < NEVER) & (closed <= until) & (closed > since - _LONGEST_DAYS * DAY))
    if not len(rows):
        return
    called = cases.take(rows)
    first = int(called["first_closed_at"].min())
    clock = office_clock(city_day(moment(first)).replace(day=1))
    for attempt in range(ATTEMPTS):
        yield from _within("callback_missed", called, _missed_at(called, attempt, clock, seed), since, until)
    yield from _within("callback", called, _called_again_at(called, clock, seed), since, until)


def calls_until(cases: Cases) -> Column:
    """Until when a citizen may still be called who was not reached, or answered badly; 0 of the others."""
    due, surveyed = cases["callback_due_at"], cases["surveyed_at"] < NEVER
    waits = (cases["callback_at"] >= NEVER) | (surveyed & (cases["satisfaction"] <= _BAD))
    return np.where(waits & (due < NEVER), due, 0)


def _within(word: str, cases: Cases, at: Column, since: int, until: int) -> Iterator[tuple[str, Column, Column]]:
    rows = np.flatnonzero((at > since) & (at <= until))
    yield word, cases["number"][rows], at[rows]


def _missed_at(cases: Cases, attempt: int, clock: WorkingClock, seed: int) -> NDArray[np.int64]:
    """When the attempt of this number (from 0) found nobody; NEVER where it was not made or reached the citizen."""
    number, closed, reached = cases["number"], cases["first_closed_at"], cases["callback_at"]
    kept, way = (
        chances(seed, CasePurpose.CALL_MISSED, number),
        chances(seed, CasePurpose.CALL_MISSED_AT, number, attempt),
    )
    missed = np.select([kept < MISSED_TWICE, kept < MISSED_TWICE + MISSED_ONCE], [2, 1], 0)
    is_reached = (reached < NEVER) & (reached > closed)
    worked = np.where(is_reached, clock.worked(np.where(is_reached, reached, closed)) - clock.worked(closed), 0)
    low, high = np.array(_WAY)[np.where(missed == ATTEMPTS - 1, min(attempt, 1) + 1, 0)].T
    before = (worked * (low + (high - low) * way)).astype(np.int64)
    alone = ((_FROM[attempt] + (_TO[attempt] - _FROM[attempt]) * way) * HOUR).astype(np.int64)
    at = clock.after(closed, np.where(is_reached, before, alone))
    is_made = np.where(is_reached, (attempt < missed) & (worked > HOUR), (reached >= NEVER) & (kept < MADE[attempt]))
    return np.where(is_made, at, NEVER)


def _called_again_at(cases: Cases, clock: WorkingClock, seed: int) -> NDArray[np.int64]:
    """When somebody who answered badly was called again: before rework began, or before the limit of the call-back."""
    surveyed, rework, due = cases["surveyed_at"], cases["reworked_at"], cases["callback_due_at"]
    chance = chances(seed, CasePurpose.CALLED_AGAIN, cases["number"])
    is_bad = (surveyed < NEVER) & (cases["satisfaction"] <= _BAD)
    reworked = is_bad & (rework < NEVER) & (rework > surveyed)
    start = np.where(is_bad, surveyed, 0)
    halfway = start + (np.where(reworked, rework, start) - start) // 2
    later = clock.after(start, (HOUR * (0.5 + 4 * chance / CALLED_AGAIN)).astype(np.int64))
    at = np.where(reworked, halfway, later)
    return np.where(is_bad & (reworked | ((chance < CALLED_AGAIN) & (later <= due))), at, NEVER)


CALL_DAYS = timedelta(days=10)
"""Of the past so many days of attempts are delivered: most call-backs that fall due last about three."""
