"""A city whose streets have no outlines: cases are counted by street, and the map says what it cannot draw."""

import json
from collections.abc import Iterator
from pathlib import Path
from urllib.parse import quote

import pytest
from flask import Flask
from flask.testing import FlaskClient

from dashboard.map.base_map import opening_extent
from dashboard.screens.panel_registry import PANELS
from dashboard.screens.registration import draw_panel
from dashboard.screens.scenes import scene_at
from dashboard.server.app import create_app
from dashboard.settings import Settings
from geodata.founding.new_city import create_city
from queries.city import City
from queries.kpis.question import Question
from queries.scope import WHOLE_CITY
from tests.dashboard.screens.conftest import found, texts

STREETS = "街道编码,街道名称\nS1,花园路街道\nS2,经八路街道\nS3,航海路街道\n"
CASES = """工单编号,上报时间,所属街道,经度,纬度
1,2024-08-20 08:00,花园路街道,113.68,34.77
2,2024-08-20 09:00,花园路街道,113.68,34.78
3,2024-08-20 10:00,经八路街道,,
4,2024-08-20 11:00,航海路街道,113.70,34.72
5,2024-08-20 12:00,,113.70,34.72
"""
SEARCH = "?from=2024-08-20&to=2024-08-20&lang=zh-CN"


@pytest.fixture(scope="module")
def town(tmp_path_factory: pytest.TempPathFactory) -> Iterator[City]:
    folder: Path = tmp_path_factory.mktemp("streets")
    (folder / "街道.csv").write_text(STREETS, encoding="utf-8")
    (folder / "cases.csv").write_text(CASES, encoding="utf-8")
    create_city(folder / "town", "town", [(None, folder / "街道.csv")], "Asia/Shanghai")
    with City.open(folder / "town") as city:
        city.acts.load(folder / "cases.csv", source="hotline")
        yield city


@pytest.fixture(scope="module")
def client(town: City) -> FlaskClient:
    flask: Flask = create_app(Settings(token=None), town).server
    return flask.test_client()


def test_cases_are_counted_by_street_whether_they_have_a_point_or_not(town: City) -> None:
    answer = town.kpis.ask(Question(metric="reported", area="town", by="area", scope=WHOLE_CITY))
    assert {row.code: row.n for row in answer.rows} == {"S1": 2, "S2": 1, "S3": 1, "_not_placed": 1}


def test_the_map_says_what_it_has_no_outline_for_and_the_ranking_has_it(town: City) -> None:
    note = found(draw_panel(PANELS["map"], town, "/", SEARCH, None), "not-outlined")[0]
    (words,) = texts(note)
    assert "3 个区域中 3 个没有边界" in words
    assert "花园路街道、航海路街道、经八路街道" in words or "花园路街道、经八路街道、航海路街道" in words
    assert "共 4 件" in words
    assert "花园路街道" in " ".join(texts(draw_panel(PANELS["ranking"], town, "/", SEARCH, None)))


def test_without_data_the_map_counts_areas_and_no_cases(town: City) -> None:
    before = "?period=2020-08-20..2020-08-20&lang=zh-CN"
    (words,) = texts(found(draw_panel(PANELS["map"], town, "/", before, None), "not-outlined")[0])
    assert "3 个区域中 3 个没有边界" in words
    assert "件" not in words


@pytest.mark.parametrize("key", PANELS)
def test_every_panel_draws(town: City, key: str) -> None:
    for search in (SEARCH, f"{SEARCH}&area=S1"):
        assert draw_panel(PANELS[key], town, "/", search, None) is not None, search


@pytest.mark.parametrize("layer", ["points", "heat", "units", "devices", "special"])
def test_every_layer_answers(client: FlaskClient, layer: str) -> None:
    more = "&level=1" if layer == "devices" else ""
    screen = f"path=/&search={quote(SEARCH)}&stamp=0.1724130000"
    answer = client.get(f"/api/v1/map/{layer}?{screen}{more}&zoom=11&bbox=113.5,34.6,113.9,34.9")
    assert answer.status_code == 200, answer.text
    if layer == "points":
        assert answer.get_json()["in_sight"] == 4


def test_areas_tiles_and_outlines_answer_without_numbers_that_nobody_knows(client: FlaskClient) -> None:
    areas = client.get("/api/v1/areas").get_json()
    assert areas["area"]["lon"] is areas["area"]["bbox"] is areas["children"][0]["area_km2"] is None
    assert client.get("/outlines/1/town.geojson").get_json() == {"type": "FeatureCollection", "features": []}
    assert client.get("/cells/1/10/1/1").status_code == 200
    assert client.get("/").status_code == 200


def test_the_density_of_points_is_on_where_no_area_can_be_coloured(town: City) -> None:
    scene = scene_at(town, "/", SEARCH, None)
    assert "heat" in scene.layers
    assert "layers=" not in scene.link()
    assert "layers=" in scene.layer_link("heat")


def test_the_map_opens_on_the_cases_and_its_legend_says_that_there_are_no_outlines(town: City) -> None:
    west, south, east, north = opening_extent(town)
    assert (113.6 < west < 113.68, 113.7 < east < 113.8) == (True, True)
    assert (34.6 < south < 34.72, 34.78 < north < 34.9) == (True, True)
    legend = found(draw_panel(PANELS["map"], town, "/", SEARCH, None), "legend-classes")[0]
    assert json.loads(getattr(legend, "data-legend")) == [[6, "无边界"]]


def test_without_any_point_the_map_opens_where_the_time_zone_lies(tmp_path: Path) -> None:
    (tmp_path / "街道.csv").write_text(STREETS, encoding="utf-8")
    create_city(tmp_path / "town", "town", [(None, tmp_path / "街道.csv")], "Asia/Shanghai")
    with City.open(tmp_path / "town") as city:
        west, south, east, north = opening_extent(city)
    assert 120 < west < 121.47 < east < 123
    assert 30 < south < 31.23 < north < 33
