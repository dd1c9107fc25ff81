"""Cases on the map over HTTP: clusters add up at every zoom, and a list has as many rows as its cluster counts."""

import csv
import io
from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any
from urllib.parse import parse_qsl, quote

import numpy as np
import pyarrow as pa
import pytest
from flask import Flask
from flask.testing import FlaskClient

from dashboard.map.layers.points import CLUSTER_PIXELS, MOST_CLUSTERS, clustered, depth_for
from dashboard.map.view_box import ViewBox, Window
from dashboard.screens.scenes import scene_at
from dashboard.server.app import create_app
from dashboard.settings import Settings
from geodata.coordinates.web_mercator import to_world
from queries.city import City
from queries.kpis import bins
from queries.kpis.question import Question
from tests.cities.builder import build_city
from tests.cities.random_cities import START, random_city

WHOLE = "112.9,33.9,113.3,34.3"
NOW = START + timedelta(days=9)
SEARCH = "?period=2024-06-01..2024-06-08&lang=en"
PERSONAL = "call 13812345678, id 410105199001011234"


def opened(folder: Path) -> City:
    """The tiny city with 240 cases, every second with personal data in its title."""
    table = random_city(11, 240).table
    titles = pa.array([PERSONAL if n % 2 else f"case {n}" for n in range(240)], pa.string())
    table = table.append_column("title", titles)
    recorded_at = datetime(2024, 6, 1, tzinfo=UTC)
    return build_city(folder, cases=table, source="random", clock=NOW, recorded_at=recorded_at)


def client_of(city: City) -> FlaskClient:
    flask: Flask = create_app(Settings(token=None), city).server
    return flask.test_client()


@pytest.fixture(scope="module")
def client(tmp_path_factory: pytest.TempPathFactory) -> Iterator[FlaskClient]:
    with opened(tmp_path_factory.mktemp("points")) as city:
        yield client_of(city)


@pytest.fixture
def city(tmp_path: Path) -> Iterator[City]:
    """A city that a test may change."""
    with opened(tmp_path / "own") as own:
        yield own


def screen(search: str = SEARCH) -> str:
    return f"path=/&search={quote(search)}&stamp=0.{int(NOW.timestamp())}"


def clusters(client: FlaskClient, search: str = SEARCH, zoom: float = 11, bbox: str = WHOLE) -> dict[str, Any]:
    answer = client.get(f"/api/v1/map/points?{screen(search)}&zoom={zoom}&bbox={bbox}")
    assert answer.status_code == 200, answer.text
    body: dict[str, Any] = answer.get_json()
    return body


def listed(client: FlaskClient, body: dict[str, Any], cell: str, search: str = SEARCH) -> dict[str, Any]:
    answer = client.get(f"/api/v1/map/points/cases?{screen(search)}&cell={cell}&known={quote(body['known'])}")
    assert answer.status_code == 200, answer.text
    page: dict[str, Any] = answer.get_json()
    return page


@pytest.mark.parametrize("search", [SEARCH, f"{SEARCH}&kpi=open", f"{SEARCH}&kpi=closing_rate", f"{SEARCH}&area=W"])
@pytest.mark.parametrize("zoom", [2, 7.4, 9, 11.5, 13, 14])
def test_clusters_and_cases_without_a_point_are_the_n_of_the_kpi(client: FlaskClient, search: str, zoom: float) -> None:
    body = clusters(client, search, zoom)
    chosen = dict(parse_qsl(search[1:]))
    key, area = chosen.get("kpi", "reported"), chosen.get("area", "C")
    days = {"from": "2024-06-01", "to": "2024-06-08", "as_of": NOW.isoformat()}
    n = client.get("/api/v1/kpi", query_string={"key": key, "area": area, **days}).get_json()["n"]
    assert sum(cluster[2] for cluster in body["clusters"]) == body["in_sight"] == body["with_point"]
    assert body["with_point"] + body["without_point"] == body["total"] == n > 0
    assert f"{body['with_point']} + without {body['without_point']} = {n}" in body["words"]["total"]


@pytest.mark.parametrize("zoom", [9, 13, 14])
def test_every_cluster_lists_as_many_cases_as_it_counts(client: FlaskClient, zoom: float) -> None:
    body = clusters(client, zoom=zoom)
    found: list[str] = []
    for x, y, n, lon, lat in body["clusters"]:
        page = listed(client, body, f"{body['depth']}.{x}.{y}")
        (world_x,), (world_y,) = to_world([lon], [lat])
        assert (int(world_x * 2 ** body["depth"]), int(world_y * 2 ** body["depth"])) == (x, y)
        cases = list(page["cases"])
        while page["next"]:
            page = client.get(page["next"]).get_json()
            cases += page["cases"]
        assert page["n"] == len(cases) == n
        found += [case["id"] for case in cases]
        rows = list(csv.DictReader(io.StringIO(client.get(page["csv"]).get_data(as_text=True))))
        assert [row["source_id"] for row in rows] == [case["id"] for case in cases]
    without = listed(client, body, "none")
    assert without["n"] == body["without_point"]
    assert len(set(found)) == len(found) == body["with_point"]


def test_a_case_alone_is_at_its_own_point(client: FlaskClient, city: City) -> None:
    body = clusters(client, zoom=18, bbox="113.149,34.049,113.1525,34.051")
    alone = [cluster for cluster in body["clusters"] if cluster[2] == 1]
    x, y, _, lon, lat = alone[0]
    page = listed(client, body, f"{body['depth']}.{x}.{y}")
    assert page["title"].startswith("1 case, as of ")
    (case,) = page["cases"]
    exact = {row["source_id"]: (row["lon"], row["lat"]) for row in city.kpis.cases(_question(city)).to_pylist()}
    assert exact[case["id"]] == pytest.approx((lon, lat), abs=1e-6)


def test_the_list_has_nothing_personal_and_the_status_of_then(client: FlaskClient) -> None:
    body = clusters(client, zoom=5)
    (x, y, _, _, _) = body["clusters"][0]
    page = listed(client, body, f"{body['depth']}.{x}.{y}")
    assert page["next"]
    text = "".join(case["title"] for case in page["cases"]) + client.get(page["csv"]).get_data(as_text=True)
    assert "138***78" in text
    assert "13812345678" not in text
    assert "410105199001011234" not in text
    known = {"reported", "accepted", "filed", "dispatched", "received", "being checked", "rework", "closed", "voided"}
    assert {case["status"] for case in page["cases"]} <= known
    early = SEARCH + "&as_of=2024-06-02T00:00"
    then = clusters(client, early, zoom=5)
    cell = f"{then['depth']}.{then['clusters'][0][0]}.{then['clusters'][0][1]}"
    assert listed(client, then, cell, early)["n"] == then["clusters"][0][2] < body["clusters"][0][2]


def test_a_list_asked_for_after_a_delivery_is_that_of_the_cluster(city: City) -> None:
    client = client_of(city)
    body = clusters(client, zoom=5)
    x, y, n, _, _ = body["clusters"][0]
    more = random_city(12, 300).table
    ids = pa.array([f"later-{number}" for number in range(300)], pa.string())
    city.acts.load_table(more.set_column(more.column_names.index("source_id"), "source_id", ids), "random")
    assert clusters(client, zoom=5)["clusters"][0][2] > n
    page = listed(client, body, f"{body['depth']}.{x}.{y}")
    assert page["n"] == n
    rows = client.get(page["csv"]).get_data(as_text=True).splitlines()
    assert len(rows) == n + 1
    assert "later-" not in "".join(rows)


def test_so_many_cases_that_bins_are_coarser_still_add_up(city: City, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(bins, "MANY", 10)
    client = client_of(city)
    for zoom, box in ((11, WHOLE), (18, "113.149,34.049,113.1525,34.051")):
        body = clusters(client, zoom=zoom, bbox=box)
        assert body["depth"] <= bins.COARSER
        for x, y, n, _, _ in body["clusters"]:
            assert listed(client, body, f"{body['depth']}.{x}.{y}")["n"] == n
    x, y, *_ = body["clusters"][0]
    finer = [listed(client, body, f"{body['depth'] + 1}.{2 * x + i}.{2 * y + j}") for i in (0, 1) for j in (0, 1)]
    assert sum(page["n"] for page in finer) == body["clusters"][0][2] == sum(len(page["cases"]) for page in finer)
    heat = client.get(f"/api/v1/map/heat?{screen()}&zoom=18&bbox=113.149,34.049,113.1525,34.051").get_json()
    assert heat["depth"] <= bins.COARSER
    assert heat["radius"] == 300
    assert heat["total"] == body["total"]


@pytest.mark.parametrize("cell", ["", "x", "1.2", "99.0.0", "3.9.1", "3.-1.1"])
def test_what_is_no_cell_is_a_clear_error(client: FlaskClient, cell: str) -> None:
    assert client.get(f"/api/v1/map/points/cases?{screen()}&cell={cell}").status_code == 400
    for more in ("after=x", "known=yesterday"):
        assert client.get(f"/api/v1/map/points/cases?{screen()}&cell=none&{more}").status_code == 400


def test_a_kpi_that_counts_no_cases_says_so(client: FlaskClient) -> None:
    body = clusters(client, f"{SEARCH}&kpi=calls")
    assert body["clusters"] == []
    assert body["words"]["title"] == "This KPI does not count cases: nothing to show."
    assert client.get(f"/api/v1/map/points/cases?{screen(SEARCH + '&kpi=calls')}&cell=none").status_code == 400


@pytest.mark.parametrize(
    ("size", "zoom"), [((1100, 700), 9.3), ((3840, 2160), 11), ((7680, 2160), 12.6), ((1100, 700), 17)]
)
def test_a_view_has_no_more_clusters_than_can_be_drawn(size: tuple[int, int], zoom: float) -> None:
    width, height = size[0] / 256 / 2**zoom * 360, size[1] / 256 / 2**zoom * 290
    view = ViewBox(zoom, 113.5, 34.6, 113.5 + width, 34.6 + height)
    depth = depth_for(view)
    assert view.cells(depth).cells <= MOST_CLUSTERS * 1.1
    pixels = 256 * 2**zoom / 2**depth
    assert pixels >= CLUSTER_PIXELS / 2 / 1.42


def test_clusters_of_parts_are_those_of_the_whole(city: City) -> None:
    found = city.kpis.bins(_question(city))
    whole = clustered(found, Window(16, 0, 0, 1 << 16, 1 << 16))
    middle = int(np.median(whole.x))
    parts = [clustered(found, Window(16, x0, 0, x1, 1 << 16)) for x0, x1 in ((0, middle), (middle, 1 << 16))]
    assert sum(int(part.n.sum()) for part in parts) == int(whole.n.sum()) == found.placed
    assert np.concatenate([part.x for part in parts]).tolist() == whole.x.tolist()


def _question(city: City) -> Question:
    return scene_at(city, "/", SEARCH, None).question("reported")
