"""Families of which whole numbers were published come out exactly, for every seed, from a conditioned process."""

from __future__ import annotations

from datetime import date, timedelta

import numpy as np
import pytest

from dashboard.simulator.cases import NEVER, Cases, concatenated
from dashboard.simulator.habits.channels import habits
from dashboard.simulator.habits.chronicle import chronicle
from dashboard.simulator.known_state import state_at
from dashboard.simulator.lives.conditional import LONGEST, SHORTEST, Durations, choose, closings
from dashboard.simulator.lives.plan import Planned, plans
from dashboard.simulator.simulated_time import DAY, HOUR, day_start
from dashboard.simulator.simulation import Simulation
from geodata.areas.tree_file import AreaTree

ANOTHER_SEED = 7
COUNTED = {"cross": [(date(2025, 3, 14), 2745, 2670), (date(2025, 3, 25), 3540, 3376)]}
COUNTED["returned"] = [(date(2024, 8, 20), 1072, 799)]
HOTLINE = [channel.code for channel in habits().channel].index("hotline_12345")


def family(planned: tuple[Planned, ...], step: str) -> Planned:
    return next(plan for plan in planned if plan.family.step == step)


@pytest.mark.parametrize("seed", range(12))
@pytest.mark.parametrize("step", ["cross", "returned"])
def test_a_plan_has_the_published_counts_from_six_in_the_evening_to_midnight(seed: int, step: str) -> None:
    plan = family(plans(seed), step)
    for day, begun, closed in COUNTED[step]:
        for hour in (18, 24):
            now = day_start(day) + hour * HOUR
            assert (plan.at <= now).sum() == begun
            assert ((plan.at <= now) & (plan.closed_at <= now)).sum() == closed


@pytest.mark.parametrize("step", ["cross", "returned"])
def test_planned_moments_lie_in_office_hours_and_in_order(step: str) -> None:
    plan = family(plans(ANOTHER_SEED), step)
    assert (plan.closed_at > plan.at).all()
    for moments in (plan.at, plan.closed_at[plan.closed_at < NEVER]):
        hour = (moments - day_start(date(2024, 1, 1))) % DAY / HOUR
        assert hour.min() >= 8.5
        assert hour.max() <= 17.75
    report = (plan.day - 1) * DAY + day_start(date.min)
    assert (plan.at - (report + DAY) >= 8 * HOUR).all()  # also the last case of the day can be flagged


def test_seeds_have_plans_of_their_own() -> None:
    first, second = (family(plans(seed), "cross").at for seed in (1, 2))
    assert (first != second).any()


@pytest.fixture(scope="module")
def small(tree: AreaTree) -> Cases:
    """Every day of the published span in a city of a thirtieth of the size, of another seed; what nothing is published
    about is left out."""
    simulation = Simulation(tree, seed=ANOTHER_SEED, cases_a_day=400)
    lots = []
    for _, cases in simulation.days(chronicle().planned_from, chronicle().planned_to):
        rare = (cases["cross_at"] < NEVER) | (cases["first_returned_at"] < NEVER) | cases["planned"]
        lots.append(cases.take(rare | (cases["kind"] == 0)))
    return concatenated(lots)


@pytest.mark.parametrize("hour", [18, 24])
def test_lives_of_the_days_carry_the_plan_out(small: Cases, hour: int) -> None:
    for step, counts in COUNTED.items():
        for day, begun, closed in counts:
            seen = state_at(small, day_start(day) + hour * HOUR)
            counted = (seen[f"{'cross' if step == 'cross' else 'first_returned'}_at"] < NEVER) & (
                seen["voided_at"] >= NEVER
            )
            if step == "returned":
                counted &= seen["channel"] == HOTLINE
            assert counted.sum() == begun
            assert (counted & (seen["closed_at"] < NEVER)).sum() == closed


def test_other_channels_are_sent_back_by_chance(small: Cases) -> None:
    by_chance = (small["first_returned_at"] < NEVER) & ~small["planned"]
    assert by_chance.sum() > 0
    assert (small["channel"][by_chance] != HOTLINE).all()


def test_planned_lives_keep_the_order_of_the_life_cycle(small: Cases) -> None:
    lives = small.take(small["planned"])
    order = ["reported_at", "accepted_at", "filed_at", "dispatched_at", "received_at", "finished_at", "verified_at"]
    for earlier, later in zip(order, [*order[1:], "first_closed_at"], strict=True):
        comes = lives[later] < NEVER
        if later == "first_closed_at":
            comes &= lives["first_returned_at"] == NEVER
        assert (lives[earlier][comes] <= lives[later][comes]).all(), later
    sent_back = lives.take(lives["first_returned_at"] < NEVER)
    assert (sent_back["verified_at"] < sent_back["first_returned_at"]).all()
    assert (sent_back["first_returned_at"] < sent_back["reworked_at"]).all()
    assert (sent_back["reworked_at"] < sent_back["first_closed_at"]).all()
    assert (lives["voided_at"] == NEVER).all()


def test_a_planned_day_is_the_same_each_time(tree: AreaTree) -> None:
    day = date(2025, 3, 18)
    alone = Simulation(tree, cases_a_day=1_000).day(day)
    in_a_row = dict(Simulation(tree, cases_a_day=1_000).days(day - timedelta(days=2), day))[day]
    assert alone["planned"].sum() > 20
    for name, column in alone.columns.items():
        assert np.array_equal(column, in_a_row[name], equal_nan=column.dtype.kind == "f"), name


def test_exactly_so_many_are_chosen_and_likelier_ones_more_often() -> None:
    rng = np.random.default_rng(1)
    chance = np.repeat([0.1, 0.9], 500)
    chosen = choose(rng, chance, 300)
    assert chosen.sum() == 300
    assert chosen[500:].sum() > 4 * chosen[:500].sum()


def test_conditioned_closings_fit_what_is_known() -> None:
    rng = np.random.default_rng(2)
    begun = np.sort(rng.uniform(0, 99.8, 1_000))
    laws = Durations(np.full(1_000, 6.0), np.full(1_000, 0.8), np.full(1_000, 0.05))
    closed, never = closings(rng, begun, laws, [(100.0, 130)])
    assert (closed > 100.0).sum() == 130
    assert (closed[~never] - begun[~never]).max() <= LONGEST
    assert (closed - begun).min() >= SHORTEST
    assert 0 < never.sum() < 130
