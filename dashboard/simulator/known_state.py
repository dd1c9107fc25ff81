"""What was known of simulated cases at a moment: later steps are unknown, status and counters stand as of then."""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

from dashboard.simulator.cases import HIDDEN_STEPS, NEVER, STEPS, Cases, Column

STATUS = (
    "reported", "accepted", "filed", "dispatched", "declined", "received", "consulting", "suspended", "finished",
    "verifying", "rework", "closed", "voided",
)  # fmt: skip
CLOSE_TYPES = ("normal", "wrong", "special", "late")
UNKNOWN = -1
"""In a small-integer column: nothing known yet."""


def state_at(cases: Cases, now: int) -> Cases:
    """The cases reported by `now` (microseconds UTC) as they stood then: also their status, counters, version.

    A whole life seen at `now` never shows a time after `now`; the facts belong to the times that are shown.
    """
    cases = cases.take(cases["reported_at"] <= now)
    known = {step: np.where(cases[step] <= now, cases[step], NEVER) for step in (*STEPS, *HIDDEN_STEPS)}
    known["closed_at"] = _closed(cases, known)
    seen = Cases({**cases.columns, **known})
    seen.columns.update(_limits(cases, seen))
    seen.columns.update(_facts(seen))
    seen.columns["status"] = _status(seen)
    seen.columns["version"] = seen.last_step()
    return seen


def happened(seen: Cases, step: str) -> NDArray[np.bool_]:
    """Rows in which the step has happened."""
    return np.asarray(seen[step] < NEVER)


def _closed(cases: Cases, known: dict[str, Column]) -> Column:
    """The last closing; a reopened case is not closed until it is closed again."""
    reopened = (known["reworked_at"] < NEVER) & (known["reworked_at"] > known["first_closed_at"])
    return np.where(reopened, known["closed_at"], known["first_closed_at"])


def _limits(cases: Cases, seen: Cases) -> dict[str, Column]:
    moved = happened(seen, "extended_at") | happened(seen, "suspended_at")
    due = np.where(moved, cases["due_at"], cases["first_due_at"])
    since = {"receive_due_at": "dispatched_at", "contact_due_at": "filed_at", "callback_due_at": "first_closed_at"}
    limits = {limit: np.where(happened(seen, step), cases[limit], NEVER) for limit, step in since.items()}
    return {**limits, "due_at": np.where(happened(seen, "dispatched_at"), due, NEVER)}


def _facts(seen: Cases) -> dict[str, Column]:
    closed, voided, surveyed = (happened(seen, step) for step in ("closed_at", "voided_at", "surveyed_at"))
    resumed, crossed = happened(seen, "resumed_at"), happened(seen, "cross_at")
    late = np.where(seen["closed_at"] > seen["due_at"], CLOSE_TYPES.index("late"), 0)
    close_type = np.where(seen["unusual_close_type"] > 0, seen["unusual_close_type"], late)
    again = happened(seen, "redispatched_at")
    department = np.where(again, seen["department"], seen["first_department"])
    return {
        "declined_count": happened(seen, "first_declined_at").astype(np.int32) + happened(seen, "declined_again_at"),
        "returned_count": happened(seen, "first_returned_at").astype(np.int32) + happened(seen, "returned_again_at"),
        "extensions": happened(seen, "extended_at").astype(np.int32),
        "suspended_s": np.where(resumed, seen["resumed_at"] - seen["suspended_at"], 0) // 1_000_000,
        **{flag: seen[flag] & crossed for flag in ("cross_region", "cross_level", "cross_department")},
        "close_type": np.where(closed, close_type, UNKNOWN).astype(np.int8),
        "closing_level": np.where(closed, seen["closing_level"], UNKNOWN).astype(np.int8),
        "void_reason": np.where(voided, seen["void_reason"], UNKNOWN).astype(np.int8),
        "department": np.where(happened(seen, "dispatched_at"), department, UNKNOWN).astype(np.int16),
        "answered": surveyed,
    }


def _status(seen: Cases) -> Column:
    """The state after the last step, in the words of the life cycle."""
    steps = ("verified", "finished", "received", "dispatched", "filed", "accepted")
    words = ("verifying", *steps[1:])
    numbers = [STATUS.index(word) for word in words]
    reached = np.select([happened(seen, f"{step}_at") for step in steps], numbers, STATUS.index("reported"))
    finished, closed = happened(seen, "finished_at"), happened(seen, "closed_at")
    declined = happened(seen, "first_declined_at") & ~happened(seen, "redispatched_at")
    suspended = happened(seen, "suspended_at") & ~happened(seen, "resumed_at")
    sent_back = happened(seen, "first_returned_at") | happened(seen, "reworked_at")
    overrides = (
        ("voided", happened(seen, "voided_at")),
        ("closed", closed),
        ("rework", sent_back),
        ("suspended", suspended),
        ("consulting", happened(seen, "cross_at") & ~finished),
        ("declined", declined & ~happened(seen, "received_at")),
    )
    chosen = np.select([when for _, when in overrides], [STATUS.index(word) for word, _ in overrides], reached)
    return np.asarray(chosen, dtype=np.int8)
