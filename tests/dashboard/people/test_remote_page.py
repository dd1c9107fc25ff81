"""Walls are steered from a page: by whoever may, in their area, told to the wall with its news, and in the audit."""

from __future__ import annotations

import re
from dataclasses import replace
from typing import Any

import pytest
from flask.testing import FlaskClient

from dashboard.access.accounts.account import DEVICE
from dashboard.access.audit.audit_file import entries_in
from tests.dashboard.people.conftest import PASSWORD, Site


@pytest.fixture(scope="module")
def wall(site: Site) -> FlaskClient:
    """A wall of the whole city; another one of its west is paired too."""
    store = site.people.store
    for name, areas in (("wall-1", ()), ("wall-2", ("W",))):
        store.add(replace(store.new_account(name, DEVICE, name.title()), areas=areas), None)
    client = site.flask.test_client()
    client.set_cookie(*cookie(site, "wall-1"))
    return client


def cookie(site: Site, account: str) -> tuple[str, str]:
    """The cookie of a session that a pairing began."""
    signed_in = site.signed_in("boss")
    (found,) = [one for one in (signed_in._cookies or {}).values() if "session" in one.key]
    return found.key, site.people.sessions.begin(account, "192.0.2.9", "wall")


@pytest.fixture(scope="module")
def duty(site: Site) -> FlaskClient:
    """A commander of the whole city."""
    site.people.add(site.people.store.new_account("lin", "commander", "Lin"), PASSWORD)
    return site.signed_in("lin")


def tell(client: FlaskClient, **given: str) -> int:
    token = re.search(r'name="form_token" value="(\w+)"', client.get("/remote").text)
    form = {"form_token": token[1] if token else "", "wall": "wall-1"} | given
    return client.post("/remote/tell", data=form).status_code


def news(client: FlaskClient) -> dict[str, Any]:
    answer: dict[str, Any] = client.get("/api/v1/live").get_json()
    return answer


def test_a_wall_is_told_what_to_show_and_by_whom_with_its_ordinary_news(
    site: Site, wall: FlaskClient, duty: FlaskClient
) -> None:
    plain = news(wall)
    assert "steering" not in plain
    assert tell(duty, word="scene", scene="supervise") == 303
    told = news(wall)
    steering = told.pop("steering")
    assert told.keys() == plain.keys()
    assert (steering["who"], steering["scene"], steering["paused"], steering["area"]) == ("Lin", "supervise", True, "")
    assert tell(duty, word="show", area="W", kpi="overdue_open") == 303
    assert tell(duty, word="next") == 303
    later = news(wall)["steering"]
    assert (later["area"], later["kpi"], later["steps"], later["scene"]) == ("W", "overdue_open", 1, "")
    assert later["serial"] > steering["serial"]
    assert "steering" not in news(duty), "it is no wall"
    page = duty.get("/remote?wall=wall-1").text
    assert "Lin" in page
    assert "/leave" in page, "the way out"
    entered = [one.entry for one in entries_in(site.folder) if one.entry.kind == "wall"]
    assert [(one.who, dict(one.what)) for one in entered[-3:]] == [
        ("lin", {"deed": "scene", "wall": "wall-1", "scene": "supervise"}),
        ("lin", {"deed": "show", "wall": "wall-1", "kpi": "overdue_open", "area": "W"}),
        ("lin", {"deed": "next", "wall": "wall-1"}),
    ]
    assert tell(duty, word="end") == 303
    assert "steering" not in news(wall)


def test_all_walls_of_ones_own_area_and_none_of_another(site: Site, wall: FlaskClient, duty: FlaskClient) -> None:
    account = site.people.store.new_account("west", "commander", "West")
    site.people.add(replace(account, areas=("W",)), PASSWORD)
    west = site.signed_in("west")
    page = west.get("/remote").text
    assert ("Wall-2" in page, "Wall-1" in page) == (True, False)
    assert tell(west, wall="wall-1", word="pause") == 400
    assert tell(west, wall="", word="pause") == 303
    assert "steering" not in news(wall), "it shows more than they may see"
    assert tell(west, wall="", word="show", area="C") in (400, 403)
    assert tell(duty, wall="", word="pause") == 303
    assert news(wall)["steering"]["paused"]
    assert tell(duty, wall="", word="end") == 303


@pytest.mark.parametrize(
    "given",
    [
        {"word": "dance"},
        {"word": "scene", "scene": "nonsense"},
        {"word": "show", "kpi": "nonsense"},
        {"word": "pause", "wall": "wall-9"},
    ],
)
def test_what_there_is_not_is_refused_in_a_sentence(duty: FlaskClient, given: dict[str, str]) -> None:
    assert tell(duty, **given) == 400


def test_only_who_may_steer_and_only_from_its_own_page(site: Site, duty: FlaskClient) -> None:
    viewer = site.signed_in("mo")
    assert viewer.get("/remote").status_code == 403
    assert viewer.post("/remote/tell", data={"word": "pause"}).status_code == 403
    assert duty.post("/remote/tell", data={"word": "pause", "form_token": "made up"}).status_code == 403
