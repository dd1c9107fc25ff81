"""Units and partners of the tiny city, over HTTP and on screens: distances along the ellipsoid, ages, the load of
workers, who is joined, and who may see what."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pyproj
import pytest

from dashboard.commands.check import city_lines
from dashboard.screens.panel_registry import PANELS
from dashboard.screens.registration import draw_panel
from tests.cities.builder import build_city
from tests.cities.tiny.areas import POINTS
from tests.cities.tiny.cases import AS_OF, local
from tests.cities.town import Town
from tests.dashboard.api.map.layer_answers import client_of
from tests.dashboard.screens.conftest import found, texts

LON, LAT = POINTS["E1"]
NEAREST, WORKLOAD = "/api/v1/nearest", "/api/v1/workload"
REGISTER = "/api/v1/partners/register"


@pytest.fixture
def town(tmp_path: Path) -> Iterator[Town]:
    """With its cases."""
    with build_city(tmp_path, source="hand", clock=AS_OF) as city:
        yield Town(city, [])


def unit(name: str, east: float, north: float = 0.0, **more: Any) -> dict[str, Any]:
    seen = local("10 17:58").isoformat()
    place = {"lon": LON + east, "lat": LAT + north}
    return {"unit": name, "kind": "grid_worker", "duty": "on", "seen_at": seen, **place, **more}


def asked(town: Town, path: str, **given: object) -> dict[str, Any]:
    answer = client_of(town).get(path, query_string={"lang": "en", **given})
    assert answer.status_code == 200, answer.text
    told: dict[str, Any] = answer.get_json()
    return told


def refused(town: Town, **given: object) -> str:
    answer = client_of(town).get(NEAREST, query_string={"lang": "en", **given})
    assert answer.status_code in (400, 404), answer.text
    return str(answer.get_json()["sentence"])


def test_the_nearest_are_told_along_the_ellipsoid_with_the_age_of_their_position(town: Town) -> None:
    # By a sphere "north" is farther than "east", by the ellipsoid it is nearer.
    north, east = 0.01, 0.012081
    town.report("units", unit("north", 0, north), unit("east", east), unit("car", 0.0001, kind="patrol_car"))
    told = asked(town, NEAREST, lat=LAT, lng=LON, kind="grid_worker", limit=2)
    assert [one["name"] for one in told["found"]] == ["north", "east"]
    measure = pyproj.Geod(ellps="WGS84")
    by_hand = [measure.inv(LON, LAT, LON, LAT + north)[2], measure.inv(LON, LAT, LON + east, LAT)[2]]
    assert [one["metres"] for one in told["found"]] == pytest.approx(by_hand, abs=0.06)
    assert [(one["age_s"], one["kind_name"]) for one in told["found"]] == [(120.0, "Grid workers")] * 2
    assert (told["status"], told["things"], told["within_m"]) == ("ok", "units", 5000.0)
    assert [one["name"] for one in asked(town, NEAREST, lat=LAT, lng=LON, within_m=100)["found"]] == ["car"]
    assert [one["name"] for one in asked(town, NEAREST, source="hand", id="K1", limit=1)["found"]] == ["car"]


def test_what_is_not_known_or_wrong_is_said(town: Town) -> None:
    nothing = asked(town, NEAREST, lat=LAT, lng=LON, kind="camera")
    assert (nothing["status"], nothing["found"], len(nothing["notes"])) == ("no_data", [], 1)
    assert "must be given" in refused(town, lat=LAT)
    assert "is no number from -90 to 90" in refused(town, lat=91, lng=LON)
    assert "is none of units, devices, grid_worker" in refused(town, lat=LAT, lng=LON, kind="horse")
    assert "from 1 to 200" in refused(town, lat=LAT, lng=LON, limit=201)
    assert "no trusted point" in refused(town, source="hand", id="K12")
    assert refused(town, source="hand", id="K99")


def test_the_load_and_its_table(town: Town) -> None:
    nothing = texts(draw_panel(PANELS["workload"], town.city, "/command", "?lang=en", None))
    assert nothing[1:] == ["no data from this source"]
    town.report("units", unit("a", 0), unit("b", 0.001, home_area="W1", duty="off"))
    told = asked(town, WORKLOAD)
    assert [(row["code"], row["open"], row["on_duty"], row["load"], row["duty"]) for row in told["rows"]] == [
        ("E", 1, 1, 1.0, "known"),
        ("W", 3, 0, None, "nobody"),
    ]
    assert (told["whole"]["load"], told["whole"]["overdue"]) == (4.0, 2)
    shown = draw_panel(PANELS["workload"], town.city, "/command", "?lang=en", None)
    assert "4 open cases ÷ 1 grid workers on duty = 4.0 for each." in texts(shown)
    rows = found(shown, "workload-table")[0].children[1].children
    assert [texts(row)[:2] for row in rows] == [["E side", "1.0 (n = 1)"], ["W side", "nobody on duty"]]


def test_who_is_joined_stands_beside_the_lines_and_what_does_not_fit_is_said(town: Town) -> None:
    rows = (
        "partner,kind,name,contact,telephone,joined,left",
        "d1,department,Parks,liaison,0371-60000001,2024-03-01,",
        "d2,department,Water,,,2024-05-01,",
        "d3,department,Heating,,,2024-07-01,",
        "s1,system,Hotline,,,2023-01-01,2024-06-01",
        "s2,system,Video,,,soon,",
    )
    (town.city.ground.folder / "partners.csv").write_text("\n".join(rows), encoding="utf-8")
    seen = AS_OF.isoformat()
    lines = (
        {"partner": "d1", "kind": "department"},
        {"partner": "s1", "kind": "system"},
        {"partner": "x", "kind": "system"},
    )
    town.report("partners", *({**one, "link": "up", "lag_s": 1, "seen_at": seen} for one in lines))
    told = asked(town, REGISTER)
    assert (told["kept"], told["lines_known"], told["notes"]) == (True, True, [])
    assert (told["never_reported"], told["unexpected"], told["refused_lines"]) == (["d2"], ["s1", "x"], 1)
    assert told["refused"][0]["why"] == "soon is no day; write it like 2025-03-01"
    assert {one["partner"]: one["telephone"] for one in told["partners"]}["d1"] == "•••"
    [checked] = [one for one in city_lines(town.city) if one.what == "partners"]
    assert (checked.ok, checked.found) == (False, "4 lines of partners.csv count")
    assert checked.advice == "line 6: soon is no day; write it like 2025-03-01"
    past = asked(town, REGISTER, as_of="2024-05-31")
    assert [one["membership"] for one in past["partners"] if one["partner"] == "s1"] == ["joined"]
    assert {one["reported"] for one in past["partners"]} == {None}
    assert past["notes"] == [
        "Of this moment the states of the lines are not known: only the newest are stored, past silences are not."
    ]
    shown = texts(draw_panel(PANELS["partners"], town.city, "/sources", "?lang=en", None))
    assert {"Departments 2", "up 1 · never reported 1", "joined 2024-03-01 · liaison •••", "Joined systems 0"} <= {
        *shown
    }
    assert {
        "up 2 · not declared or not joined 2",
        "reports, but left on 2024-06-01",
        "reports, but is not declared",
    } <= {*shown}
    assert {"line 6: soon is no day; write it like 2025-03-01", "Joined and left until 2024-06-10: 4"} <= {*shown}
    assert "Heating" not in shown, "it joins later: nobody expects its line"
    wall = " ".join(texts(draw_panel(PANELS["partners"], town.city, "/wall", "?lang=en", None)))
    assert "never reported" in wall
    assert "liaison" not in wall
