"""What reports beside the cases: exact counts, plausible shares, the same from any process."""

from __future__ import annotations

from datetime import date, timedelta
from pathlib import Path

import numpy as np
import pandas as pd
import pytest
import shapely

from dashboard.simulator.cases import Cases, concatenated
from dashboard.simulator.demand.day_demand import demand_of
from dashboard.simulator.fleet.fleet import Fleet
from dashboard.simulator.fleet.health import BEAT
from dashboard.simulator.fleet.partners import Partners
from dashboard.simulator.habits.categories import kinds
from dashboard.simulator.habits.channels import habits
from dashboard.simulator.habits.partner_register import write_partners
from dashboard.simulator.simulated_time import DAY, HOUR, MINUTE, day_start, microseconds
from dashboard.simulator.simulation import Simulation
from geodata.areas.special_grids import SpecialGrids
from geodata.areas.tree_file import AreaTree
from queries.device_reports.row_check import check_rows
from queries.partners.partner_register import partner_register
from tests.dashboard.simulator.conftest import NOW

AT = microseconds(NOW)
SEED = 7


@pytest.fixture(scope="module")
def grids() -> SpecialGrids:
    codes = [f"Z{number:02d}" for number in range(21)]
    some = SpecialGrids.of(codes, codes, ["park"] * 21, "derived", [shapely.box(0, 0, 1, 1)] * 21)
    some.key[:19] = True
    return some


@pytest.fixture(scope="module")
def fleet(tree: AreaTree, grids: SpecialGrids) -> Fleet:
    return Fleet(tree, grids, SEED)


def accepted(kind: str, table: object) -> None:
    _, refused = check_rows(kind, table, zone="Asia/Shanghai", now=NOW + timedelta(minutes=1))
    assert refused == []


def test_the_inventory_has_the_published_numbers(fleet: Fleet) -> None:
    books = fleet.inventory_devices().to_pandas()
    assert books["network"].value_counts().to_dict() == {"video": 114_000, "iot": 63_000}
    assert books["kind"].nunique() == 12
    assert books["device"].is_unique
    assert books[["owner", "lon", "lat"]].notna().all(axis=None)
    assert set(books["status"]) == {"unknown"}
    assert books["heartbeat_at"].isna().all()


def test_ten_minutes_hold_every_device_that_works_evenly(fleet: Fleet) -> None:
    minutes = [fleet.devices(AT - (n + 1) * MINUTE, AT - n * MINUTE) for n in range(10)]
    numbers = pd.concat([one.to_pandas() for one in minutes])
    assert numbers["device"].is_unique
    assert all(16_500 < one.num_rows <= 17_700 for one in minutes)
    whole = fleet.devices(AT - BEAT, AT).to_pandas()
    columns = ["device", "status", "heartbeat_at"]
    pd.testing.assert_frame_equal(
        numbers[columns].sort_values("device", ignore_index=True),
        whole[columns].sort_values("device", ignore_index=True),
    )


def test_nearly_all_devices_are_online_and_the_rest_is_in_all_states(fleet: Fleet) -> None:
    for days in (0, 40, 300):
        body = fleet.devices(0, AT - days * DAY).to_pandas()["status"].value_counts() / 177_000
        assert 0.965 < body["online"] < 0.975
        assert 0.012 < body["offline"] < 0.028
        assert 0.002 < body["fault"] < 0.01
        assert 0.0005 < body["maintenance"] < 0.004
        assert 0.002 < 1 - body.sum() < 0.004


def test_the_silent_are_told_once_and_their_last_heartbeat_stays(fleet: Fleet) -> None:
    before, now = (fleet.devices(0, at).to_pandas().set_index("device") for at in (AT - HOUR, AT))
    gone = now.index[(now["status"] == "offline") & (before["status"].reindex(now.index) != "offline")]
    assert len(gone) > 0
    body = pd.concat([fleet.devices(at, at + 5 * MINUTE).to_pandas() for at in range(AT - HOUR, AT, 5 * MINUTE)])
    words = body[body["device"].isin(gone) & (body["status"] == "offline")]
    assert sorted(words["device"]) == sorted(gone)
    last = body[body["status"] != "offline"].groupby("device")["heartbeat_at"].max().reindex(gone).dropna()
    assert (words.set_index("device")["heartbeat_at"].reindex(last.index) == last).all()
    assert (words["reported_at"] - words["heartbeat_at"] == timedelta(minutes=10)).all()


def test_a_repaired_device_was_serviced(fleet: Fleet) -> None:
    device = np.arange(3_000)
    states = np.array([fleet.health.state(device, np.full(3_000, AT + n * 30 * MINUTE))[0] for n in range(480)])
    repaired = (states[1:] == 0) & (states[:-1] != 0)
    assert repaired.sum() > 100
    assert (states[:-1][repaired] == 3).all()


def test_all_tables_are_accepted_as_reports(fleet: Fleet, simulation: Simulation) -> None:
    day = simulation.day(NOW.date())
    accepted("devices", fleet.devices(AT - MINUTE, AT))
    accepted("units", fleet.units(AT, day))
    accepted("units", fleet.rosters(AT))
    accepted("partners", fleet.partners(AT))
    accepted("calls", fleet.calls([AT // HOUR * HOUR - HOUR], day))
    accepted("devices", fleet.inventory_devices())
    accepted("readings", fleet.readings(AT - HOUR, AT))


def test_the_roster_has_all_grid_workers(fleet: Fleet) -> None:
    roster = fleet.rosters(AT).to_pandas()
    assert roster["people"].sum() == 221_000
    assert roster["people"].max() - roster["people"].min() <= 1  # the small city's districts are alike
    assert len(roster) == 4


def test_every_partner_that_reports_is_declared_as_joined_with_somebody_to_call(
    fleet: Fleet, grids: SpecialGrids, tmp_path: Path
) -> None:
    write_partners(tmp_path, Partners(grids, SEED))
    register, lines = partner_register(tmp_path), fleet.partners(AT).to_pandas()
    assert register.refused == ()
    declared = {one.partner: one for one in register.entries}
    assert set(declared) == set(lines["partner"])
    assert {(one.kind, one.name) for one in declared.values()} == set(zip(lines["kind"], lines["name"], strict=True))
    assert all(one.is_joined_on(date(2025, 3, 1)) and one.contact and one.telephone for one in declared.values())
    assert declared["S01"].joined == date(2024, 6, 15), "the hotline, as published"


def test_partners_are_joined_and_now_and_then_cut_off(fleet: Fleet) -> None:
    moments = [fleet.partners(AT + n * 7 * MINUTE).to_pandas() for n in range(600)]
    assert moments[0]["kind"].value_counts().to_dict() == {"department": 20, "special_grid": 19, "system": 12}
    assert moments[0]["partner"].is_unique
    assert moments[0]["special_grid"].notna().sum() == 19
    assert set(kinds().departments) <= set(moments[0]["name"])
    links = pd.concat(moments)
    share = links["link"].value_counts(normalize=True)
    assert share["up"] > 0.97
    assert share["degraded"] > share["down"] > 0
    lag = links.groupby("link")["lag_s"].agg(["min", "max"])
    assert lag.loc["up", "max"] <= 8
    assert lag.loc["degraded", "min"] >= 40
    assert (links["seen_at"] <= links["reported_at"]).all()


def test_sensors_of_special_grids_have_their_tides_and_are_silent_now_and_then(fleet: Fleet) -> None:
    parts = [fleet.readings(AT - 14 * DAY, AT - HOUR), fleet.readings(AT - HOUR, AT)]
    read = pd.concat([part.to_pandas() for part in parts], ignore_index=True)
    assert read.equals(fleet.readings(AT - 14 * DAY, AT).to_pandas())
    assert read["measured_at"].max() == pd.Timestamp(NOW)
    assert read["special_grid"].nunique() == 19
    assert 0.01 < 1 - len(read) / (2 * 19 * 14 * DAY / (5 * MINUTE)) < 0.04
    local = read["measured_at"].dt.tz_convert("Asia/Shanghai")
    mean = read.groupby([read["quantity"], local.dt.day_of_week >= 5, local.dt.hour])["value"].mean()
    crowd, index = mean.loc["footfall"], mean.loc["congestion"]
    assert crowd.loc[(True, 19)] > 1.5 * crowd.loc[(False, 19)] > 10 * crowd.loc[(False, 3)]
    assert (1 <= index.min() < 1.5, 3 < index.max() <= 10) == (True, True)


def test_calls_fit_the_cases_of_the_hotline(fleet: Fleet, simulation: Simulation) -> None:
    found = []
    hotline = [channel.code for channel in habits().channel].index("hotline_12345")
    for back in range(5):
        day = NOW.date() - timedelta(days=back)
        cases = simulation.day(day)
        hours = [day_start(day) + hour * HOUR for hour in range(24)]
        calls = fleet.calls(hours, cases).to_pandas()
        reported = cases["reported_at"][cases["channel"] == hotline]
        in_hour = np.histogram(reported, [*hours, hours[-1] + HOUR])[0]
        assert (calls["answered"] >= in_hour).all()
        assert calls["calls"].sum() > 2 * in_hour.sum()
        found.append(calls.assign(night=np.isin(np.arange(24), [22, 23, *range(7)])))
    sums = pd.concat(found).groupby("night")[["calls", "answered", "answered_15s"]].sum()
    assert sums.loc[False, "answered"] / sums.loc[False, "calls"] == pytest.approx(0.99, abs=0.005)
    assert sums.loc[True, "answered"] / sums.loc[True, "calls"] < sums.loc[False, "answered"] / sums.loc[False, "calls"]
    total = sums.sum()
    assert total["answered_15s"] / total["calls"] == pytest.approx(0.96, abs=0.01)


def test_calls_need_no_cases_where_the_seed_is_that_of_the_city(
    tree: AreaTree, grids: SpecialGrids, simulation: Simulation
) -> None:
    fleet = Fleet(tree, grids, simulation.seed)
    hours = [day_start(NOW.date()) + hour * HOUR for hour in range(-3, 5)]
    both = concatenated([cases for _, cases in simulation.days(NOW.date() - timedelta(days=1), NOW.date())])
    assert fleet.calls(hours).equals(fleet.calls(hours, both))


def test_what_machines_report_lies_where_a_device_stands(lives: Cases, simulation: Simulation) -> None:
    detected, inventory = simulation.alarms.detections(lives), simulation.alarms.inventory
    codes = np.array([channel.code for channel in habits().channel])[lives["channel"]]
    assert ((detected.row >= 0) == np.isin(codes, ["iot", "video_ai"])).all()
    kind = np.array(inventory.kind.to_pylist())
    assert set(kind[detected.row[codes == "video_ai"]]) == {"camera"}
    assert "camera" not in set(kind[detected.row[codes == "iot"]])
    body = (detected.row >= 0) & ~np.isnan(lives["lon"])
    devices = set(zip(inventory.lon.tolist(), inventory.lat.tolist(), strict=True))
    points = zip(lives["lon"][body].tolist(), lives["lat"][body].tolist(), strict=True)
    assert body.sum() > 100
    assert set(points) <= devices


def test_the_device_is_near_what_it_reports(simulation: Simulation, tree: AreaTree) -> None:
    day = NOW.date()
    without = demand_of(day, simulation.places, simulation.seed, programme=simulation.programme)
    detected = simulation.alarms.detections(without)
    some = detected.row >= 0
    street = [tree.ancestor_at(leaf[some], 2) for leaf in (detected.leaf, without["leaf"])]
    assert (street[0] == street[1]).mean() > 0.99


def test_two_processes_agree(fleet: Fleet, tree: AreaTree, grids: SpecialGrids, lives: Cases) -> None:
    other = Fleet(tree, grids, SEED)
    assert other.devices(AT - MINUTE, AT).equals(fleet.devices(AT - MINUTE, AT))
    assert other.units(AT, lives).equals(fleet.units(AT, lives))
    assert other.partners(AT).equals(fleet.partners(AT))
    assert not Fleet(tree, grids, SEED + 1).units(AT, lives).equals(fleet.units(AT, lives))
