"""The steps of simulated cases as a work-flow system delivers them: every dispatch, decline and return, whom cases were
passed on to, and the call-backs that nobody answered."""

from __future__ import annotations

import numpy as np
import pyarrow as pa
from numpy.typing import NDArray

from dashboard.simulator.cases import NEVER, Cases, Column
from dashboard.simulator.feed.calling import calling_steps
from dashboard.simulator.feed.judging import judging_steps
from dashboard.simulator.feed.passing import passing_steps
from dashboard.simulator.habits.categories import kinds
from dashboard.simulator.simulation import Simulation

_STEPS = {
    "reported_at": "reported", "accepted_at": "accepted", "filed_at": "filed", "dispatched_at": "dispatched",
    "first_declined_at": "declined", "declined_again_at": "declined", "redispatched_at": "dispatched",
    "sent_on_at": "dispatched",
    "received_at": "received", "contacted_at": "contacted", "suspended_at": "suspended", "resumed_at": "resumed",
    "extended_at": "extended", "cross_at": "cross", "finished_at": "finished", "verified_at": "verified",
    "first_returned_at": "returned", "returned_again_at": "returned", "reworked_at": "reworked",
    "first_closed_at": "closed", "closed_at": "closed", "callback_at": "callback",
    "surveyed_at": "surveyed", "voided_at": "voided",
}  # fmt: skip
_BY_FIRST_DEPARTMENT = ("first_declined_at",)
_BY_DEPARTMENT = ("declined_again_at", "received_at", "contacted_at", "suspended_at", "resumed_at", "extended_at",
                  "finished_at", "reworked_at")  # fmt: skip
_NOBODY = -1
_INSTANT = pa.timestamp("us", tz="UTC")


def steps_between(cases: Cases, since: int, until: int, simulation: Simulation) -> pa.Table:
    """The steps that happen after `since` up to `until` (microseconds UTC), oldest first: source_id, step, happened_at,
    and where known the department that does it (unit) and the one that it goes to (from_value, to_value)."""
    moments = cases.columns | {"sent_on_at": _sent_on_at(cases)}
    again = cases["closed_at"] != cases["first_closed_at"]
    moments["closed_at"] = np.where(again, cases["closed_at"], NEVER)
    parts = [_part(cases, moments[name], name, since, until) for name in _STEPS]
    parts += _passed(cases, since, until, simulation)
    parts += _called(cases, since, until, simulation)
    parts += _judged(cases, since, until, simulation)
    return pa.concat_tables(parts).sort_by("happened_at")


def calls_between(cases: Cases, since: int, until: int, simulation: Simulation) -> pa.Table:
    """Of these steps the call-backs, and the attempts that reached nobody."""
    called = _part(cases, cases["callback_at"], "callback_at", since, until)
    return pa.concat_tables([called, *_called(cases, since, until, simulation)]).sort_by("happened_at")


def _called(cases: Cases, since: int, until: int, simulation: Simulation) -> list[pa.Table]:
    calls = calling_steps(cases, since, until, simulation.seed)
    return [_steps(number, word, at) for word, number, at in calls]


def _judged(cases: Cases, since: int, until: int, simulation: Simulation) -> list[pa.Table]:
    parts = []
    for word, at in judging_steps(cases, simulation.seed):
        rows = np.flatnonzero((at > since) & (at <= until))
        parts.append(_steps(cases["number"][rows], word, at[rows], unit=_department(cases["department"][rows])))
    return parts


def _passed(cases: Cases, since: int, until: int, simulation: Simulation) -> list[pa.Table]:
    parts = []
    for word, at, unit, after in passing_steps(cases, simulation.tree, simulation.seed):
        rows = np.flatnonzero((at > since) & (at <= until))
        units = {"unit": unit.take(pa.array(rows)), "to_value": after.take(pa.array(rows))}
        parts.append(_steps(cases["number"][rows], word, at[rows], **units))
    return parts


def _part(cases: Cases, at: Column, name: str, since: int, until: int) -> pa.Table:
    rows = np.flatnonzero((at > since) & (at <= until))
    lives = cases.take(rows)
    unit, before, after = (np.full(len(rows), _NOBODY) for _ in range(3))
    if name in _BY_FIRST_DEPARTMENT:
        unit = lives["first_department"]
    elif name in _BY_DEPARTMENT:
        unit = lives["department"]
    elif name == "dispatched_at":
        after = lives["first_department"]
    elif name == "sent_on_at":
        before, after = lives["first_department"], lives["department"]
    elif name == "redispatched_at":
        again = lives["declined_again_at"] < NEVER
        before, after = np.where(again, lives["department"], lives["first_department"]), lives["department"]
    units = {"unit": _department(unit), "from_value": _department(before), "to_value": _department(after)}
    return _steps(lives["number"], _STEPS[name], at[rows], **units)


def _steps(number: Column, word: str, at: Column, **units: pa.Array) -> pa.Table:
    nobody = pa.nulls(len(number), pa.string())
    return pa.table(
        {
            "source_id": pa.array(number).cast(pa.string()),
            "step": pa.repeat(pa.scalar(word), len(number)),
            "happened_at": pa.array(at, pa.int64()).cast(_INSTANT),
            **{name: units.get(name, nobody) for name in ("unit", "from_value", "to_value")},
        }
    )


def _sent_on_at(cases: Cases) -> NDArray[np.int64]:
    """When a case went to the department that declined it too, and to which it was dispatched again."""
    first, second = cases["first_declined_at"], cases["declined_again_at"]
    return np.where(second < NEVER, first + (second - first) // 4, NEVER)


def _department(number: Column) -> pa.Array:
    return pa.array(kinds().departments, pa.string()).take(pa.array(number, pa.int32(), mask=number == _NOBODY))
