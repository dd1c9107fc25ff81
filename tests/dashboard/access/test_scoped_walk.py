"""No route and no panel tells anybody of what lies outside of their areas and lines of business."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any

import pytest
from flask.testing import FlaskClient

from dashboard.access.request_visitor import set_request_visitor
from dashboard.access.roles import permission
from dashboard.access.roles.ability import Ability
from dashboard.access.roles.visitor import EVERY_ABILITY, Visitor
from dashboard.screens.panel_registry import PANELS
from dashboard.server.app import create_app
from dashboard.settings import Settings
from queries.city import City
from queries.values import WHOLE_CITY, LineOfBusiness, Scope
from tests.cities.builder import build_city
from tests.cities.tiny.areas import POINTS
from tests.cities.tiny.cases import AS_OF, CASES, table_of
from tests.dashboard.api.parameters.panels_of_a_screen import panels_drawn
from tests.dashboard.api.parameters.test_odd_parameters import KEY, ROUTES, asked, panel_request
from tests.dashboard.api.test_canaries import read

NOISE = LineOfBusiness("噪声", "noise", ("noise",))
SCOPES = {
    "district": (Scope(areas=((2, 4),), statements=True), "WESTERN"),
    "line": (Scope(lines_of_business=(NOISE,), statements=True), "QUIET"),
    "closed": (Scope(closed_lines=(NOISE,), statements=True), "LOUD TEXT"),
}
DAYS = {"from": "2024-06-01", "to": "2024-06-10"}
SEARCH = "?kpi=reported&period=2024-06-01..2024-06-10"
WAYS: list[dict[str, str]] = [
    {"key": "reported"} | DAYS,
    *({"key": "reported", "by": by} | DAYS for by in ("area", "category2", "department", "special_grid")),
    {"key": "reported", "format": "csv"} | DAYS,
    {"search": f"{SEARCH}&list=reported", "q": "TEXT", "sort": "department", "format": "csv"},
    *({"search": f"{SEARCH}&case=tiny%2F{id}", "id": id, "source": "tiny"} for id in ("K5", "K6", "K3", "K1")),
    *({"search": SEARCH, "q": text} for text in ("WESTER", "QUIE", "K5", "K6")),
    {"name": "tiny", "limit": "100"},
    {"start_date": "2024-06-01", "request_id": "tiny/K5"},
    {"start_date": "2024-06-01", "request_id": "tiny/K3", "format": "xml"},
    {"area": "W", "key": "reported", "parent": "W"},
]
OPENED = ("", "&case=tiny%2FK5", "&number&list&why&compare", "&saved=notes&layers=cases,units,devices")
LEFT_OUT = ("commands/", "/uploads", "/assets", "_dash-", "/saved/", "/modules", "/styles", "/scripts", "/cells/")
"""Commands are for the operator of the whole city; the others tell nothing of cases."""


@dataclass
class Walk:
    """The client of a city, and whom it is."""

    client: FlaskClient
    scope: Scope = WHOLE_CITY
    abilities: frozenset[Ability] = EVERY_ABILITY

    def panel(self, key: str, search: str) -> str:
        """A panel of the analysts' screen."""
        values = {"panel": key, "search": search, "path": "/", "stamp": ""}
        return self.client.post("/screen", json=panel_request(values)).text

    def told(self) -> Iterator[tuple[object, str]]:
        """What every route and panel answers in every way, with what was asked."""
        for rule, usual in ROUTES.items():
            if any(part in rule for part in LEFT_OUT):
                continue
            for known in {tuple((n, v) for n, v in way.items() if n in usual) for way in WAYS}:
                given = usual | dict(known)
                yield (rule, known), read(asked(self.client, rule, given))
        for path, opened in (*(("/", one) for one in OPENED), ("/wall", OPENED[1]), ("/sources", OPENED[2])):
            address = {"search": SEARCH + opened, "path": path, "stamp": ""}
            for panel, text, _ in panels_drawn(self.client, list(PANELS), address):
                yield (panel, path, opened), text


def marked(case: dict[str, Any]) -> dict[str, Any]:
    """The case with words that tell where it lies and of which line it is."""
    place = case.get("at", case.get("area_code", ""))
    side = "WESTERN" if place.startswith("W") or not place else "EASTERN"
    line = "LOUD" if "noise" in (case.get("category1"), case.get("category3")) else "QUIET"
    words = f"{side} {line}"
    return {**case, "title": f"{words} TEXT", "category2": f"{words} KIND", "department": f"{words} OFFICE"}


def sown(folder: Path) -> City:
    now = AS_OF.isoformat()
    places = [(street, "WESTERN" if street.startswith("W") else "EASTERN", *POINTS[street]) for street in POINTS]
    reports = {
        "units": [
            {"unit": f"{side} unit", "kind": "drone", "duty": "on", "seen_at": now, "lon": lon, "lat": lat}
            for _, side, lon, lat in places
        ],
        "devices": [
            {"device": f"{side} {street}", "kind": "camera", "owner": side, "heartbeat_at": now, "lon": lon, "lat": lat}
            for street, side, lon, lat in places
        ],
    }
    cases = table_of(marked(dict(case)) for case in CASES)
    return build_city(folder, cases=cases, reports=reports, recorded_at=AS_OF, clock=AS_OF)


@pytest.fixture(scope="module")
def walk(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Walk]:
    with sown(tmp_path_factory.mktemp("scoped") / "tiny") as city:
        flask = create_app(Settings(token=None), city, key=KEY).server
        found = Walk(flask.test_client())
        before = flask.before_request_funcs[None]

        def as_somebody() -> None:
            set_request_visitor(Visitor("li", "127.0.0.1", found.abilities, found.scope))

        before.insert(before.index(permission.refuse_forbidden), as_somebody)
        yield found


@pytest.mark.parametrize("name", SCOPES)
def test_nothing_of_what_lies_outside_is_told(walk: Walk, name: str) -> None:
    scope, outside = SCOPES[name]
    walk.scope = scope
    leaks = [(about, text[max(0, text.find(outside) - 60) :][:120]) for about, text in walk.told() if outside in text]
    assert leaks == []


def test_those_who_may_see_it_all_are_told_of_it(walk: Walk) -> None:
    walk.scope = replace(WHOLE_CITY)
    told = [text for _, text in walk.told()]
    assert len(told) > 300
    for _, outside in SCOPES.values():
        assert sum(outside in text for text in told) > 10, outside


def test_an_area_of_others_is_said_to_be_so_and_home_is_shown(walk: Walk) -> None:
    walk.scope = SCOPES["district"][0]
    header = walk.panel("header", "?area=W&lang=en")
    assert "You may not see “W side”; your own area is shown." in header
    assert '"data-area": "E"' in walk.panel("trend", "?area=W").replace('":"', '": "')
    assert "may not see" not in walk.panel("header", "?area=E1&lang=en")


def test_a_list_that_nobody_opened_is_not_refused(walk: Walk) -> None:
    walk.scope, walk.abilities = WHOLE_CITY, frozenset({"look"})
    try:
        assert "panel-error" not in walk.panel("list", "?lang=en")
        assert "Your role shows no lists of cases" in walk.panel("list", "?lang=en&list=reported")
    finally:
        walk.abilities = EVERY_ABILITY
