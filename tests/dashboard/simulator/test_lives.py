"""Every life keeps the rules of the life cycle, at every moment of it."""

from __future__ import annotations

from datetime import timedelta
from itertools import pairwise

import numpy as np
import pandas as pd
import pytest

from dashboard.simulator.cases import LIMITS, NEVER, STEPS, Cases
from dashboard.simulator.known_state import state_at
from dashboard.simulator.simulated_time import microseconds
from dashboard.simulator.table import table_of
from geodata.areas.tree_file import AreaTree
from tests.dashboard.simulator.conftest import NOW

IN_ORDER = ["reported_at", "accepted_at", "filed_at", "dispatched_at", "received_at", "finished_at", "verified_at"]
THEN = ["first_closed_at", "closed_at"]
PAIRS = [
    ("dispatched_at", "first_declined_at"), ("first_declined_at", "received_at"), ("received_at", "suspended_at"),
    ("suspended_at", "resumed_at"), ("resumed_at", "finished_at"), ("received_at", "cross_at"),
    ("verified_at", "first_returned_at"), ("first_returned_at", "reworked_at"), ("extended_at", "due_at"),
    ("first_closed_at", "callback_at"), ("callback_at", "surveyed_at"), ("filed_at", "contacted_at"),
]  # fmt: skip


@pytest.mark.parametrize(("earlier", "later"), [*pairwise(IN_ORDER + THEN), *PAIRS])
def test_steps_come_in_order(known: pd.DataFrame, earlier: str, later: str) -> None:
    both = known.dropna(subset=[earlier, later])
    assert len(both) > 10
    assert (both[earlier] <= both[later]).all()


def test_a_step_needs_the_steps_before_it(known: pd.DataFrame) -> None:
    for earlier, later in pairwise(IN_ORDER):
        assert known.loc[known[later].notna(), earlier].notna().all(), later
    assert known.loc[known.surveyed_at.notna(), "callback_at"].notna().all()
    assert known.loc[known.resumed_at.notna(), "suspended_at"].notna().all()


def test_nothing_is_known_of_the_future(lives: Cases, tree: AreaTree) -> None:
    now = microseconds(NOW - timedelta(days=20))
    seen = state_at(lives, now)
    for step in STEPS:
        assert ((seen[step] <= now) | (seen[step] == NEVER)).all(), step
    assert (seen["version"] <= now).all()
    assert len(seen) == int((lives["reported_at"] <= now).sum())
    frame = table_of(seen, tree).to_pandas()
    assert frame[frame.surveyed_at.isna()].satisfaction.isna().all()
    assert frame[frame.dispatched_at.isna()].due_at.isna().all()
    assert frame[frame.dispatched_at.isna()].auto_dispatched.isna().all()


def test_closed_has_a_type_and_voided_a_reason(known: pd.DataFrame) -> None:
    assert (known.closed_at.notna() == known.close_type.notna()).all()
    assert (known.closed_at.notna() == known.closing_level.notna()).all()
    assert (known.voided_at.notna() == known.void_reason.notna()).all()
    assert not (known.voided_at.notna() & known.closed_at.notna()).any()
    late = known.closed_at > known.due_at
    assert late[known.close_type == "late"].all()
    assert not late[known.close_type == "normal"].any()


def test_the_status_is_that_of_the_last_step(known: pd.DataFrame) -> None:
    status = known.status
    assert (status == "closed").equals(known.closed_at.notna())
    assert (status == "voided").equals(known.voided_at.notna())
    going_on = known[known.closed_at.isna() & known.voided_at.isna()]
    returned = going_on.reworked_at.notna() | going_on.first_returned_at.notna()
    assert (going_on[returned].status == "rework").all()
    suspended = going_on.suspended_at.notna() & going_on.resumed_at.isna()
    assert (going_on[suspended].status == "suspended").all()
    assert going_on[going_on.status == "received"].finished_at.isna().all()
    assert going_on[going_on.status == "verifying"].verified_at.notna().all()
    assert set(status) >= {
        "accepted",
        "dispatched",
        "received",
        "consulting",
        "suspended",
        "finished",
        "verifying",
        "rework",
    }


def test_every_filed_case_is_closed_open_or_voided(lives: Cases) -> None:
    for days in (0, 1, 7, 40):
        seen = state_at(lives, microseconds(NOW - timedelta(days=days)))
        filed, closed, voided = (seen[step] < NEVER for step in ("filed_at", "closed_at", "voided_at"))
        assert filed.sum() == (closed & filed).sum() + (filed & ~closed & ~voided).sum() + (filed & voided).sum()
        assert not (closed & ~filed).any()


def test_a_reopened_case_is_not_closed_until_it_is_closed_again(lives: Cases) -> None:
    reopened = lives.take((lives["reworked_at"] > lives["first_closed_at"]) & (lives["reworked_at"] < NEVER))
    assert len(reopened) > 50
    first, rework, last = reopened["first_closed_at"][0], reopened["reworked_at"][0], reopened["closed_at"][0]
    one = reopened.take(np.arange(len(reopened)) == 0)
    assert state_at(one, int(first))["closed_at"][0] == first
    assert state_at(one, int(rework) - 1)["closed_at"][0] == first
    assert state_at(one, int(rework))["closed_at"][0] == NEVER
    assert state_at(one, int(last))["closed_at"][0] == last


def test_a_newer_state_has_a_newer_version(lives: Cases) -> None:
    """A case whose content changed between two moments has a later version; one that did not change is the same."""
    hour = 3_600_000_000
    now = microseconds(NOW)
    recent = lives.take(lives["reported_at"] > now - 200 * hour)
    before, after = (state_at(recent.take(recent["reported_at"] <= now - hour), at) for at in (now - hour, now))
    columns = ["status", "declined_count", "returned_count", "extensions", "close_type", "department", *STEPS, *LIMITS]
    changed = np.zeros(len(before), dtype=bool)
    for name in columns:
        changed |= before[name] != after[name]
    assert changed.sum() > 500
    assert (after["version"] > before["version"])[changed].all()


def test_counters_and_flags_belong_to_their_times(known: pd.DataFrame) -> None:
    assert ((known.declined_count > 0) == known.first_declined_at.notna()).all()
    assert ((known.returned_count > 0) == known.first_returned_at.notna()).all()
    assert ((known.extensions > 0) == known.extended_at.notna()).all()
    flagged = known.cross_region | known.cross_level | known.cross_department
    assert (flagged == known.cross_at.notna()).all()
    assert known[known.is_diverted].channel.eq("police_110_np").all()
    assert ((known.suspended_s > 0) == known.resumed_at.notna()).all()
