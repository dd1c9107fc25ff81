"""Every way into the program needs an ability: a walk over routes, methods, formats and visitors against the tables."""

from __future__ import annotations

import tomllib
from collections.abc import Iterator
from dataclasses import dataclass, field, replace
from typing import Any

import pytest
from flask import Flask
from flask.testing import FlaskClient

from dashboard.access.request_visitor import set_request_visitor
from dashboard.access.roles import permission, roles, route_abilities
from dashboard.access.roles.roles import RolesWrong, abilities_of, read_roles
from dashboard.access.roles.route_abilities import read_route_abilities, refuse_unlisted
from dashboard.access.roles.visitor import Visitor, command_visitor, nobody, scope_of, source_visitor
from dashboard.access.source_keys import create
from dashboard.server.app import create_app
from dashboard.settings import Settings
from tests.cities.builder import build_city
from tests.cities.tiny.cases import AS_OF

HERE, KEY = "127.0.0.1", "key of the command line"
TABLE = tomllib.loads(route_abilities.FILE.read_text("utf-8"))
ROLES = tomllib.loads(roles.FILE.read_text("utf-8"))
OF_ROUTE: dict[str, str] = {
    "package_name": "dash", "fingerprinted_path": "x.js", "path": "wall", "filename": "favicon.ico", "version": "1",
    "name": "x", "grid_version": "1", "code": "E", "zoom": "10", "x": "1", "y": "1", "level": "1", "format": "json",
    "service_code": "x", "request_id": "tiny/1", "key": "k", "secret": "s", "evaluation": "districts", "call": "none",
    "week": "2024-W23", "briefing": "daily", "number": "1", "kind": "none", "file": "x.pdf",
    "line": "none", "loop": "k",
}  # fmt: skip


def of_role(role: str) -> Visitor:
    abilities = abilities_of(role)
    return Visitor(role, HERE, abilities, scope_of(abilities))


VISITORS = {
    **{role: of_role(role) for role in ROLES},
    "nobody": nobody(HERE),
    "source": source_visitor("hotline", HERE),
    "command": command_visitor(HERE),
}
ABILITIES = {
    **{role: set(about["abilities"]) for role, about in ROLES.items()},
    "nobody": set(),
    "source": {"deliver"},
    "command": {"command"},
}


@dataclass
class Walked:
    """An application whose visitor is set by the test, and the keys that its gate asks for."""

    flask: Flask
    client: FlaskClient
    keys: dict[str, str]
    visitor: Visitor = field(default_factory=lambda: nobody(HERE))

    def as_(self, name: str) -> FlaskClient:
        self.visitor = VISITORS[name]
        return self.client

    def key_for(self, address: str) -> dict[str, str]:
        """The header with the key that the gate asks for in front of an address."""
        key = next(key for beginning, key in self.keys.items() if address.startswith(beginning))
        return {"Authorization": f"Bearer {key}"}


@pytest.fixture(scope="module")
def walked(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Walked]:
    with build_city(tmp_path_factory.mktemp("walk") / "tiny", clock=AS_OF) as city:
        keys = {"/api/v1/commands/": KEY, "": create(city.ground.folder, "hotline")}
        flask = create_app(Settings(token=None), city, key=KEY).server
        found = Walked(flask, flask.test_client(), keys)
        before = flask.before_request_funcs[None]
        before.insert(before.index(permission.refuse_forbidden), lambda: set_request_visitor(found.visitor))
        yield found


def address_of(rule: Any) -> str:
    _, address = rule.build({name: OF_ROUTE[name] for name in rule.arguments if name not in (rule.defaults or {})})
    return str(address)


def expected(name: str, endpoint: str, form: str | None) -> bool:
    needs = {TABLE["routes"][endpoint]}
    if endpoint in TABLE["formats"]:
        needs.add(TABLE["formats"][endpoint][form or ""])
    return needs - {"nothing"} <= ABILITIES[name]


def test_every_route_method_and_format_is_answered_to_those_who_may_and_refused_to_all_others(
    walked: Walked, monkeypatch: pytest.MonkeyPatch
) -> None:
    views = dict.fromkeys(walked.flask.view_functions, lambda **_: "inside")
    monkeypatch.setattr(walked.flask, "view_functions", views)
    tried, wrong = 0, []
    for name in VISITORS:
        client = walked.as_(name)
        for rule in walked.flask.url_map.iter_rules():
            for method in sorted(set(rule.methods or ()) - {"OPTIONS"}):
                for form in (None, *filter(None, TABLE["formats"].get(rule.endpoint, {}))):
                    body = {"output": "screen.children"} if method == "POST" else None
                    query = {"format": form} if form else {}
                    address = address_of(rule)
                    key = walked.key_for(address)
                    answer = client.open(address, method=method, query_string=query, headers=key, json=body)
                    tried += 1
                    if (answer.status_code == 200) is not expected(name, rule.endpoint, form):
                        wrong.append((name, method, rule.rule, form, answer.status_code))
    assert wrong == []
    assert tried > 10 * len(TABLE["routes"])


def test_a_callback_that_the_table_does_not_know_is_refused(walked: Walked) -> None:
    asked = {"output": "other.children", "inputs": [], "changedPropIds": []}
    answer = walked.as_("local").post("/_dash-update-component", json=asked)
    assert (answer.status_code, answer.get_json()["error"]) == (403, "not_permitted")


def test_a_refusal_says_what_the_role_cannot_do_in_both_languages(walked: Walked) -> None:
    client = walked.as_("viewer")
    said = [
        client.get("/api/v1/cases", query_string={"key": "reported", "lang": lang}).get_json() for lang in ("zh", "en")
    ]
    assert [one["error"] for one in said] == ["not_permitted"] * 2
    assert "不能查看案件清单" in said[0]["sentence"]
    assert "shows no lists of cases" in said[1]["sentence"]


def test_a_viewer_is_given_no_case_by_a_screen_or_the_search(walked: Walked) -> None:
    shown = {"path": "/", "search": "?list=reported&lang=en", "places": [{"panel": "list"}]}
    found, drawn = {}, {}
    for who in ("viewer", "analyst"):
        panel = walked.as_(who).post("/screen", json=shown).get_json()["panels"][0]
        drawn[who] = str(panel["content"])
        groups = walked.as_(who).get("/api/v1/search", query_string={"q": "K1", "path": "/"}).get_json()["groups"]
        found[who] = {group["key"] for group in groups}
    assert "no lists of cases" in drawn["viewer"]
    assert "data-case-table" in drawn["analyst"]
    assert "cases" in found["analyst"]
    assert "cases" not in found["viewer"]


def test_the_page_names_the_abilities_by_which_controls_are_left_out(walked: Walked) -> None:
    assert '<html data-may="look" ' in walked.as_("viewer").get("/").text
    assert '<html data-may="export list_cases look save see_statements" ' in walked.as_("analyst").get("/").text


def test_a_route_that_the_table_does_not_know_and_a_row_without_a_route_stop_the_start(walked: Walked) -> None:
    flask, table = Flask("other", static_folder=None), read_route_abilities({"routes": {"there": "look"}})
    flask.add_url_rule("/there", "there", lambda: "", methods=["GET"])
    ways = permission.ways_in(flask, frozenset(), frozenset())
    refuse_unlisted(table, ways)
    flask.add_url_rule("/new", "new", lambda: "", methods=["POST"])
    with pytest.raises(RolesWrong, match="POST of the route 'new'"):
        refuse_unlisted(table, permission.ways_in(flask, frozenset(), frozenset()))
    with pytest.raises(RolesWrong, match=r"callback 'a.children'"):
        refuse_unlisted(table, replace(ways, callbacks=frozenset({"a.children"})))
    with pytest.raises(RolesWrong, match=r"no route 'there'"):
        refuse_unlisted(table, replace(ways, routes={}))


@pytest.mark.parametrize("abilities", [["look", "deliver"], ["look", "fly"], ["export"]])
def test_a_role_with_an_ability_that_it_cannot_have_is_refused(abilities: list[str]) -> None:
    with pytest.raises(RolesWrong):
        read_roles({"odd": {"abilities": abilities}})


def test_a_need_that_is_no_ability_is_refused() -> None:
    with pytest.raises(RolesWrong, match="fly"):
        read_route_abilities({"routes": {"there": "fly"}})
