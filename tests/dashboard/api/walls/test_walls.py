"""/api/v1/walls and the table on /sources: what a wall reports is there for who may see what it shows."""

from __future__ import annotations

from typing import Any

import pytest
from flask.testing import FlaskClient

from dashboard.access.accounts.account import Account
from dashboard.access.request_visitor import set_request_visitor
from dashboard.access.roles import permission
from dashboard.access.roles.account_scope import account_visitor
from dashboard.web.page.release import RELEASE
from queries.city import City
from tests.dashboard.api.conftest import NOW

WALLS, REPORT = "/api/v1/walls", "/api/v1/walls/report"


def report(client: FlaskClient, number: int = 1, **said: Any) -> dict[str, Any]:
    usual = {"state": "shown", "state_s": 9, "open_s": 90, "freezes": 0, "scene": "overview"}
    of_page = {"release": client.application.extensions[RELEASE], "width": 1920, "height": 1080}
    return {"wall": f"{number:016x}", **usual, **of_page, **said}


def table(client: FlaskClient, language: str = "zh-CN") -> str:
    places = [{"panel": "walls"}]
    asked = {"path": "/sources", "search": f"?lang={language}", "stamp": "", "places": places}
    return client.post("/screen", json=asked).get_data(as_text=True)


def test_a_wall_reports_and_stands_in_the_list_and_in_the_table(client: FlaskClient) -> None:
    found = client.get(WALLS).get_json()
    assert found["walls"] == []
    assert "没有大屏报告过状态" in table(client)
    told = report(client, heap_bytes=61 * 2**20, nodes=2345, painted_s=0.5, frames_per_second=59.9)
    assert client.post(REPORT, json=told).get_json() == {"heard": True}
    [one] = client.get(WALLS).get_json()["walls"]
    assert {name: one[name] for name in ("name", "address", "state", "needs_somebody")} == {
        "name": "", "address": "127.0.0.1", "state": "well", "needs_somebody": False,
    }  # fmt: skip
    assert (one["heap_bytes"], one["over_memory"], one["on_old_release"]) == (61 * 2**20, False, False)
    assert (one["nodes"], one["frames_per_second"]) == (2345, 59.9)


@pytest.mark.parametrize(
    ("language", "said"),
    [("zh-CN", ["1 面画面停住", "1 面仍是旧版本", "不详", "全域", "起画面停住"]),
     ("en", ["1 frozen", "1 on an old release", "not known", "Overview", "picture frozen since"])],
)  # fmt: skip
def test_the_table_says_which_is_frozen_and_never_a_nought_for_what_is_not_known(
    client: FlaskClient, language: str, said: list[str]
) -> None:
    client.post(REPORT, json=report(client, 1, release="ffffffffffff"))
    client.post(REPORT, json=report(client, 2, state="blocked", state_s=12))
    shown = table(client, language)
    assert [part for part in said if part not in shown] == []
    assert '"0 MB"' not in shown


def test_what_is_no_report_is_refused_and_changes_nothing(client: FlaskClient) -> None:
    for wrong in ({}, report(client, wall="x"), report(client, painted_s=-1), report(client) | {"who": "li"}):
        assert client.post(REPORT, json=wrong).status_code == 400
    assert client.post(REPORT, data="{}", content_type="text/plain").status_code == 415
    assert client.get(WALLS).get_json()["walls"] == []


def test_a_wall_of_another_area_is_not_told_of(client: FlaskClient, city: City) -> None:
    flask = client.application
    [first, second] = [area.code for area in city.tree.children(city.tree.root)][:2]
    accounts = {
        "wall": Account("wall-1", "West", "device", NOW, areas=(first,)),
        "same": Account("li", "", "analyst", NOW, areas=(first,)),
        "other": Account("wang", "", "analyst", NOW, areas=(second,)),
    }
    who = ["wall"]
    enter = lambda: set_request_visitor(account_visitor(accounts[who[0]], city.tree, city.profile, "10.0.0.9"))  # noqa: E731
    before = flask.before_request_funcs[None]
    before.insert(before.index(permission.refuse_forbidden), enter)
    assert client.post(REPORT, json=report(client)).status_code == 200
    for who[0], names in (("same", ["West"]), ("other", [])):
        assert [one["name"] for one in client.get(WALLS).get_json()["walls"]] == names
        assert ("West" in table(client)) == bool(names)
