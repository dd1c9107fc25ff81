"""Units: on shift by the hour, out for the cases of their streets, and never faster than they can be."""

from __future__ import annotations

from itertools import pairwise

import numpy as np
import pandas as pd
import pytest

from dashboard.simulator.cases import NEVER, Cases
from dashboard.simulator.fleet.fleet import CASES_WITHIN, Fleet
from dashboard.simulator.fleet.movement import STATUS
from dashboard.simulator.simulated_time import HOUR, MINUTE, SECOND, microseconds
from geodata.areas.special_grids import SpecialGrids
from geodata.areas.tree_file import AreaTree
from tests.dashboard.simulator.conftest import NOW

AT = microseconds(NOW)


@pytest.fixture(scope="module")
def fleet(tree: AreaTree) -> Fleet:
    return Fleet(tree, SpecialGrids.of([], [], [], "", []), 7)


def seen(fleet: Fleet, at: int, cases: Cases | None) -> pd.DataFrame:
    units: pd.DataFrame = fleet.units(at, cases).to_pandas()
    return units.set_index("unit")


def test_two_thousand_move_and_the_centres_stand(fleet: Fleet, lives: Cases) -> None:
    units = seen(fleet, AT, lives)
    centres = units["kind"] == "dispatch_centre"
    assert ((~centres).sum(), centres.sum()) == (2_000, 5)
    assert units.index.is_unique
    assert set(units["status"]) <= set(STATUS)
    assert set(units["duty"]) == {"on", "off", "leave"}
    on = units["duty"] == "on"
    assert (units["lon"].notna() == on).all()
    assert units["heading"].dropna().between(0, 360, inclusive="left").all()


def test_shifts_follow_the_hour(fleet: Fleet) -> None:
    on = [(seen(fleet, AT + hours * HOUR, None)["duty"] == "on").sum() for hours in (0, 12)]  # 14:30 and 2:30
    assert on[0] > 1_200
    assert on[1] < on[0] / 2
    went = fleet.units(AT + 5 * HOUR, None, since=AT + 4 * HOUR).to_pandas()
    off = went[went["duty"] == "off"]
    assert 0 < len(off) < 2_000
    assert (off["seen_at"] > pd.Timestamp(AT + 4 * HOUR, unit="us", tz="UTC")).all()


def test_units_go_to_cases_of_their_streets_and_stay_until_they_are_finished(
    fleet: Fleet, lives: Cases, tree: AreaTree
) -> None:
    jobs = fleet.movement.work.jobs(lives, AT, 0)
    assert len(jobs.unit) > 50
    by_number = {number: row for row, number in enumerate(lives["number"].tolist())}
    rows = np.array([by_number[number] for number in jobs.number.tolist()])
    assert (lives["finished_at"][rows] == jobs.ends).all()
    assert (lives["dispatched_at"][rows] < jobs.departs).all()
    beat = fleet.movement.crews.beat[jobs.unit]
    assert ((beat <= lives["leaf"][rows]) & (lives["leaf"][rows] <= tree.last_id[beat - 1])).all()
    there = np.flatnonzero((jobs.arrives < AT) & (jobs.ends > AT))
    units = seen(fleet, AT, lives)
    at_case = units.loc[fleet.movement.crews.unit[jobs.unit[there]].tolist()]
    at_case = at_case[~at_case["status"].isin(["offline", "sos"])]
    assert len(at_case) > 10
    assert set(at_case["status"]) == {"on_scene"}
    row = dict(zip(fleet.movement.crews.unit[jobs.unit[there]], rows[there], strict=True))
    placed = [(at_case.loc[unit], row[unit]) for unit in at_case.index if not np.isnan(lives["lon"][row[unit]])]
    assert all(one["lon"] == pytest.approx(lives["lon"][at], abs=2e-6) for one, at in placed)
    assert {"idle", "assigned", "en_route", "on_scene", "offline"} <= set(units["status"])


def test_nobody_jumps(fleet: Fleet, lives: Cases, tree: AreaTree) -> None:
    moments = [AT + n * 5 * SECOND for n in range(80)]
    lives = lives.take((lives["finished_at"] > AT - CASES_WITHIN) & (lives["dispatched_at"] <= moments[-1]))
    km = np.array([np.cos(np.radians(tree.lat[0])), 1.0]) * 111.32
    fastest = 0.0
    frames = [seen(fleet, at, lives) for at in moments]
    for before, after in pairwise(frames):
        both = (before["duty"] == "on") & (after["duty"] == "on")
        way = np.linalg.norm((after[["lon", "lat"]] - before[["lon", "lat"]])[both].to_numpy() * km, axis=1)
        hours = (after["seen_at"] - before["seen_at"])[both].dt.total_seconds().to_numpy() / 3_600
        assert (way[hours <= 0] == 0).all()
        moved = hours > 0
        fastest = max(fastest, float((way[moved] - 0.0005).max() / hours[moved][np.argmax(way[moved])]))
        assert ((way[moved] - 0.0005) / hours[moved] < 55).all()
    assert fastest > 15
    assert max(frame["speed"].max() for frame in frames) < 55


def test_only_what_is_known_and_near_matters(fleet: Fleet, lives: Cases) -> None:
    finished, dispatched = lives["finished_at"], lives["dispatched_at"]
    needed = (finished > AT - CASES_WITHIN) & (finished < AT + CASES_WITHIN) & (dispatched <= AT) & (finished < NEVER)
    assert fleet.units(AT, lives.take(needed)).equals(fleet.units(AT, lives))
    assert needed.sum() < len(lives) / 10


def test_units_are_where_they_were_whatever_is_dispatched_later(fleet: Fleet, lives: Cases) -> None:
    later = AT + 20 * MINUTE
    known = lives.take(lives["dispatched_at"] <= AT)
    pd.testing.assert_frame_equal(seen(fleet, AT, known), seen(fleet, AT, lives))
    assert not seen(fleet, later, known).equals(seen(fleet, later, lives))


def test_a_cry_for_help_is_rare(fleet: Fleet) -> None:
    states = pd.concat([seen(fleet, AT - n * 10 * MINUTE, None)["status"] for n in range(0, 144 * 3, 3)])
    assert (states == "sos").mean() < 5e-5
