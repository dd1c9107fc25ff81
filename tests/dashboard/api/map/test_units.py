"""Units on the map, counted by hand on the tiny city: who is seen, silent, off duty, where, and of which moment."""

from datetime import timedelta
from typing import Any

import numpy as np
import pytest
from flask.testing import FlaskClient

from dashboard.map.layers.grid_clusters import clustered, depth_of
from dashboard.map.view_box import ViewBox
from queries.city import City
from queries.fleet.unit_positions import silence_limits, unit_kinds, unit_positions
from tests.cities.tiny.areas import POINTS
from tests.cities.tiny.cases import AS_OF, local
from tests.cities.town import Town
from tests.dashboard.api.map.layer_answers import AROUND_E1, ask, client_of


def unit(name: str, kind: str, clock: str | None, street: str | None, **more: Any) -> dict[str, Any]:
    seen = {"seen_at": local(f"10 {clock}").isoformat()} if clock else {}
    at = dict(zip(("lon", "lat"), POINTS[street], strict=True)) if street else {}
    return {"unit": name, "kind": kind, "duty": "on", **seen, **at, **more}


@pytest.fixture
def client(town: Town) -> FlaskClient:
    """On duty are five: u1 and u5 are seen, u2 and u3 for too long not, u6 never was; u4 is off duty."""
    town.report(
        "units",
        unit("u1", "grid_worker", "17:50", "E1", status="en_route", heading=90, speed=10, home_area="E2"),
        unit("u2", "grid_worker", "17:29", "E1", status="idle", heading=10, speed=0, home_area="E2"),
        unit("u3", "patrol_car", "17:40", "W1", status="idle"),
        unit("u4", "patrol_car", "17:55", None, duty="off"),
        unit("u5", "dispatch_centre", "8:00", "W2"),
        unit("u6", "drone", None, None),
    )
    assert town.refused == []
    return client_of(town)


def texts(body: Any) -> dict[str, str]:
    return {line["sign"]: line["text"] for line in body["legend"]["kinds"]}


def test_on_duty_are_those_seen_and_those_silent_each_kind_by_its_own_time(client: FlaskClient, town: Town) -> None:
    body = ask(client, "units")
    assert body["legend"]["title"] == "力量（C side）：在岗 5 = 有定位 2 + 失联 3"
    assert texts(body) == {
        "网": "网格员 2 = 1 + 1",
        "车": "巡逻车 1 = 0 + 1",
        "机": "无人机 1 = 0 + 1",
        "指": "指挥中心 1 = 1 + 0",
    }
    assert body["legend"]["notes"] == ["在岗但从无位置 1"]
    assert town.ask("staffed").n == 5


def test_the_area_of_the_screen_counts_its_own_units(client: FlaskClient) -> None:
    assert ask(client, "units", search="?area=E")["legend"]["title"] == "力量（E side）：在岗 2 = 有定位 1 + 失联 1"
    assert ask(client, "units", search="?area=W")["legend"]["title"] == "力量（W side）：在岗 2 = 有定位 1 + 失联 1"


def test_from_afar_clusters_hold_every_unit_with_a_position_once(client: FlaskClient) -> None:
    body = ask(client, "units", zoom=12)
    assert body["marks"] is None
    assert sorted(n for _, _, *n in body["clusters"]) == [[0, 1, 0], [1, 0, 0], [1, 1, 0]]
    assert [[lon, lat] for lon, lat, *n in body["clusters"] if n == [1, 1, 0]] == [list(POINTS["E1"])]


def test_close_up_single_units_tell_what_they_do_and_where_they_belong(client: FlaskClient, town: Town) -> None:
    body = ask(client, "units", zoom=13, bbox=AROUND_E1)
    marks = body["marks"]
    assert body["clusters"] is None
    assert marks["unit"] == ["u1", "u2"]
    assert [body["states"][state][0] for state in marks["state"]] == ["en_route", "idle"]
    assert [body["kinds"][kind]["name"] for kind in marks["kind"]] == ["网格员", "网格员"]
    assert marks["heading"] == [90, None]
    assert marks["seen"] == [int(local("10 17:50").timestamp()), int(local("10 17:29").timestamp())]
    assert [marks["homes"][home] for home in marks["home"]] == ["E side › E2 side"] * 2
    assert body["at"] == AS_OF.timestamp()


def test_more_than_a_browser_can_draw_are_clusters_close_up_too(
    client: FlaskClient, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("dashboard.map.layers.units.MOST", 1)
    body = ask(client, "units", zoom=15, bbox=AROUND_E1)
    assert (body["marks"], [n for _, _, *n in body["clusters"]]) == (None, [[1, 1, 0]])


def test_kinds_are_chosen_by_the_address(client: FlaskClient) -> None:
    body = ask(client, "units", search="?units=patrol_car,drone&area=C", zoom=13)
    assert body["marks"]["unit"] == ["u3"]
    assert {line["sign"] for line in body["legend"]["kinds"] if line["on"]} == {"车", "机"}
    links = {line["sign"]: line["href"] for line in body["legend"]["kinds"]}
    assert (links["车"], links["网"]) == ("/?area=C&units=drone", "/?area=C&units=grid_worker,patrol_car,drone")
    assert ask(client, "units", search="?units=tank")["clusters"] == ask(client, "units")["clusters"]


def test_of_the_past_no_position_is_known_and_none_is_told(client: FlaskClient) -> None:
    past = AS_OF - timedelta(hours=2)
    looks_back = [
        {"stamp": f"0.{int(past.timestamp())}.replay"},
        {"search": "?as_of=2024-06-10T16:00"},
        {"search": "?as_of=2024-06-10T18:00&recorded_as_of=2024-06-10T16:00"},
    ]
    for asked in looks_back:
        body = ask(client, "units", **asked)
        assert body["known"] is False
        assert "marks" not in body
        assert body["legend"]["title"] == "力量：过去时刻的位置不可知，地图上不显示。"


def test_a_new_report_is_seen_at_once_and_moves_what_the_news_tell(client: FlaskClient, town: Town) -> None:
    ask(client, "units")
    before = client.get("/api/v1/live").get_json()
    town.report("units", unit("u2", "grid_worker", "17:59", "W1", status="on_scene"))
    assert ask(client, "units")["legend"]["title"].endswith("在岗 5 = 有定位 3 + 失联 2")
    while (after := client.get("/api/v1/live").get_json())["reports"] == before["reports"]:
        pass
    assert (after["reports"], after["version"]) == (town.city._context.store.report_version, before["version"])


def test_a_city_without_units_says_so(town: Town) -> None:
    assert ask(client_of(town), "units")["legend"] == {
        "title": "力量：没有人员、车辆的数据。", "kinds": [], "notes": [], "signs": [],
    }  # fmt: skip


@pytest.mark.parametrize("query", ["", "zoom=9", "zoom=9&bbox=1,2,3", "zoom=x&bbox=1,2,3,4", "zoom=9&bbox=3,2,1,4"])
def test_a_view_that_is_none_is_a_clear_error(client: FlaskClient, query: str) -> None:
    answer = client.get(f"/api/v1/map/units?{query}")
    sentence = answer.get_json()["sentence"]
    assert (answer.status_code, "bbox" in sentence or "zoom" in sentence) == (400, True)


def test_every_kind_of_unit_has_a_limit_of_silence(town: Town) -> None:
    limits = dict(zip(unit_kinds(), silence_limits(), strict=True))
    assert limits["grid_worker"] == 1800
    assert {kind for kind, limit in limits.items() if np.isinf(limit)} == {"dispatch_centre"}
    city: City = town.city
    assert len(unit_positions(city._runner).unit) == 0


@pytest.mark.parametrize(("zoom", "scale", "pixels"), [(9, "1", 64), (9.9, "1", 119), (9.9, "2", 239), (12, "2", 128)])
def test_cells_are_as_wide_as_a_mark_needs_at_the_screens_type(zoom: float, scale: str, pixels: int) -> None:
    depth = depth_of(ViewBox(zoom, 0, 0, 1, 1), {"scale": scale})
    assert round(256 * 2**zoom / 2**depth) == pixels


@pytest.mark.parametrize("scale", ["0", "x", "nan", "1000"])
def test_a_scale_that_is_none_is_a_clear_error(client: FlaskClient, scale: str) -> None:
    answer = client.get(f"/api/v1/map/units?zoom=9&bbox=1,2,3,4&scale={scale}")
    assert (answer.status_code, "scale" in answer.get_json()["sentence"]) == (400, True)


@pytest.mark.parametrize("depth", [0, 9, 13, 22])
def test_clusters_hold_every_point_once_at_its_mean(depth: int) -> None:
    random = np.random.default_rng(3)
    lon, lat = random.normal(113.6, 0.2, 3000), random.normal(34.7, 0.1, 3000)
    of = random.integers(0, 3, 3000)
    found = clustered(depth, lon, lat, of, 3)
    assert found.n.sum(axis=0).tolist() == np.bincount(of).tolist()
    n = found.n.sum(axis=1)
    assert (n > 0).all()
    assert np.average(found.lon, weights=n) == pytest.approx(lon.mean())
    assert np.average(found.lat, weights=n) == pytest.approx(lat.mean())
