"""Derived from the times of a case: steps unknown to the source, status, breaches of the order, city days."""

from __future__ import annotations

from functools import reduce

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc
from numpy.typing import NDArray

from queries.calendar.zones import MISSING, SECOND, Instants, Zone
from queries.conversion.canonical import DAYS, LIFE_CYCLE
from queries.conversion.converted.converted_cases import ConvertedCases

SLACK = 120 * SECOND  # steps this close together are not out of order (domain.md, invariant 3)

FILLED = {"accepted": ("reported",), "filed": ("accepted", "reported"), "surveyed": ()}
"""The steps that may be filled in, and those before them from which the time is taken."""
_ANSWERS = ("satisfaction", "service_satisfaction", "resolved")
_IN_ORDER = ("reported", "accepted", "filed", "dispatched", "received", "finished", "verified", "closed")
_STATUS_OF_STEP = (
    *((f"{step}_at", step) for step in ("reported", "accepted", "filed", "dispatched", "received", "finished")),
    ("verified_at", "verifying"),
    ("reworked_at", "rework"),
    ("closed_at", "closed"),
    ("voided_at", "voided"),
)
_FLAGS = ("closed_before_reported", "out_of_order", "closed_without_time", "open_with_closed_time")


def known_steps(cases_times: dict[str, Instants], declared: tuple[str, ...] | None) -> tuple[str, ...]:
    """The steps that the source knows, in life-cycle order: as its profile declares them, else the columns it has."""
    present = {name.removesuffix("_at") for name in cases_times} if declared is None else set(declared)
    present.add("reported")
    return tuple(name.removesuffix("_at") for name in LIFE_CYCLE if name.removesuffix("_at") in present)


def fill_steps(cases: ConvertedCases, steps: tuple[str, ...], *, row_by_row: bool = False) -> dict[str, Instants]:
    """The times of the cases, with steps that the source does not know taken from the nearest earlier known one:
    accepted and filed of every case, surveyed of those that a citizen has answered about.

    row_by_row: a step that is known and has no column is one that none of these cases has come to.
    """
    filled = dict(cases.times)
    for step, earlier in FILLED.items():
        if row_by_row and step in steps:
            filled.setdefault(f"{step}_at", np.full(len(cases), MISSING))
        elif earlier and step not in steps:
            filled[f"{step}_at"] = next(filled[f"{name}_at"] for name in earlier if f"{name}_at" in filled)
    answered = [cases.columns[name].is_valid() for name in _ANSWERS if name in cases.columns]
    if "surveyed" not in steps and "closed_at" in filled and answered:
        given = reduce(pc.or_, answered).to_numpy(zero_copy_only=False)
        filled["surveyed_at"] = np.where(given, filled["closed_at"], MISSING)
    return filled


def statuses(cases: ConvertedCases, times: dict[str, Instants]) -> pa.Array:
    """Status codes; where the source says nothing, or only "open", the last step that has a time."""
    codes = [code for _, code in _STATUS_OF_STEP]
    reached = np.zeros(len(cases), dtype=np.int8)
    for index, (name, _) in enumerate(_STATUS_OF_STEP):
        if name in times:
            reached[times[name] != MISSING] = index
    derived = pa.array(codes).take(pa.array(reached))
    if "suspended_at" in times:
        resumed = times.get("resumed_at", np.full(len(cases), MISSING))
        at_rest = (times["suspended_at"] > resumed) & (reached < codes.index("closed"))
        derived = pc.if_else(pa.array(at_rest), "suspended", derived)
    if "status" not in cases.columns:
        return derived
    own_status = cases.columns["status"]
    return pc.if_else(pc.fill_null(pc.not_equal(own_status, "open"), False), own_status, derived)


def flags(times: dict[str, Instants], status: pa.Array, own_status: pa.Array | None = None) -> pa.Array:
    """Breaches of the life cycle, comma separated, null where there is none; own_status: as the source writes it."""
    reported = times["reported_at"]
    closed = times.get("closed_at", np.full(len(reported), MISSING))
    is_closed = pc.equal(status, "closed").to_numpy(zero_copy_only=False)
    breaches = (
        (closed != MISSING) & (closed < reported),
        _out_of_order(times),
        is_closed & (closed == MISSING),
        (closed != MISSING) & _is_open(status if own_status is None else own_status),
    )
    bits = np.zeros(len(reported), dtype=np.int8)
    for index, breach in enumerate(breaches):
        bits |= breach.astype(np.int8) << index
    spelled = [
        ",".join(name for index, name in enumerate(_FLAGS) if number >> index & 1) or None
        for number in range(1 << len(_FLAGS))
    ]
    return pa.array(spelled, pa.string()).take(pa.array(bits))


def days_and_hours(times: dict[str, Instants], zone: Zone) -> dict[str, pa.Array]:
    """`*_day` and `*_hour` of every basis, in the city's zone."""
    found: dict[str, pa.Array] = {}
    for basis, name in DAYS.items():
        if name in times:
            missing = times[name] == MISSING
            day, hour = zone.day_and_hour(np.where(missing, 0, times[name]))
            found[f"{basis}_day"] = pa.array(day, mask=missing).cast(pa.date32())
            found[f"{basis}_hour"] = pa.array(hour, mask=missing)
    return found


def _is_open(status: pa.Array) -> NDArray[np.bool_]:
    """True where a status is known and neither closed nor voided."""
    at_an_end = pc.is_in(status, value_set=pa.array(["closed", "voided", "unknown", None], pa.string()))
    is_open: NDArray[np.bool_] = ~at_an_end.to_numpy(zero_copy_only=False)
    return is_open


def _out_of_order(times: dict[str, Instants]) -> NDArray[np.bool_]:
    latest = times["reported_at"]
    breach = np.zeros(len(latest), dtype=bool)
    for step in _IN_ORDER[1:]:
        time = times.get(f"{step}_at")
        if time is not None:
            breach |= (time != MISSING) & (time < latest - SLACK)
            latest = np.maximum(latest, time)
    return breach
