"""What the card of a case tells of units and devices near it, compared with distances on the ellipsoid."""

from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pyproj
import pytest

from tests.cities.builder import build_city
from tests.cities.tiny.areas import POINTS
from tests.cities.tiny.cases import AS_OF, local
from tests.cities.town import Town
from tests.dashboard.api.map.layer_answers import client_of

LON, LAT = POINTS["E1"]
ASIDE = {"next": 0.0004, "street": 0.004, "quarter": -0.03, "far": 0.06}
"""How far east of the case K1 each stands, in degrees."""


@pytest.fixture
def town(tmp_path: Path) -> Iterator[Town]:
    """With its cases."""
    with build_city(tmp_path, source="hand", clock=AS_OF) as city:
        yield Town(city, [])


def at(name: str) -> dict[str, float]:
    return {"lon": LON + ASIDE[name], "lat": LAT}


def metres_to(name: str) -> float:
    return float(pyproj.Geod(ellps="WGS84").inv(LON, LAT, LON + ASIDE[name], LAT)[2])


def unit(name: str, place: str, clock: str = "17:58", **more: Any) -> dict[str, Any]:
    seen = local(f"10 {clock}").isoformat()
    return {"unit": name, "kind": "grid_worker", "duty": "on", "status": "idle", "seen_at": seen, **at(place), **more}


def lists(town: Town, search: str = "?lang=en", case: str = "K1") -> dict[str, Any]:
    asked = {"source": "hand", "id": case, "path": "/", "search": search, "stamp": f"0.{int(AS_OF.timestamp())}"}
    answer = client_of(town).get("/api/v1/case", query_string=asked)
    assert answer.status_code == 200, answer.text
    return {one["things"]: one for one in answer.get_json()["near"]}


def test_units_that_can_be_sent_are_told_nearest_first_with_their_distance(town: Town) -> None:
    town.report(
        "units",
        unit("quarter", "quarter"),
        unit("street", "street", status="on_scene"),
        unit("next", "next", kind="patrol_car"),
        unit("far", "far"),
        unit("resting", "next", duty="off"),
        unit("lost", "next", "17:00"),
        unit("switched off", "next", status="offline"),
    )
    assert town.refused == []
    units = lists(town)["units"]
    assert [one["name"] for one in units["rows"]] == ["next", "street", "quarter"]
    assert [(one["kind"], one["state"]) for one in units["rows"][:2]] == [
        ("Patrol cars", "idle"),
        ("Grid workers", "on scene"),
    ]
    for one in units["rows"]:
        assert one["metres"] == pytest.approx(metres_to(one["name"]), rel=0.005)
    assert [one["distance"] for one in units["rows"]] == ["37 m", "369 m", "2.8 km"]
    assert units["show"] == "/?lang=en&layers=cells,units,labels,tiles", "the layers that were on, and the units"


def test_devices_are_told_in_every_state_and_only_those_close_by(town: Town) -> None:
    beat = local("10 17:59").isoformat()
    broken = {"device": "d1", "kind": "manhole", "status": "fault", "heartbeat_at": beat, **at("next")}
    town.report("devices", broken, broken | {"device": "d2", **at("street")})
    assert town.refused == []
    devices = lists(town)["devices"]
    assert [(one["name"], one["state"]) for one in devices["rows"]] == [("d1", "fault")]


def test_where_nothing_is_near_or_known_that_is_said(town: Town) -> None:
    assert lists(town)["units"]["rows"] == []
    assert lists(town)["units"]["note"] == "No unit is on duty and heard of within 5 km."
    town.report("units", unit("next", "next"))
    of_the_past = lists(town, "?lang=en&as_of=2024-06-05")["units"]
    assert (of_the_past["rows"], of_the_past["show"]) == ([], "")
    assert "not known" in of_the_past["note"]


def test_a_case_without_a_point_has_nothing_near_it(town: Town) -> None:
    _, rows = town.city._runner.rows("SELECT source_id FROM city.events WHERE lon IS NULL LIMIT 1", {})
    assert rows, "the tiny city has a case without a point"
    assert lists(town, case=rows[0][0]) == {}
