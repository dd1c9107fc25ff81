"""POST /screen: what a page asks for and is answered."""

from collections.abc import Iterator
from typing import Any

import pytest
from flask.testing import FlaskClient

from dashboard.screens.screen_registry import SCREENS
from dashboard.server.app import create_app
from dashboard.settings import Settings
from queries.city import City
from tests.cities.builder import build_city


@pytest.fixture(scope="module")
def city(tmp_path_factory: pytest.TempPathFactory) -> Iterator[City]:
    with build_city(tmp_path_factory.mktemp("answers"), "tiny") as city:
        yield city


@pytest.fixture(scope="module")
def client(city: City) -> FlaskClient:
    app = create_app(Settings(token=None), city)
    opened: FlaskClient = app.server.test_client()
    return opened


def answered(client: FlaskClient, **question: Any) -> dict[str, Any]:
    reply = client.post("/screen", json={"unfinished": True, **question})
    assert reply.status_code == 200, reply.text
    found: dict[str, Any] = reply.get_json()
    return found


@pytest.mark.parametrize("path", [screen.path for screen in SCREENS])
def test_a_page_that_has_no_places_yet_gets_all_panels_of_its_screen(client: FlaskClient, path: str) -> None:
    answer = answered(client, path=path, search="?lang=en")
    assert {panel["panel"] for panel in answer["panels"]} >= {"header"}
    for panel in answer["panels"]:
        assert panel["content"][1]["data-search"] == "?lang=en"
        assert (panel["stale"], panel["computing"]) == ("", "")


def test_what_a_page_has_already_is_not_sent_again(client: FlaskClient) -> None:
    first = answered(client)
    held = [{"panel": panel["panel"], "digest": panel["digest"]} for panel in first["panels"]]
    held[0]["digest"] = "another"
    again = answered(client, stamp=first["stamp"], places=held)
    assert again["stamp"] == first["stamp"]
    assert ["content" in panel for panel in again["panels"]] == [True] + [False] * (len(held) - 1)


def test_without_a_stamp_the_answer_names_the_present_one(client: FlaskClient, city: City) -> None:
    assert answered(client)["stamp"] == str(city.sources.stamp())


@pytest.mark.parametrize(
    "body", ["", "[]", "nonsense", '{"places": [{}]}', '{"places": "header"}', '{"search": 7}', '{"path": null}',
             '{"places": [' + ",".join(['{"panel": "trend"}'] * 101) + "]}"]
)  # fmt: skip
def test_a_question_that_cannot_be_read_is_refused_with_a_sentence(client: FlaskClient, body: str) -> None:
    reply = client.post("/screen", data=body, content_type="application/json")
    assert reply.status_code == 400
    assert reply.get_json()["sentence"]
