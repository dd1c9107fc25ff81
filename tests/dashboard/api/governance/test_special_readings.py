"""What sensors measure in special grids of the tiny city, over HTTP, below the map and in the comparison on it."""

from __future__ import annotations

import json
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from dashboard.screens.panel_registry import PANELS
from dashboard.screens.registration import draw_panel
from geodata.city.profile import SourceProfile
from tests.cities.builder import build_city
from tests.cities.tiny.cases import AS_OF, local
from tests.cities.tiny.special_grids import special_grids
from tests.cities.town import Town
from tests.dashboard.api.map.layer_answers import client_of
from tests.dashboard.screens.conftest import found, texts

ADDRESS, LAYER = "/api/v1/special-grids/readings", "/api/v1/map/special"


@pytest.fixture(scope="module")
def town(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Town]:
    """Persons in the station, by the hour, and an index of an hour ago; the quarter has no sensor."""
    folder: Path = tmp_path_factory.mktemp("sensed") / "tiny"
    with build_city(folder, source="hand", clock=AS_OF, special_grids=special_grids()) as city:
        sources = {**city.profile.sources, "readings": SourceProfile(kind="readings")}
        city._context.profile = city.profile.model_copy(update={"sources": sources})
        town = Town(city, [])
        town.report("readings", reading("8:00", 800), reading("9:30", 900), reading("17:55", 1200))
        town.report("readings", reading("17:00", 4.5, quantity="congestion", unit="index"))
        town.report("readings", reading("17:55", 5, special_grid=None, device="x"))
        yield town


def reading(clock: str, value: float, **more: Any) -> dict[str, Any]:
    said = {"special_grid": "ZS1", "quantity": "footfall", "unit": "person"}
    return said | {"value": value, "measured_at": local(f"10 {clock}").isoformat()} | more


def asked(town: Town, **given: str) -> dict[str, Any]:
    answer = client_of(town).get(ADDRESS, query_string={"lang": "en", **given})
    assert answer.status_code == 200, answer.text
    told: dict[str, Any] = answer.get_json()
    return told


def test_the_answer_has_unit_scale_age_and_the_day_by_the_hour(town: Town) -> None:
    told = asked(town)
    assert [(one["quantity"], one["unit"], one["scale"]) for one in told["quantities"]] == [
        ("footfall", "person", None),
        ("congestion", "index", [1, 10]),
    ]
    station, quarter = told["grids"]
    crowd, jam = station["readings"]
    assert (crowd["state"], crowd["value"], crowd["age_s"], crowd["said"]) == (
        "current",
        1200,
        300,
        "1,200 persons · 5 min ago",
    )
    assert crowd["hours"] == [
        {"hour": hour, "mean": mean, "sensors": 1} for hour, mean in ((8, 800), (9, 900), (17, 1200))
    ]
    assert (jam["state"], jam["said"]) == ("stale", "4.5 / 10 · out of date, 1 h ago")
    assert [one["said"] for one in quarter["readings"]] == ["no data from this source"] * 2
    assert (told["status"], told["adrift"], told["notes"]) == (
        "ok",
        1,
        ["1 more sensors are in no known special grid."],
    )


def test_another_moment_grids_that_are_named_and_what_is_not_understood(town: Town) -> None:
    past = asked(town, as_of="2024-06-10T09:00", special_grid="ZS1")
    assert [(one["code"], one["readings"][0]["value"]) for one in past["grids"]] == [("ZS1", 800)]
    before = asked(town, as_of="2024-06-09")
    assert (before["status"], before["notes"]) == ("no_data", ["no data from this source"])
    for given in ({"special_grid": "nowhere"}, {"as_of": "yesterday"}, {"colour": "red"}):
        answer = client_of(town).get(ADDRESS, query_string={"lang": "en", **given})
        assert answer.status_code == 400
        assert next(iter(given)) in answer.get_json()["sentence"]


def test_the_panel_says_what_is_stale_and_what_has_no_sensor_and_draws_the_day(town: Town) -> None:
    shown = draw_panel(PANELS["special_readings"], town.city, "/", "?lang=en", None)
    [table] = found(shown, "readings-table")
    rows = table.children[1].children
    assert [texts(row)[:3] for row in rows] == [
        ["Station", "1,200 persons", "5 min ago"],
        ["Quarter", "no data from this source", "—"],
    ]
    assert [one.children for one in found(shown, "late")] == ["out of date, 1 h ago"]
    [line] = found(shown, "spark")
    values = json.loads(vars(line)["data-chart"])["values"]
    assert [(hour, value) for hour, value in enumerate(values) if value] == [(8, 800), (9, 900), (17, 1200)]
    nothing = draw_panel(PANELS["special_readings"], town.city, "/", "?lang=en&as_of=2024-06-09", None)
    assert "No source delivers readings of sensors in special grids." in texts(nothing)


def test_the_comparison_on_the_map_has_the_readings_beside_the_numbers(town: Town) -> None:
    given = {"search": "?lang=en&special=ZS1,ZS2", "path": "/", "zoom": "12", "bbox": "113,34,113.2,34.2"}
    answer = client_of(town).get(LAYER, query_string=given)
    assert answer.status_code == 200, answer.text
    rows = answer.get_json()["compare"]["rows"][-2:]
    nothing = ["no data from this source", ""]
    assert rows == [
        ["Footfall (persons)", [["1,200 persons", "5 min ago"], nothing]],
        ["Congestion index (1 free – 10 jammed)", [["4.5 / 10", "out of date, 1 h ago"], nothing]],
    ]
