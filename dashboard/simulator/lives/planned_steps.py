"""Gives the planned steps of a day to cases of that day and redraws their lives around the planned moments."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date

import numpy as np
from numpy.typing import NDArray

from dashboard.simulator.cases import NEVER, Column
from dashboard.simulator.habits.channels import habits
from dashboard.simulator.lives.life import Life
from dashboard.simulator.lives.plan import Planned
from dashboard.simulator.simulated_time import HOUR, MINUTE, Instants

_GONE = (
    "suspended_at",
    "resumed_at",
    "extended_at",
    "reworked_at",
    "first_returned_at",
    "returned_again_at",
    "cross_at",
)


def assign_planned_steps(life: Life, day: date, plans: Sequence[Planned]) -> None:
    """Give every planned step of the day to a case that can have it; `planned` says which cases these are."""
    life["planned"] = np.zeros(len(life), dtype=np.bool_)
    for plan in plans:
        at, closed = plan.of_day(day)
        rows = _chosen(life, plan.family.channel, len(at))
        at, closed = at[: len(rows)], closed[: len(rows)]
        life["planned"][rows] = True
        _plain(life, rows)
        apply = _cross if plan.family.step == "cross" else _sent_back
        apply(life, rows, at, closed)


def _chosen(life: Life, channel: str, number: int) -> NDArray[np.int64]:
    """Cases that were dispatched soon and never declined, and have nothing else to them; all, in a tiny city."""
    able = ~(life["planned"] | life["minor"] | life["repeat"]) & (life["matter"] == 0)
    able &= (life["first_declined_at"] == NEVER) & (life["dispatched_at"] < life["reported_at"] + 2 * HOUR)
    if channel:
        able &= life["channel"] == [one.code for one in habits().channel].index(channel)
    found = np.flatnonzero(able)
    return np.asarray(life.rng.choice(found, min(number, len(found)), replace=False), dtype=np.int64)


def _plain(life: Life, rows: NDArray[np.int64]) -> None:
    for step in _GONE:
        life[step][rows] = NEVER
    life["due_at"][rows] = life["first_due_at"][rows]
    for name in ("returned", "pause"):
        life[name][rows] = 0


def _cross(life: Life, rows: NDArray[np.int64], at: Instants, closed: Instants) -> None:
    """Signed for, flagged, and, when it closes, finished and checked shortly before."""
    life["received_at"][rows] = _share(life["dispatched_at"][rows], at, 0.1)
    life["cross_at"][rows] = at
    life["finished_at"][rows] = _share(at, closed, 0.85)
    life["verified_at"][rows] = _share(at, closed, 0.95)
    _close(life, rows, closed)
    n = len(rows)
    region, level = life.rng.random(n) < 0.45, life.rng.random(n) < 0.30
    flags = {"cross_region": region, "cross_level": level}
    flags["cross_department"] = ~(region | level) | (life.rng.random(n) < 0.35)
    for name, flag in flags.items():
        life[name][rows] = flag


def _sent_back(life: Life, rows: NDArray[np.int64], at: Instants, closed: Instants) -> None:
    """Finished and submitted before the check sends it back; redone, one in eight of them twice."""
    dispatched = life["dispatched_at"][rows]
    life["received_at"][rows] = _share(dispatched, at, 0.1)
    life["finished_at"][rows] = _share(dispatched, at, 0.85)
    life["verified_at"][rows] = at - life.rng.integers(10 * MINUTE, 45 * MINUTE, len(rows))  # the same day
    life["first_returned_at"][rows] = at
    life["reworked_at"][rows] = np.minimum(at + 15 * MINUTE, _share(at, closed, 0.5))
    again = life.rng.random(len(rows)) < 0.12
    life["returned_again_at"][rows] = np.where(again, _share(at, closed, 0.6), NEVER)
    life["returned"][rows] = 1 + again
    for flag in ("cross_region", "cross_level", "cross_department"):
        life[flag][rows] = False
    _close(life, rows, closed)


def _close(life: Life, rows: NDArray[np.int64], closed: Instants) -> None:
    life["first_closed_at"][rows] = closed
    life["closed_at"][rows] = closed


def _share(start: Column, end: Column, share: float) -> Instants:
    """The moment a share of the way on; NEVER where the end never comes."""
    comes = end < NEVER
    return np.where(comes, start + ((np.where(comes, end, start) - start) * share).astype(np.int64), NEVER)
