"""The steps that the simulator delivers are those of the lives of its cases, none twice and none left out."""

from __future__ import annotations

from datetime import timedelta

import numpy as np
import pandas as pd
import pytest

from dashboard.simulator.cases import NEVER, Cases
from dashboard.simulator.feed.calling import MADE
from dashboard.simulator.feed.case_changes import CaseChanges
from dashboard.simulator.feed.feeds import StepFeed
from dashboard.simulator.feed.passing import HANDED_BACK
from dashboard.simulator.feed.steps import calls_between, steps_between
from dashboard.simulator.habits.categories import kinds
from dashboard.simulator.habits.channels import habits
from dashboard.simulator.simulated_time import microseconds
from dashboard.simulator.simulation import Simulation
from tests.dashboard.simulator.conftest import NOW


@pytest.fixture(scope="module")
def steps(simulation: Simulation, lives: Cases) -> pd.DataFrame:
    """All of all lives, which the tests only read."""
    told: pd.DataFrame = steps_between(lives, 0, NEVER - 1, simulation).to_pandas()
    return told


def test_every_step_of_every_life_is_told_once(steps: pd.DataFrame, lives: Cases) -> None:
    count = steps["step"].value_counts()
    for step, names in {
        "reported": ("reported_at",),
        "dispatched": ("dispatched_at", "redispatched_at", "declined_again_at"),
        "declined": ("first_declined_at", "declined_again_at"),
        "extended": ("extended_at",),
        "returned": ("first_returned_at", "returned_again_at"),
        "voided": ("voided_at",),
    }.items():
        assert count.get(step, 0) == sum(int((lives[name] < NEVER).sum()) for name in names), step
    reopened = (lives["closed_at"] < NEVER) & (lives["closed_at"] != lives["first_closed_at"])
    assert count["closed"] == int((lives["first_closed_at"] < NEVER).sum()) + int(reopened.sum())
    assert steps["happened_at"].is_monotonic_increasing


def test_the_feed_tells_of_windows_that_the_cases_were_told_of(simulation: Simulation) -> None:
    changes = CaseChanges(simulation, NOW.date() - timedelta(days=1))
    feed, start = StepFeed(changes), NOW - timedelta(minutes=10)
    assert feed.window_end(start, NOW) == start
    changes.between(NOW - timedelta(hours=3), NOW - timedelta(minutes=3))
    middle = feed.window_end(start, NOW)
    assert middle == NOW - timedelta(minutes=3)
    body = feed.rows(start, middle)
    changes.between(middle, NOW)
    body += feed.rows(middle, feed.window_end(middle, NOW))
    active = changes.active
    assert active is not None
    whole = steps_between(active, microseconds(start), microseconds(NOW), simulation)
    assert len(body) == whole.num_rows > 20


def test_cases_are_passed_on_between_receipt_and_the_end_and_answered_once(
    simulation: Simulation, lives: Cases, steps: pd.DataFrame
) -> None:
    passed = steps[steps["step"] == "passed_on"]
    own = set(kinds().departments)
    first = passed[passed["unit"].isin(own)]
    assert 0.05 < len(first) / len(lives) < 0.3
    assert not first["source_id"].duplicated().any()
    times = {str(number): place for place, number in enumerate(lives["number"])}
    rows = first["source_id"].map(times).to_numpy()
    moments = first["happened_at"].astype("int64").to_numpy()
    assert ((moments >= lives["received_at"][rows]) & (moments < lives["finished_at"][rows])).all()
    names = {str(name) for name in simulation.tree.name}
    districts = set(passed["unit"]) - own
    assert districts < names
    streets = set(passed["to_value"]) - districts
    answers = steps[(steps["step"] == "handed_back") | ((steps["step"] == "received") & ~steps["unit"].isin(own))]
    assert sorted(answers["source_id"]) == sorted(first["source_id"])
    assert set(answers["unit"]) == streets
    assert abs((answers["step"] == "handed_back").mean() - HANDED_BACK) < 0.03


def test_citizens_are_called_up_to_three_times_and_again_after_a_bad_answer(
    simulation: Simulation, lives: Cases, steps: pd.DataFrame
) -> None:
    place = {str(number): place for place, number in enumerate(lives["number"])}
    missed = steps[steps["step"] == "callback_missed"]
    rows, at = missed["source_id"].map(place).to_numpy(), missed["happened_at"].astype("int64").to_numpy()
    assert (at >= lives["first_closed_at"][rows]).all()
    assert (at <= lives["callback_due_at"][rows]).mean() > 0.95  # some are called late
    before = at < lives["callback_at"][rows]
    assert before.all(), "nobody is missed once reached"
    hours = missed["happened_at"].dt.tz_convert("Asia/Shanghai").dt.hour
    assert hours.between(8, 18).all()
    called = (lives["callback_due_at"] < NEVER) & (lives["first_closed_at"] < NEVER)
    reached = called & (lives["callback_at"] < NEVER)
    times = np.bincount(rows, minlength=len(lives))
    assert times.max() == 3
    assert 0.15 < (times[reached] > 0).mean() < 0.22
    assert times[reached].max() == 2
    assert abs((times[called & ~reached] == 3).mean() - MADE[2]) < 0.03
    answers = steps[steps["step"] == "callback"]
    twice = answers["source_id"][answers["source_id"].duplicated()].map(place).to_numpy()
    assert (lives["satisfaction"][twice] <= 2).all()
    assert len(twice) > 20
    window = (microseconds(NOW - timedelta(days=3)), microseconds(NOW))
    calls = calls_between(lives, *window, simulation)
    of_all = steps_between(lives, *window, simulation).to_pandas()
    assert calls.num_rows == of_all["step"].isin(["callback", "callback_missed"]).sum() > 100


def test_alarms_of_devices_alone_are_judged_once_they_are_finished(lives: Cases, steps: pd.DataFrame) -> None:
    place = {str(number): place for place, number in enumerate(lives["number"])}
    verdicts = steps[steps["step"].isin(["alarm_false", "alarm_true"])]
    rows = verdicts["source_id"].map(place).to_numpy()
    codes = [channel.code for channel in habits().channel]
    assert {codes[channel] for channel in lives["channel"][rows]} == {"video_ai", "iot"}
    assert (verdicts["happened_at"].astype("int64").to_numpy() == lives["finished_at"][rows]).all()
    assert not verdicts["source_id"].duplicated().any()
    assert 0.02 < (verdicts["step"] == "alarm_false").mean() < 0.2
