"""What the simulated source delivers: the same in the end whatever the windows, with the errors of real deliveries."""

from __future__ import annotations

from datetime import timedelta

import numpy as np
import pandas as pd
import pyarrow as pa
import pytest

from dashboard.simulator.cases import NEVER, Cases
from dashboard.simulator.chance import chances
from dashboard.simulator.feed.case_changes import CaseChanges
from dashboard.simulator.feed.delivery_errors import delivered_at, with_delivery
from dashboard.simulator.feed.purposes import CasePurpose
from dashboard.simulator.simulated_time import microseconds
from dashboard.simulator.simulation import Simulation
from dashboard.simulator.table import table_of
from geodata.areas.tree_file import AreaTree
from tests.dashboard.simulator.conftest import NOW

FIRST = NOW.date() - timedelta(days=1)


@pytest.fixture(scope="module")
def delivered(lives: Cases, simulation: Simulation, tree: AreaTree) -> Cases:
    return with_delivery(lives, simulation.seed, len(tree))


def newest(table: pa.Table) -> pd.DataFrame:
    """The newest version of every readable row, as a store keeps it."""
    rows = table.to_pandas().dropna(subset=["source_id", "reported_at"])
    ordered = rows.sort_values(["source_id", "version"], kind="stable")
    last: pd.DataFrame = ordered.drop_duplicates("source_id", keep="last").reset_index(drop=True)
    return last


def test_minute_by_minute_ends_as_at_once(simulation: Simulation) -> None:
    start = NOW - timedelta(hours=3)
    at_once = CaseChanges(simulation, FIRST).between(NOW - timedelta(days=2), NOW)
    bit_by_bit = CaseChanges(simulation, FIRST)
    body = [bit_by_bit.between(NOW - timedelta(days=2), start)]
    while start < NOW:
        body.append(bit_by_bit.between(start, start + timedelta(minutes=1)))
        start += timedelta(minutes=1)
    pd.testing.assert_frame_equal(newest(pa.concat_tables(body)), newest(at_once))


def test_whoever_begins_in_the_middle_tells_the_same(simulation: Simulation) -> None:
    """A process that was killed draws everything anew, and repeats what may not have arrived."""
    middle, early = NOW - timedelta(hours=2), NOW - timedelta(days=2)
    first = CaseChanges(simulation, FIRST).between(early, middle)
    second = CaseChanges(simulation, FIRST).between(middle - timedelta(minutes=10), NOW)
    whole = CaseChanges(simulation, FIRST).between(early, NOW)
    pd.testing.assert_frame_equal(newest(pa.concat_tables([first, second])), newest(whole))


def test_a_second_tells_little(simulation: Simulation) -> None:
    changes = CaseChanges(simulation, FIRST)
    changes.between(NOW - timedelta(hours=1), NOW)
    rows = [changes.between(NOW + timedelta(seconds=n), NOW + timedelta(seconds=n + 1)).num_rows for n in range(30)]
    assert 0 < sum(rows) < 300


@pytest.mark.parametrize(
    ("column", "share"),
    [("corrected_at", 0.01), ("again_at", 0.005), ("garbled_at", 0.0002)],
)
def test_errors_come_at_honest_rates(delivered: Cases, column: str, share: float) -> None:
    assert (delivered[column] < NEVER).mean() == pytest.approx(share, rel=0.25)


def test_one_in_a_hundred_comes_late_and_few_clocks_are_off(delivered: Cases) -> None:
    late = delivered["arrived_at"] - delivered["reported_at"]
    assert (late >= 300_000_000).mean() == pytest.approx(0.01, rel=0.1)
    assert late.max() <= 8 * 3_600_000_000
    assert (delivered["skew"] != 0).mean() == pytest.approx(0.003, rel=0.2)
    assert abs(delivered["skew"]).max() <= 180_000_000


def test_cases_of_published_whole_numbers_arrive_as_they_are(delivered: Cases) -> None:
    exact = delivered.take(delivered["planned"] | (delivered["cross_at"] < NEVER))
    assert len(exact)
    assert (exact["arrived_at"] == exact["reported_at"]).all()
    assert not exact["skew"].any()
    for name in ("corrected_at", "garbled_at", "again_at"):
        assert (exact[name] == NEVER).all()


def test_a_corrected_case_is_wrong_first_and_right_in_a_newer_version(delivered: Cases, tree: AreaTree) -> None:
    corrected = delivered.take(delivered["corrected_at"] <= microseconds(NOW))
    wrong_kind = corrected["first_kind"] != corrected["kind"]
    assert 0.4 < wrong_kind.mean() < 0.8
    for row in np.flatnonzero(wrong_kind)[:20].tolist():
        one = corrected.take(np.array([row]))
        moment = int(one["corrected_at"][0])
        before, after = (table_of(delivered_at(one, at), tree).to_pylist()[0] for at in (moment - 1, moment))
        assert before["category3"] != after["category3"] or before["category1"] != after["category1"]
        assert before["version"] < after["version"]
    misplaced = corrected.take(~wrong_kind)
    first = delivered_at(misplaced, int(misplaced["arrived_at"].max()))
    still = first["corrected_at"] > int(misplaced["arrived_at"].max())
    assert np.isnan(first["lon"][still]).all()


def test_chance_is_even_and_belongs_to_the_number() -> None:
    numbers = 20250101_000_000 + np.arange(1, 100_001)
    drawn = chances(7, CasePurpose.LATE, numbers)
    assert drawn.min() >= 0
    assert drawn.max() < 1
    assert np.histogram(drawn, 10, (0, 1))[0] == pytest.approx(np.full(10, 10_000), rel=0.05)
    assert (chances(7, CasePurpose.LATE, numbers[5:9]) == drawn[5:9]).all()
    assert abs(np.corrcoef(drawn, chances(7, CasePurpose.SKEWED, numbers))[0, 1]) < 0.02
    assert (chances(8, CasePurpose.LATE, numbers) != drawn).mean() > 0.99
