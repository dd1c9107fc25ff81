"""The heat over HTTP: it adds up to the KPI at every zoom, its scale stands still, it says what it is."""

import base64
import math
from collections.abc import Iterator
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any
from urllib.parse import quote

import numpy as np
import pytest
from flask import Flask
from flask.testing import FlaskClient

from dashboard.map.heat.kernel import cell_metres
from dashboard.map.heat.raster import ground_of, heat
from dashboard.map.view_box import view_box
from dashboard.screens.scenes import scene_at
from dashboard.server.app import create_app
from dashboard.settings import Settings
from geodata.tiles.cell_tiles import CellTiles
from queries.city import City
from queries.kpis.question import Question
from queries.scope import WHOLE_CITY
from tests.cities.builder import build_city
from tests.cities.random_cities import START, random_city

WHOLE = "112.5,33.5,113.7,34.7"
NOW = START + timedelta(days=9)
PERIOD = "?period=2024-06-01..2024-06-08&lang=en"


@pytest.fixture(scope="module")
def city(tmp_path_factory: pytest.TempPathFactory) -> Iterator[City]:
    table, recorded_at = random_city(3, 200).table, datetime(2024, 6, 1, tzinfo=UTC)
    folder = tmp_path_factory.mktemp("heat")
    with build_city(folder, cases=table, source="random", clock=NOW, recorded_at=recorded_at) as opened:
        yield opened


@pytest.fixture
def client(city: City) -> FlaskClient:
    flask: Flask = create_app(Settings(token=None), city).server
    return flask.test_client()


def asked(client: FlaskClient, search: str = PERIOD, zoom: float = 10, bbox: str = WHOLE) -> dict[str, Any]:
    answer = client.get(f"/api/v1/map/heat?path=/&search={quote(search)}&zoom={zoom}&bbox={bbox}")
    assert answer.status_code == 200, answer.text
    body: dict[str, Any] = answer.get_json()
    return body


@pytest.mark.parametrize("search", [PERIOD, f"{PERIOD}&kpi=open", f"{PERIOD}&kpi=handling_time", f"{PERIOD}&area=E"])
@pytest.mark.parametrize("zoom", [3, 8, 9.7, 11, 12])
def test_the_heat_and_the_cases_without_a_point_are_the_n_of_the_kpi(city: City, search: str, zoom: float) -> None:
    scene = scene_at(city, "/", search, None)
    view = view_box({"zoom": str(zoom), "bbox": WHOLE if zoom > 5 else "80,0,150,60"})
    found = heat(city, scene, view, CellTiles(city.tree, city.ground.placer))
    km2 = (cell_metres(found.window.depth, ground_of(city).lat) / 1000) ** 2
    n = city.kpis.ask(scene.question(scene.metric.key)).n
    assert n
    assert float(found.values.sum()) * km2 == pytest.approx(found.bins.placed)
    assert found.bins.placed + found.bins.without == n


def test_the_answer_says_what_it_is_and_both_numbers(client: FlaskClient, city: City) -> None:
    body = asked(client)
    n = city.kpis.ask(
        Question("reported", "C", START.date(), (START + timedelta(days=7)).date(), NOW, scope=WHOLE_CITY)
    ).n
    assert body["with_point"] + body["without_point"] == body["total"] == n
    raster = np.frombuffer(base64.b64decode(body["values"]), np.uint8)
    assert raster.size == body["width"] * body["height"] <= 30_000
    assert raster.max() // body["step"] == body["classes"] == 6
    legend = body["legend"]
    assert legend["title"] == "Heat of Reported: cases per km²"
    assert f"radius {body['radius']:,} m" in legend["notes"][0]
    line = f"with a trusted point {body['with_point']} + without {body['without_point']} = {n}"
    assert legend["total"].endswith(line)
    assert [one["on"] for one in legend["choices"]] == [True, False, False]
    assert legend["choices"][1]["href"].endswith("&heat=raw")


def test_the_scale_stands_still_while_the_map_moves_and_an_area_is_chosen(client: FlaskClient) -> None:
    whole = asked(client, zoom=12, bbox="113.0,34.0,113.08,34.08")
    for search, bbox in ((PERIOD, "113.1,34.1,113.18,34.18"), (f"{PERIOD}&area=E1", "113.0,34.0,113.08,34.08")):
        body = asked(client, search, 12, bbox)
        assert (body["breaks"], body["radius"]) == (whole["breaks"], whole["radius"])
    assert (
        "only the cases of E1 side count: near its border less than lies there"
        in asked(client, f"{PERIOD}&area=E1")["legend"]["notes"]
    )


def test_classes_are_those_of_the_earlier_period_where_there_is_one(client: FlaskClient) -> None:
    before = asked(client, "?period=2024-06-02..2024-06-04&lang=en")
    after = asked(client, "?period=2024-06-05..2024-06-07&lang=en")
    assert "classes by the whole city in this period" in before["legend"]["notes"]
    assert "classes pinned by the whole city in the earlier period" in after["legend"]["notes"]
    assert after["breaks"] == before["breaks"]


def test_raw_is_the_weighted_number_within_the_radius(client: FlaskClient) -> None:
    density, raw = asked(client), asked(client, f"{PERIOD}&heat=raw")
    assert raw["radius"] == density["radius"]
    area = math.pi * (raw["radius"] / 1000) ** 2 / 3
    assert 0.3 < raw["breaks"][-1] / (density["breaks"][-1] * area) < 3
    assert "within the radius" in raw["legend"]["title"]


def test_without_population_there_is_no_rate_and_the_others_are_offered(client: FlaskClient) -> None:
    body = asked(client, f"{PERIOD}&heat=per_10k")
    assert body["width"] == body["classes"] == 0
    assert body["legend"]["notes"] == ["No population data in this city: choose per km² or the number of cases."]
    assert len(body["legend"]["choices"]) == 3
    assert body["total"] > 0


def test_with_population_the_rate_is_cases_over_residents(city: City) -> None:
    """A million residents spread over the city: away from its edges the rate is the density over theirs."""
    tree = replace(
        city.tree, population=np.array([1_000_000.0] + [np.nan] * (len(city.tree) - 1)), area_km2=city.tree.area_km2
    )
    lived = City(replace(city._context, tree=tree))
    view = view_box({"zoom": "10", "bbox": WHOLE})
    density, rate = (
        heat(lived, scene_at(lived, "/", f"{PERIOD}&heat={one}", None), view, CellTiles(tree, city.ground.placer))
        for one in ("per_km2", "per_10k")
    )
    row, column = np.array(rate.values.shape) // 2
    people = 1_000_000 / float(tree.area_km2[0])
    assert rate.values[row, column] == pytest.approx(density.values[row, column] / people * 10_000)
    assert rate.values[0, 0] == 0
    assert rate.breaks


def test_a_kpi_that_counts_no_cases_says_so(client: FlaskClient) -> None:
    body = asked(client, f"{PERIOD}&kpi=calls")
    assert body["legend"]["notes"] == ["This KPI does not count cases, so there is no heat of it."]
    assert body["legend"]["total"] == ""


@pytest.mark.parametrize("query", ["", "zoom=10", "zoom=10&bbox=1,2", "zoom=10&bbox=4,2,1,3", "zoom=22&bbox=1,2,9,9"])
def test_what_is_no_view_is_a_clear_error(client: FlaskClient, query: str) -> None:
    answer = client.get(f"/api/v1/map/heat?{query}")
    assert answer.status_code == 400
    assert answer.get_json()["sentence"]


def test_an_unknown_heat_in_the_address_is_told_and_the_usual_one_drawn(city: City) -> None:
    scene = scene_at(city, "/", "?heat=red", None)
    assert [notice.key for notice in scene.notices] == ["notice_heat"]
    assert scene.view.heat == "per_km2"
    assert scene.link(heat="raw") == "/?heat=raw"


def test_a_city_without_cases_has_no_heat(tmp_path: Path) -> None:
    with build_city(tmp_path / "tiny", cases=()) as empty:
        client = create_app(Settings(token=None), empty).server.test_client()
        body = client.get(f"/api/v1/map/heat?path=/&search=?lang=en&zoom=10&bbox={WHOLE}").get_json()
    assert body["total"] == body["classes"] == 0
    assert body["legend"]["notes"]
