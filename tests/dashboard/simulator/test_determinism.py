"""The same seed makes the same city: at once, day by day, or minute by minute."""

from __future__ import annotations

from datetime import date, timedelta

import pandas as pd
import pyarrow as pa
import pytest

from dashboard.simulator.cases import Cases
from dashboard.simulator.generating import generate
from dashboard.simulator.known_state import state_at
from dashboard.simulator.simulated_time import microseconds
from dashboard.simulator.simulation import Simulation
from dashboard.simulator.table import table_of
from geodata.areas.tree_file import AreaTree
from tests.dashboard.simulator.conftest import NOW

DAY = date(2026, 11, 12)


def test_a_day_is_the_same_each_time_it_is_drawn(tree: AreaTree) -> None:
    first, second = (Simulation(tree, seed=7).day(DAY) for _ in range(2))
    assert table(first, tree).equals(table(second, tree))


def test_another_seed_is_another_city(tree: AreaTree) -> None:
    first, second = (Simulation(tree, seed=seed).day(DAY) for seed in (7, 8))
    assert not table(first, tree).slice(0, 1000).equals(table(second, tree).slice(0, 1000))


def test_a_day_does_not_depend_on_the_days_before(simulation: Simulation, tree: AreaTree) -> None:
    in_a_row = dict(simulation.days(DAY - timedelta(days=3), DAY))
    assert table(in_a_row[DAY], tree).equals(table(simulation.day(DAY), tree))


@pytest.mark.soak
def test_minute_by_minute_is_the_same_as_at_once(lives: Cases, tree: AreaTree) -> None:
    """Newest versions of all rows sent in three hours of minutes = the whole city at the end of them."""
    lively = lives.take(lives["reported_at"] > microseconds(NOW - timedelta(days=20)))
    at = NOW - timedelta(hours=3)
    sent = [state_at(lively, microseconds(at))]
    while at < NOW:
        since, at = at, at + timedelta(minutes=1)
        moved = lively.take(lively.moves_between(microseconds(since), microseconds(at)))
        assert len(moved) < 1_000
        sent.append(state_at(moved, microseconds(at)))
    rows = pa.concat_tables([table_of(part, tree) for part in sent]).to_pandas()
    newest = rows.drop_duplicates("source_id", keep="last").sort_values("source_id", ignore_index=True)
    whole = table_of(state_at(lively, microseconds(NOW)), tree).to_pandas()
    pd.testing.assert_frame_equal(newest, whole.sort_values("source_id", ignore_index=True))
    assert not rows.duplicated(["source_id", "version"]).any()


def test_batches_hold_every_case_once(tree: AreaTree) -> None:
    batches = list(generate(tree, NOW - timedelta(days=11), NOW, seed=7))
    ids = pa.concat_tables([rows for rows, _ in batches])["source_id"].to_pylist()
    assert len(batches) == 3
    assert len(set(ids)) == len(ids)
    assert batches[-1][1] == NOW
    reported = batches[0][0]["reported_at"].to_pylist()
    assert min(reported).isoformat().startswith("2026-11-08T16:0")  # the first city day, from its midnight


def table(cases: Cases, tree: AreaTree) -> pa.Table:
    return table_of(state_at(cases, microseconds(NOW)), tree)
