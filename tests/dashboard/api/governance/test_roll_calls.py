"""/api/v1/roll-calls: centres are called by who may act, answer by their own account or in their name, once."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from flask.testing import FlaskClient

from dashboard.access.accounts.account import Account
from dashboard.access.request_visitor import set_request_visitor
from dashboard.access.roles import permission
from dashboard.access.roles.account_scope import account_visitor
from dashboard.server.app import create_app
from dashboard.settings import Settings
from queries.city import City
from tests.cities.builder import build_city
from tests.cities.tiny.cases import AS_OF
from tests.dashboard.api.checked_client import checked

CALLS, ACTS = "/api/v1/roll-calls", "/api/v1/roll-calls/acts"
CALL = {"deed": "call", "text": "防汛点名，电话 13812345678", "levels": ["street"]}


@pytest.fixture
def city(tmp_path: Path) -> Iterator[City]:
    with build_city(tmp_path / "tiny", clock=AS_OF) as opened:
        yield opened


@pytest.fixture
def client(city: City) -> FlaskClient:
    return checked(create_app(Settings(token=None), city).server)


def as_account(city: City, role: str, *areas: str) -> FlaskClient:
    """A client of somebody who has signed in and sees these areas."""
    flask = create_app(Settings(token=None), city).server
    account = Account(f"{role}-1", "", role, AS_OF, areas=areas)
    visitor = account_visitor(account, city.tree, city.profile, "10.0.0.9")
    before = flask.before_request_funcs[None]
    before.insert(before.index(permission.refuse_forbidden), lambda: set_request_visitor(visitor))
    client: FlaskClient = flask.test_client()
    return client


def kept(client: FlaskClient, act: dict[str, Any]) -> dict[str, Any]:
    answer = client.post(ACTS, json=act)
    assert answer.status_code == 200, answer.text
    return dict(answer.get_json())


def centres(client: FlaskClient, key: str) -> dict[str, tuple[str | None, str]]:
    found = client.get(f"{CALLS}/{key}").get_json()
    return {one["area"]: (one["how"], one["who"]) for one in found["centres"]}


def test_a_call_is_made_answered_taken_back_and_ended(client: FlaskClient) -> None:
    key = kept(client, CALL)["key"]
    [listed] = client.get(CALLS).get_json()["calls"]
    assert (listed["key"], listed["called"], listed["answered"], listed["open"]) == (key, 4, 0, True)
    assert "13812345678" not in listed["text"]
    assert "防汛点名" in listed["text"]
    done = kept(client, {"deed": "answer", "key": key, "areas": ["E1", "W2", "E1"], "text": "电话应答"})
    assert (done["kept"], done["unchanged"]) == (2, 0)
    again = kept(client, {"deed": "answer", "key": key, "areas": ["E1", "E2"]})
    assert (again["kept"], again["unchanged"]) == (1, 1)
    kept(client, {"deed": "take_back", "key": key, "areas": ["W2"]})
    named = ("in_its_name", "local")
    assert centres(client, key) == {"E1": named, "E2": named, "W1": (None, ""), "W2": (None, "")}
    kept(client, {"deed": "end", "key": key})
    over = client.post(f"{ACTS}?lang=en", json={"deed": "answer", "key": key, "areas": ["W1"]})
    assert (over.status_code, "over" in over.get_json()["sentence"]) == (400, True)
    assert client.get(f"{CALLS}/{key}").get_json()["ended_by"] == "local"


def test_a_centre_answers_by_its_own_account_and_for_nobody_else(city: City, client: FlaskClient) -> None:
    key = kept(client, CALL)["key"]
    street, district = as_account(city, "commander", "E1"), as_account(city, "commander", "E")
    kept(street, {"deed": "answer", "key": key, "areas": ["E1"]})
    kept(district, {"deed": "answer", "key": key, "areas": ["E2"]})
    assert centres(street, key) == {"E1": ("answered", "commander-1")}
    assert centres(client, key)["E2"] == ("in_its_name", "commander-1")
    for refused in ({"areas": ["W1"]}, {"areas": ["E"]}):
        assert street.post(ACTS, json={"deed": "answer", "key": key} | refused).status_code == 403
    assert street.post(ACTS, json={"deed": "end", "key": key}).status_code == 403
    assert street.post(ACTS, json=CALL).status_code == 400
    assert kept(district, CALL | {"area": "E"})["kept"] == 1
    assert as_account(city, "viewer").post(ACTS, json=CALL).status_code == 403


def test_what_cannot_be_is_refused_with_a_sentence(client: FlaskClient) -> None:
    key = kept(client, CALL)["key"]
    for wrong, status in (
        ({"text": " "}, 400),
        ({"levels": ["county"]}, 400),
        ({"area": "E1", "levels": ["district"]}, 400),
        ({"area": "nowhere"}, 404),
        ({"deed": "shout"}, 400),
        ({"deed": "answer", "key": "none", "areas": ["E1"]}, 404),
        ({"deed": "answer", "key": key}, 400),
        ({"deed": "answer", "key": key, "areas": ["E"]}, 400),
        ({"text": "x" * 501}, 400),
    ):
        answer = client.post(f"{ACTS}?lang=en", json=CALL | wrong)
        assert answer.status_code == status, (wrong, answer.text)
        assert answer.get_json()["sentence"], wrong
    assert client.post(ACTS, data="{}", content_type="text/plain").status_code == 415
    assert client.get(f"{CALLS}/none").status_code == 404
    assert client.get(f"{CALLS}?since=1").status_code == 400
