"""The simulated city's history: how it grows, its seasons and storms, cases that wait for long."""

from __future__ import annotations

from datetime import date, timedelta
from itertools import pairwise

import numpy as np
import pytest

from dashboard.simulator.cases import NEVER, Cases, concatenated
from dashboard.simulator.demand.programme import RoadProgramme
from dashboard.simulator.demand.storms import storm_of
from dashboard.simulator.demand.volume import counts_of, expected_of
from dashboard.simulator.habits.categories import kinds
from dashboard.simulator.habits.channels import habits
from dashboard.simulator.habits.chronicle import chronicle
from dashboard.simulator.lives.ending import LONGEST_LIFE_DAYS, first_living_day
from dashboard.simulator.places import Places
from dashboard.simulator.simulated_time import DAY, day_start
from dashboard.simulator.simulation import Simulation
from geodata.areas.tree_file import AreaTree

CODES = [channel.code for channel in habits().channel]
YEAR = [date(2024, 1, 1) + timedelta(days=number) for number in range(366)]


def test_the_hotline_joins_wholly_on_one_day() -> None:
    hotline = CODES.index("hotline_12345")
    shares = []
    for day in (date(2024, 6, 14), date(2024, 6, 17)):
        expected = expected_of(day, 12_000)
        shares.append(expected[hotline] / expected.sum())
    assert shares[0] < 0.27
    assert shares[1] > shares[0] + 0.07


def test_chance_moves_days_but_hardly_months() -> None:
    for seed in (1, 2):
        drawn = np.array([counts_of(day, seed, 12_000).sum() for day in YEAR])
        expected = np.array([expected_of(day, 12_000).sum() for day in YEAR])
        assert np.std(drawn / expected) > 0.015
        for month in range(1, 13):
            rows = np.array([day.month == month for day in YEAR])
            assert drawn[rows].sum() == pytest.approx(expected[rows].sum(), rel=0.005)


def test_the_spring_festival_is_quiet_and_a_make_up_sunday_is_not() -> None:
    sizes = {day: expected_of(day, 12_000).sum() for day in YEAR}
    assert sizes[date(2024, 2, 12)] < 0.6 * sizes[date(2024, 2, 26)]
    assert sizes[date(2024, 2, 18)] > 1.2 * sizes[date(2024, 2, 25)]  # a Sunday at work, and one off
    assert sizes[date(2024, 10, 2)] < 0.8 * sizes[date(2024, 10, 16)]


def test_storms_come_in_summer_and_strike_many_districts(tree: AreaTree) -> None:
    places = Places.of(tree)
    struck = {day: storm for day in YEAR if (storm := storm_of(day, places, 5, 12_000)) is not None}
    assert 4 < len(struck) < 25
    assert sum(day.month in (7, 8) for day in struck) > len(struck) / 2
    for day, storm in struck.items():
        assert len(storm) >= 250
        assert len(np.unique(places.level(storm["leaf"], 1))) > 2
        since = storm["reported_at"] - day_start(day)
        assert 0 <= since.min() <= since.max() < DAY


def test_the_road_programme_is_one_matter_at_22_crossings(tree: AreaTree) -> None:
    places, about = Places.of(tree), chronicle().programme
    for seed in (1, 2):
        road = RoadProgramme.of(places, seed)
        assert len(np.unique(road.crossings)) == 22
        assert len(np.unique(places.level(road.crossings, 2))) == 1
        assert (sum(road.here.values()), sum(road.elsewhere.values())) == (350, 150)
    simulation, fault = Simulation(tree, cases_a_day=300), kinds().number(about.kind)
    days = [cases for _, cases in simulation.days(about.others_first, about.others_last)]
    faults = concatenated([cases.take(cases["kind"] == fault) for cases in days])
    assert len(faults) == 500
    assert (faults["matter"] == about.matter).sum() == 350


@pytest.fixture(scope="module")
def waiting(tree: AreaTree) -> Cases:
    """Cases of a week of April 2024 that nobody gets on with."""
    simulation = Simulation(tree, cases_a_day=6_000)
    week = concatenated([cases for _, cases in simulation.days(date(2024, 4, 8), date(2024, 4, 14))])
    assert 0.03 < week["shelved"].mean() < 0.06
    return week.take(week["shelved"])


def test_long_waiting_cases_are_cleared_in_the_campaign(waiting: Cases) -> None:
    campaign = chronicle().campaign
    mediated = waiting["channel"] == CODES.index("police_110_np")
    closed = waiting["closed_at"][~mediated & (waiting["voided_at"] == NEVER)]
    assert (closed >= day_start(campaign.first)).all()
    assert (closed < day_start(campaign.last) + DAY).all()
    assert (waiting["closed_at"][mediated] == NEVER).all()
    for earlier, later in pairwise(("received_at", "finished_at", "verified_at", "first_closed_at")):
        assert (waiting[earlier] <= waiting[later]).all()
    called = waiting["callback_at"] < NEVER
    assert called.any()
    assert (waiting["callback_at"] > waiting["first_closed_at"])[called].all()


def test_some_of_them_are_suspended_until_then(waiting: Cases) -> None:
    suspended = waiting["suspended_at"] < NEVER
    assert 0.08 < suspended.mean() < 0.25
    resumed = waiting.take(suspended & (waiting["resumed_at"] < NEVER))
    assert (resumed["suspended_at"] < resumed["resumed_at"]).all()
    assert (resumed["resumed_at"] <= resumed["finished_at"]).all()
    long = resumed["resumed_at"] - resumed["suspended_at"] > 100 * DAY
    assert long.mean() > 0.5


def test_few_wait_for_long_at_present(tree: AreaTree) -> None:
    day = Simulation(tree).day(date(2026, 11, 3))
    assert day["shelved"].mean() < 0.004


@pytest.mark.parametrize("since", [date(2024, 10, 1), date(2024, 12, 31), date(2025, 1, 20)])
def test_in_the_campaign_cases_of_all_days_may_move(since: date) -> None:
    assert first_living_day(since) == chronicle().planned_from


@pytest.mark.parametrize("since", [date(2024, 8, 20), date(2025, 3, 25), date(2026, 11, 20)])
def test_else_sixty_days_are_enough(tree: AreaTree, since: date) -> None:
    first = first_living_day(since)
    assert (since - first).days == LONGEST_LIFE_DAYS + 1
    older = Simulation(tree, cases_a_day=2_000).day(first - timedelta(days=1))
    last = older.last_step()
    day = day_start(since)
    assert not ((last >= day) & (last < day + DAY)).any()
