"""KPI, map and list count the same devices as online and the same units as seen, on both sides of every limit."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

import pytest

from queries.as_of_state.silence import silent_after_s
from queries.fleet.totals import FleetOfKind, fleet_totals
from queries.fleet.unit_positions import unit_kinds
from tests.cities.tiny.areas import POINTS
from tests.cities.tiny.cases import AS_OF, local
from tests.cities.town import Town
from tests.dashboard.api.map.layer_answers import ask, client_of

AROUND_THE_LIMIT = (-1, 0, 1)  # seconds
STATUSES = ("online", "fault", "offline", "maintenance", "unknown", None)
E1 = dict(zip(("lon", "lat"), POINTS["E1"], strict=True))


def ago(seconds: float) -> str:
    return (AS_OF - timedelta(seconds=seconds)).isoformat()


def devices() -> list[dict[str, Any]]:
    limit = silent_after_s("devices", "camera")
    heard = [
        {"device": f"{status}{more}", "kind": "camera", "status": status, "heartbeat_at": ago(limit + more), **E1}
        for status in STATUSES
        for more in AROUND_THE_LIMIT
    ]
    return heard + [{"device": f"{status}-never", "kind": "camera", "status": status, **E1} for status in STATUSES]


def units() -> list[dict[str, Any]]:
    limits = {kind: min(silent_after_s("units", kind), 86_400.0) for kind in unit_kinds()}
    on_duty = [
        {"unit": f"{kind}{more}", "kind": kind, "duty": "on", "status": "idle", "seen_at": ago(limit + more), **E1}
        for kind, limit in limits.items()
        for more in AROUND_THE_LIMIT
    ]
    never = [{"unit": f"{kind}-never", "kind": kind, "duty": "on"} for kind in limits]
    others = [{"unit": f"{duty}", "kind": "fire", "duty": duty, "seen_at": ago(1), **E1} for duty in ("off", "leave")]
    return [*on_duty, *never, *others]


def count(found: tuple[FleetOfKind, ...], *states: str) -> int:
    return sum(fleet.states.get(state, 0) for fleet in found for state in states)


# The last delivery is at AS_OF: later the source is late, and what it reported stays as it was.
@pytest.mark.parametrize("later", [timedelta(), timedelta(hours=5)])
def test_devices(town: Town, later: timedelta) -> None:
    town.report("devices", *devices())
    moment = AS_OF + later
    drawn = ask(client_of(town), "devices", level=1, stamp=f"0.{int(moment.timestamp())}")
    on_map = dict(zip((code for code, *_ in drawn["states"]), drawn["legend"]["numbers"]["states"], strict=True))
    listed = fleet_totals(town.city._runner, moment).devices
    kpi = town.ask("online", as_of=moment)
    assert {state: count(listed, state) for state in on_map} == on_map
    assert (kpi.numerator, kpi.n) == (on_map["online"], on_map["online"] + on_map["fault"] + on_map["offline"])
    # online, unknown and not stated: heard of within the limit and at it; a fault with a heartbeat is a fault
    assert on_map == {"online": 6, "fault": 3, "offline": 6, "unknown": 5, "maintenance": 4}


@pytest.mark.parametrize("later", [timedelta(), timedelta(hours=5)])
def test_units(town: Town, later: timedelta) -> None:
    town.report("units", *units())
    moment = AS_OF + later
    drawn = ask(client_of(town), "units", zoom=9, stamp=f"0.{int(moment.timestamp())}")
    kpi = town.ask("staffed", as_of=moment)
    listed = fleet_totals(town.city._runner, moment).units
    seen, silent = kpi.numerator, kpi.n - (kpi.numerator or 0)
    assert (seen, silent) == (2 * 10 + 4, 10 + 10)  # ten kinds have a limit, dispatch centres have none
    assert drawn["legend"]["title"].endswith(f"在岗 {kpi.n} = 有定位 {seen} + 失联 {silent}")
    assert (count(listed, "idle", "unknown"), count(listed, "silent")) == (seen, silent)
    assert count(listed, "off", "leave") == 2
    clusters = [n for _, _, *n in drawn["clusters"]]
    assert [sum(column) for column in zip(*clusters, strict=True)] == [23, 10, 2]  # of those with a position


def test_between_two_deliveries_one_falls_silent_for_all(town: Town) -> None:
    silent = {"device": "d1", "kind": "camera", "heartbeat_at": local("10 17:50").isoformat(), **E1}
    town.report("devices", silent, at=local("10 17:50"))
    for clock, online in (("10 18:05", 1), ("10 18:06", 0)):
        moment = local(clock)
        town.report("devices", {"device": "d2", "kind": "lift", "status": "maintenance"}, at=moment)
        drawn = ask(client_of(town), "devices", level=1, stamp=f"0.{int(moment.timestamp())}")
        listed = fleet_totals(town.city._runner, moment).devices
        counted = (town.ask("online", as_of=moment).numerator, count(listed, "online"))
        assert (*counted, drawn["legend"]["numbers"]["states"][0]) == (online, online, online)
