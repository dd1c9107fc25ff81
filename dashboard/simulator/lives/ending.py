"""How a life ends: the check, closing and reopening, the call-back, or being voided."""

from __future__ import annotations

from datetime import date, timedelta

import numpy as np
from numpy.typing import NDArray

from dashboard.simulator.cases import HIDDEN_STEPS, LIMITS, NEVER, STEPS, Column
from dashboard.simulator.habits.channels import habits
from dashboard.simulator.habits.chronicle import chronicle, on
from dashboard.simulator.lives.life import Life
from dashboard.simulator.lives.pace import Pace
from dashboard.simulator.simulated_time import DAY, HOUR, MINUTE, OFFICE_HOURS_A_DAY, SECOND, Instants

VOID_REASONS = ("not_accepted", "duplicate", "withdrawn", "test", "after_dispatch", "no_evidence", "unexplained")
_VOID_SHARE = (0.009, 0.0, 0.006, 0.0006, 0.0016, 0.0028, 0.0003)  # duplicates come from repeats, not from chance
_VOID_AFTER = (
    "reported_at", "accepted_at", "filed_at", "accepted_at", "dispatched_at", "received_at", "received_at",
)  # fmt: skip
_REPEAT_IS_DUPLICATE = 0.45
_PREPARED_DAYS = 14  # before a clearing: resumed, finished, checked
CLOSING_LEVELS = ("micro_grid", "grid", "community", "street", "district", "city")
_LEVEL_SHARE = (0.30, 0.22, 0.16, 0.17, 0.10, 0.05)
_GRID_LEVELS = 2
LONGEST_LIFE_DAYS = 60
"""Days after the report in which something happens, but for cases of the clearing campaign (`first_living_day`)."""


def first_living_day(since: date) -> date:
    """The earliest day of report whose cases may still move on `since` or later that day.

    In the weeks of the clearing campaign that is the beginning of the city; cases that still move remain few.
    """
    campaign = chronicle().campaign
    ordinary = since - timedelta(days=LONGEST_LIFE_DAYS + 1)
    if campaign.first - timedelta(days=_PREPARED_DAYS) <= since <= campaign.last + timedelta(days=LONGEST_LIFE_DAYS):
        return min(ordinary, chronicle().planned_from)
    return ordinary


def check_and_close(life: Life, pace: Pace) -> None:
    """Closed after the check; 0.14 % of citizens' cases are sent back first and redone, often for weeks."""
    returned = life.chance(0.0014) & life["citizen"] & ~_planned_channels(life)
    again = returned & life.chance(0.12)
    sent_back = life.later(returned, life.field, life["verified_at"], life.lognormal(2 * HOUR, 0.6))
    rework = life.only(returned, sent_back + life.lognormal(12 * MINUTE, 0.6))
    redone = life.later(returned, life.field, rework, life.lognormal(3.2 * DAY, 1.1))
    redone_again = life.later(again, life.field, redone, life.lognormal(2 * DAY, 0.8))
    life["first_returned_at"], life["reworked_at"] = sent_back, rework
    life["returned_again_at"] = life.only(again, redone)
    redone = np.where(again, redone_again, redone)
    closed = life.field.after(life["verified_at"], life.lognormal(1.5 * HOUR, 0.8))
    closed = np.where(life["minor"], life["verified_at"] + life.uniform(SECOND, MINUTE), closed)
    life["first_closed_at"] = np.where(returned, redone, closed)
    life["closed_at"] = life["first_closed_at"]
    life["returned"] = returned.astype(np.int32) + again
    ends = life.rng.random(len(life))
    life["unusual_close_type"] = np.select([ends < 0.003, ends < 0.008], [1, 2], 0).astype(np.int8)  # wrong, special
    level = life.rng.choice(6, len(life), p=_LEVEL_SHARE)
    inside = pace.solves_inside[life["leaf"]] & life.chance(chronicle().quarter.solved_inside)
    level = np.where(pace.solves_inside[life["leaf"]], np.where(inside, level % _GRID_LEVELS, 3), level)
    life["closing_level"] = np.where(life["minor"], 0, level).astype(np.int8)


def _planned_channels(life: Life) -> NDArray[np.bool_]:
    """Cases of channels whose send-backs are laid down beforehand on this day."""
    families = [family for family in chronicle().family if family.step == "returned" and chronicle().plans(life.day)]
    codes = [channel.code for channel in habits().channel]
    return np.isin(life["channel"], [codes.index(family.channel) for family in families])


def call_back(life: Life, pace: Pace) -> None:
    """Citizens are called within 3 working days; the unreached stay unanswered, some of the dissatisfied are redone."""
    closed, citizen = life["first_closed_at"], life["citizen"]
    three_days = np.full(len(life), 3 * OFFICE_HOURS_A_DAY * HOUR)
    life["callback_due_at"] = life.later(citizen, life.office, closed, three_days)
    reached = citizen & life.chance(0.93)
    life["callback_at"] = life.later(reached, life.office, closed, life.lognormal(5.5 * HOUR, 0.75))
    answered = reached & life.chance(0.86)
    life["surveyed_at"] = life.only(answered, life["callback_at"] + life.uniform(40 * SECOND, 4 * MINUTE))
    _scores(life, pace, closed > life["due_at"])
    reopened = answered & (life["satisfaction"] <= 2) & life.chance(0.25) & (life["returned"] == 0)
    reopened &= ~life["planned"]
    rework = life.only(reopened, life["surveyed_at"] + life.lognormal(40 * MINUTE, 0.6))
    redone = life.later(reopened, life.field, rework, life.lognormal(1.6 * DAY, 0.7))
    life["reworked_at"] = np.where(reopened, rework, life["reworked_at"])
    life["closed_at"] = np.where(reopened, redone, life["closed_at"])


def _scores(life: Life, pace: Pace, late: NDArray[np.bool_]) -> None:
    """Result and service, 1-5 apart: late and sent-back cases please less; districts differ."""
    odds = (
        on(chronicle().curves.content, life.day)
        + pace.content[life["leaf"]]
        - 1.0 * late
        - 0.8 * (life["returned"] > 0)
    )
    content = life.chance(1 / (1 + np.exp(-odds)))
    good = life.rng.choice([5, 4], len(life), p=[0.78, 0.22])
    bad = life.rng.choice([3, 2, 1], len(life), p=[0.42, 0.30, 0.28])
    life["satisfaction"] = np.where(content, good, bad).astype(np.uint8)
    kind = life.chance(np.where(content, 0.985, 0.62))
    life["service"] = np.where(kind, good, bad).astype(np.uint8)
    life["resolved"] = life.chance(np.where(content, 0.965, 0.35))


def void(life: Life) -> None:
    """Some lives are cut: not accepted, repeated, withdrawn … and, rarely, voided without a good reason."""
    drawn = np.searchsorted(np.cumsum(_VOID_SHARE), life.rng.random(len(life)), side="right")
    reason = np.where(drawn < len(VOID_REASONS), drawn, -1)
    duplicate = life["repeat"] & life.chance(_REPEAT_IS_DUPLICATE)
    reason = np.where(duplicate, VOID_REASONS.index("duplicate"), reason)
    reason = np.where(life["minor"] | life["planned"], -1, reason)
    base = np.select([reason == number for number in range(len(VOID_REASONS))], [life[step] for step in _VOID_AFTER], 0)
    delay = np.where(reason <= 3, life.uniform(5 * SECOND, 55 * SECOND), life.lognormal(5 * HOUR, 0.8))
    reason = np.where(base + delay < life["first_closed_at"], reason, -1)
    life["voided_at"] = life.only(reason >= 0, base + delay)
    life["void_reason"] = reason.astype(np.int8)
    _cut(life, np.where(reason == 0, life["reported_at"], life["voided_at"]), reason >= 0)


def _cut(life: Life, at: Instants, rows: NDArray[np.bool_]) -> None:
    """After `at` nothing happens in these rows, except that they are voided; limits not yet set are never set."""
    for step in (*STEPS, *HIDDEN_STEPS):
        if step not in ("reported_at", "voided_at", "linked_at"):
            life[step] = np.where(rows & (life[step] >= at), NEVER, life[step])
    _drop_limits(life)


def _drop_limits(life: Life) -> None:
    needs: dict[str, Column] = {"receive_due_at": life["dispatched_at"], "due_at": life["dispatched_at"]}
    needs |= {"contact_due_at": life["filed_at"], "callback_due_at": life["first_closed_at"]}
    for limit in LIMITS:
        if limit in needs:
            life[limit] = np.where(needs[limit] < NEVER, life[limit], NEVER)


def stay_open(life: Life) -> None:
    """What would happen more than 60 days after the report does not happen: the case stays in hand.

    Only cases that wait for the clearing campaign go on after that.
    """
    end = life["reported_at"] + LONGEST_LIFE_DAYS * DAY
    continues = life["shelved"] | (life["planned"] & (life["closed_at"] > end))
    end = np.where(continues, NEVER, end)
    for step in (*STEPS, *HIDDEN_STEPS):
        life[step] = np.where(life[step] > end, NEVER, life[step])
    _drop_limits(life)
