"""Devices on the map: states counted by hand, and sums that always come to the KPI's population."""

import random
from datetime import timedelta
from typing import Any

import pytest
from flask.testing import FlaskClient

from queries.fleet.device_states import STATES
from tests.cities.tiny.areas import POINTS
from tests.cities.tiny.cases import AS_OF, local
from tests.cities.town import Town
from tests.dashboard.api.map.layer_answers import AROUND_E1, ask, client_of

KINDS = ("camera", "manhole", "smoke")
STATUSES = ("online", "offline", "fault", "maintenance", "unknown", None)
PLACES = ("C", "E", "W", "E1", "E2", "W1", "W2")


def device(name: str, status: str | None, clock: str | None, street: str | None = "E1", **more: Any) -> dict[str, Any]:
    beat = {"heartbeat_at": local(f"10 {clock}").isoformat()} if clock else {}
    at = dict(zip(("lon", "lat"), POINTS[street], strict=True)) if street else {}
    return {"device": name, "kind": "camera", "status": status, **beat, **at, **more}


@pytest.fixture
def client(town: Town) -> FlaskClient:
    town.report(
        "devices",
        device("d1", "online", "17:55", owner="police"),
        device("d2", "unknown", "17:50"),  # heard of, so it is online
        device("d3", "fault", "17:59", kind="manhole"),
        device("d4", "online", "17:30"),  # silent for half an hour
        device("d5", "offline", "17:59", "W1"),
        device("d6", "online", None, "W1", kind="manhole"),  # never heard of: not online, whatever it says
        device("d7", "maintenance", "9:00", None, area="E"),
        device("d8", "online", "17:58", None, area="E"),
    )
    assert town.refused == []
    return client_of(town)


def test_states_by_hand(client: FlaskClient, town: Town) -> None:
    body = ask(client, "devices", level=1)
    assert body["legend"]["title"] == "设备（C side）：在线 3 · 故障 1 · 离线 2 · 从无心跳 1 · 维护 1"
    assert body["legend"]["notes"] == ["地图 8 + 未落格 0 = 8", "在线 + 故障 + 离线 = 6（在线率的分母）"]
    assert town.ask("online").n == 6
    assert body["areas"] == [
        ["E side", 113.15, 34.1, [[0, 3, 0, 1, 0, 1], [3, 0, 1, 0, 0, 0]]],
        ["W side", 113.05, 34.1, [[0, 0, 0, 1, 0, 0], [3, 0, 0, 0, 1, 0]]],
    ]


def test_deeper_levels_hold_less_and_say_what_they_do_not(client: FlaskClient) -> None:
    body = ask(client, "devices", level=2)
    assert [area[0] for area in body["areas"]] == ["E1 side", "W1 side"]
    assert body["legend"]["notes"][0] == "地图 6 + 未落格 2 = 8"


def test_close_up_single_devices_and_their_owners(client: FlaskClient) -> None:
    body = ask(client, "devices", level=2, zoom=15, bbox=AROUND_E1)
    marks = body["marks"]
    assert marks["device"] == ["d1", "d2", "d3", "d4"]
    assert [STATES[state] for state in marks["state"]] == ["online", "online", "fault", "offline"]
    assert [body["kinds"][kind][0] for kind in marks["kind"]] == ["摄像头", "摄像头", "井盖", "摄像头"]
    assert (marks["owners"], marks["owner"]) == (["police"], [0, -1, -1, -1])
    assert marks["heartbeat"][0] == int(local("10 17:55").timestamp())
    assert body["legend"]["notes"][0] == "地图 6 + 未落格 2 = 8"  # with a point + without


def test_too_many_for_a_view_are_clusters(client: FlaskClient, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("dashboard.map.layers.devices.MOST", 3)
    body = ask(client, "devices", level=2, zoom=15, bbox=AROUND_E1)
    assert (body["marks"], body["clusters"]) == (None, [[*POINTS["E1"], 2, 1, 1, 0, 0]])


def test_types_are_chosen_by_the_address(client: FlaskClient) -> None:
    body = ask(client, "devices", level=1, search="?devices=manhole")
    assert body["legend"]["notes"][0] == "地图 2 + 未落格 0 = 2"
    assert [line["on"] for line in body["legend"]["kinds"]] == [False, True]
    close = ask(client, "devices", level=1, search="?devices=manhole", zoom=15, bbox=AROUND_E1)
    assert close["marks"]["device"] == ["d3"]


def test_of_the_past_nothing_is_told(client: FlaskClient) -> None:
    body = ask(client, "devices", level=1, search="?as_of=2024-06-10T12:00")
    assert (body["known"], "areas" in body) == (False, False)
    assert body["legend"]["title"] == "设备：过去时刻的状态不可知，地图上不显示。"


@pytest.mark.parametrize("level", ["", "x", "9"])
def test_an_unknown_level_is_a_clear_error(client: FlaskClient, level: str) -> None:
    answer = client.get(f"/api/v1/map/devices?zoom=9&bbox=1,2,3,4&level={level}")
    assert (answer.status_code, "level" in answer.get_json()["sentence"]) == (400, True)


def some_devices(seed: int, n: int) -> list[dict[str, Any]]:
    dice = random.Random(seed)  # noqa: S311

    def one(number: int) -> dict[str, Any]:
        clock = f"{dice.randrange(17, 18)}:{dice.randrange(60):02}" if dice.random() < 0.9 else None
        street = dice.choice(list(POINTS)) if dice.random() < 0.6 else None
        area = {} if street else {"area": dice.choice(PLACES)}
        return device(f"d{number}", dice.choice(STATUSES), clock, street, kind=dice.choice(KINDS), **area)

    return [one(number) for number in range(n)]


@pytest.mark.parametrize("seed", range(4))
def test_sums_over_areas_come_to_the_population_of_the_kpi(town: Town, seed: int) -> None:
    town.report("devices", *some_devices(seed, 300))
    client = client_of(town)
    placed = town.rows("SELECT area_id FROM city.devices")
    for area in PLACES:
        for level in range(3):
            body = ask(client, "devices", level=level, search=f"?area={area}")
            numbers = body["legend"]["numbers"]
            held = sum(town.city.tree.area(area).holds(number) for (number,) in placed)
            assert numbers["placed"] + numbers["not_placed"] == sum(numbers["states"]) == held
            online, fault, offline, unknown, _ = numbers["states"]
            assert online + fault + offline == town.ask("online", area=area).n
            assert online + fault + offline + unknown == town.ask("online", "with_unknown", area=area).n
            on_map = sum(sum(kind[1:]) for mark in body["areas"] for kind in mark[3])
            if area == "C":
                assert on_map == numbers["placed"]


def test_silence_counts_to_the_last_delivery_as_in_the_kpi(client: FlaskClient, town: Town) -> None:
    late = f"0.{int((AS_OF + timedelta(hours=5)).timestamp())}"
    body = ask(client, "devices", level=1, stamp=late)
    assert body["legend"]["numbers"]["states"] == [3, 1, 2, 1, 1]
    assert town.ask("online", as_of=AS_OF + timedelta(hours=5)).n == 6
