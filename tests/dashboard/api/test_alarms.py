"""Alarms over HTTP: listed as they stand, answered by whoever may act, and refused in a sentence."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import timedelta
from typing import Any

import pytest
from flask.testing import FlaskClient

from dashboard.server.app import create_app
from dashboard.settings import Settings
from queries.city import City
from tests.cities.builder import build_city
from tests.cities.steerable_clock import SteerableClock
from tests.cities.tiny.cases import AS_OF
from tests.queries.alarms.test_alarms import RULES, watch


@pytest.fixture(scope="module")
def clock() -> SteerableClock:
    return SteerableClock(AS_OF)


@pytest.fixture(scope="module")
def city(tmp_path_factory: pytest.TempPathFactory, clock: SteerableClock) -> Iterator[City]:
    with build_city(tmp_path_factory.mktemp("tiny"), clock=clock, recorded_at=AS_OF, alarms=RULES) as opened:
        watch(opened)
        yield opened


@pytest.fixture(scope="module")
def client(city: City) -> FlaskClient:
    client: FlaskClient = create_app(Settings(token=None), city).server.test_client()
    return client


def listed(client: FlaskClient, query: str = "") -> dict[str, Any]:
    answer: dict[str, Any] = client.get(f"/api/v1/alarms?lang=en&{query}").get_json()
    return answer


def answered(client: FlaskClient, **given: object) -> tuple[int, dict[str, Any]]:
    answer = client.post("/api/v1/alarms/answer?lang=en", json=given)
    return answer.status_code, answer.get_json()


def test_alarms_are_listed_with_their_names_and_limits(client: FlaskClient) -> None:
    found = listed(client)
    told = [(one["rule_name"], one["area"], one["value"], one["limit"], one["standing"]) for one in found["alarms"]]
    assert told == [("Many open", "C", 4.0, "limit 2 cases", "new"), ("Many open", "W", 3.0, "limit 2 cases", "new")]
    assert [one["area"] for one in listed(client, "area=W")["alarms"]] == ["W"]
    assert (listed(client, "standing=over")["alarms"], found["counts"]["new"]) == ([], 2)


def test_an_answer_stands_until_the_next_and_a_snooze_until_its_end(client: FlaskClient, clock: SteerableClock) -> None:
    key = listed(client)["alarms"][0]["key"]
    status, said = answered(client, key=key, state="assigned", unit="Roads", text="call 13912345678")
    assert (status, said["state"]) == (200, "assigned")
    [one] = listed(client, "standing=assigned")["alarms"]
    assert (one["key"], one["answer"]["unit"], "13912345678" in one["answer"]["text"]) == (key, "Roads", False)
    assert answered(client, key=key, state="snoozed", minutes=30)[0] == 200
    assert listed(client)["counts"] | {} == {
        "new": 1, "acknowledged": 0, "assigned": 0, "snoozed": 1, "closed": 0, "over": 0,
    }  # fmt: skip
    clock.moment += timedelta(minutes=31)
    assert listed(client)["counts"]["new"] == 2
    clock.moment -= timedelta(minutes=31)


@pytest.mark.parametrize(
    ("given", "status", "why"),
    [
        ({"key": "nobody", "state": "closed"}, 404, ""),
        ({"state": "closed"}, 400, "no answer to an alarm"),
        ({"key": "", "state": "solved"}, 400, "no answer to an alarm"),
        ({"state": "assigned", "unit": " "}, 400, "no unit"),
        ({"state": "snoozed"}, 400, "how long"),
    ],
)
def test_what_is_no_answer_is_refused(client: FlaskClient, given: dict[str, Any], status: int, why: str) -> None:
    whole = {"key": listed(client)["alarms"][1]["key"]} if "key" not in given and why != "no answer to an alarm" else {}
    code, refused = answered(client, **whole, **given)
    assert (code, why in refused["sentence"]) == (status, True), refused


def test_the_page_and_the_top_line_say_what_is_open(client: FlaskClient) -> None:
    def drawn(panel: str, path: str, search: str = "?lang=en") -> str:
        body = {"places": [{"panel": panel}], "path": path, "search": search, "stamp": ""}
        return client.post("/screen", json=body).get_data(as_text=True)

    page = drawn("alarms", "/alarms")
    assert "Many open" in page
    assert "data-alarm-answer" in page
    assert "kpi=open" in page
    assert "There is no alarm in hand" not in page
    assert "No alarm was closed" in drawn("alarms", "/alarms", "?lang=en&alarms=over")
    assert "Alarms " in drawn("header", "/wall")
