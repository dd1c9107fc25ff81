"""The errors of real deliveries, drawn by case number: late, wrong at first, a clock that is off, sent again, garbled.

They change what arrives and when, never what happened. The families that are published as whole numbers (cases across
boundaries, cases sent back) arrive without any.
"""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

from dashboard.simulator.cases import LIMITS, NEVER, STEPS, Cases, Column
from dashboard.simulator.chance import chances
from dashboard.simulator.feed.calling import calls_until
from dashboard.simulator.feed.purposes import CasePurpose
from dashboard.simulator.habits.categories import kinds
from dashboard.simulator.known_state import state_at
from dashboard.simulator.simulated_time import DAY, HOUR, MINUTE, SECOND

LATE = 0.01
"""Share of cases that arrive 5 minutes to 8 hours after they were reported, most within an hour."""
CORRECTED = 0.01
"""Share that arrives with a wrong category or a wrong area, put right by a newer version 2 hours to 10 days later."""
SENT_AGAIN = 0.005
"""Share that is sent a second time within a minute."""
SKEWED = 0.003
"""Share whose times come from a clock that is up to 3 minutes off."""
GARBLED = 0.0002
"""Share whose first message cannot be read; the source sends it again in order one to five minutes later."""
LONGEST_DELAY_DAYS = 11

_NEIGHBOURHOOD = 400  # a wrong area lies within so many numbers of the tree


def with_delivery(cases: Cases, seed: int, areas: int) -> Cases:
    """The same whole lives with the columns of their delivery (`areas`: how many the tree has).

    `arrived_at`, `corrected_at`, `again_at`, `garbled_at` microseconds UTC (NEVER); `skew` microseconds; `first_kind`,
    `first_place` the values before the correction, `pointless_at_first` whether it comes without its point.
    """
    number, reported = cases["number"], cases["reported_at"]
    exact = cases["planned"] | (cases["cross_at"] < NEVER) | (cases["first_returned_at"] < NEVER)

    def drawn(purpose: CasePurpose) -> NDArray[np.float64]:
        return chances(seed, purpose, number)

    def chosen(purpose: CasePurpose, share: float) -> NDArray[np.bool_]:
        return (drawn(purpose) < share) & ~exact

    garbled, late = chosen(CasePurpose.GARBLED, GARBLED), chosen(CasePurpose.LATE, LATE)
    by = drawn(CasePurpose.LATE_BY)
    delay = np.where(late, 5 * MINUTE * 96**by, np.where(garbled, MINUTE + 4 * MINUTE * by, 0)).astype(np.int64)
    arrived = reported + delay
    corrected = chosen(CasePurpose.CORRECTED, CORRECTED)
    after = (2 * HOUR + drawn(CasePurpose.CORRECTED_AFTER) * (10 * DAY - 2 * HOUR)).astype(np.int64)
    again = chosen(CasePurpose.SENT_AGAIN, SENT_AGAIN)
    soon = ((2 + 58 * drawn(CasePurpose.SENT_AGAIN_AFTER)) * SECOND).astype(np.int64)
    off = ((drawn(CasePurpose.SKEWED_BY) * 360 - 180) * SECOND).astype(np.int64)
    wrong_area = drawn(CasePurpose.WHAT_WAS_WRONG) < 0.4
    return Cases(
        {
            **cases.columns,
            "arrived_at": arrived,
            "corrected_at": np.where(corrected, arrived + after, NEVER),
            "again_at": np.where(again, arrived + soon, NEVER),
            "garbled_at": np.where(garbled, reported, NEVER),
            "skew": np.where(chosen(CasePurpose.SKEWED, SKEWED), off, 0),
            **_at_first(cases, corrected, wrong_area, drawn(CasePurpose.WRONG_VALUE), areas),
        }
    )


def delivered_at(cases: Cases, now: int) -> Cases:
    """What the source delivers at `now` (microseconds UTC) of those of these cases that have arrived.

    The version is the last moment of a life or of its correction, so that the newest version is the right one.
    """
    seen = state_at(cases.take(cases["arrived_at"] <= now), now)
    corrected = seen["corrected_at"] <= now
    wrong = np.flatnonzero(~corrected & (seen["corrected_at"] < NEVER))
    columns = dict(seen.columns)
    columns["version"] = np.where(corrected, np.maximum(seen["version"], seen["corrected_at"]), seen["version"])
    for name, first in (("kind", "first_kind"), ("place", "first_place")):
        columns[name] = _changed(seen[name], wrong, seen[first][wrong])
    pointless = wrong[seen["pointless_at_first"][wrong]]
    for name in ("lon", "lat"):
        columns[name] = _changed(seen[name], pointless, np.nan)
    skewed = np.flatnonzero(seen["skew"])
    for name in (*STEPS, *LIMITS, "version"):
        times = columns[name][skewed]
        columns[name] = _changed(columns[name], skewed, np.where(times < NEVER, times + seen["skew"][skewed], times))
    return Cases(columns)


def delivered_between(cases: Cases, since: int, now: int) -> NDArray[np.bool_]:
    """Rows to deliver: with a step, an arrival or a correction after `since` up to `now` (microseconds UTC)."""
    due = cases.moves_between(since, now)
    for name in ("arrived_at", "corrected_at"):
        due |= _within(cases[name], since, now)
    return due & (cases["arrived_at"] <= now)


def sent_again_between(cases: Cases, since: int, now: int) -> NDArray[np.bool_]:
    """Rows that are sent a second time in the window."""
    return _within(cases["again_at"], since, now)


def garbled_between(cases: Cases, since: int, now: int) -> NDArray[np.bool_]:
    """Rows whose first message is sent in the window and cannot be read."""
    return _within(cases["garbled_at"], since, now)


def complete_by(cases: Cases, now: int) -> NDArray[np.bool_]:
    """Rows of which nothing more will be delivered after `now` (microseconds UTC)."""
    complete = (cases.last_step() <= now) & (calls_until(cases) <= now)
    for name in ("arrived_at", "corrected_at", "again_at"):
        complete &= (cases[name] <= now) | (cases[name] >= NEVER)
    return np.asarray(complete)


def _within(moment: Column, since: int, now: int) -> NDArray[np.bool_]:
    return np.asarray((moment > since) & (moment <= now))


def _changed(column: Column, rows: NDArray[np.int64], values: Column | float) -> Column:
    changed = column.copy()
    changed[rows] = values
    return changed


def _at_first(
    cases: Cases, corrected: NDArray[np.bool_], wrong_area: NDArray[np.bool_], value: NDArray[np.float64], areas: int
) -> dict[str, Column]:
    """Another category than the true one, or an area nearby without the point that would give the mistake away."""
    steps = 1 + (value * (len(kinds()) - 1)).astype(np.int64)
    other_kind = (cases["kind"] + steps) % len(kinds())
    away = 1 + (value * _NEIGHBOURHOOD).astype(np.int64)
    other_place = cases["leaf"] - 1 + np.where(cases["leaf"] > areas // 2, -away, away)
    misplaced, miscast = corrected & wrong_area, corrected & ~wrong_area
    return {
        "first_kind": np.where(miscast, other_kind, cases["kind"]).astype(cases["kind"].dtype),
        "first_place": np.where(misplaced, other_place.clip(0, areas - 1) + 1, cases["place"]).astype(np.int32),
        "pointless_at_first": misplaced,
    }
