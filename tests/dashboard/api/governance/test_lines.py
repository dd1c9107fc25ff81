"""/api/v1/lines: each line of business with season and figures of its own cases, by right only; others are unknown."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from typing import Any

import pytest
from flask.testing import FlaskClient

from dashboard.access.accounts.account import Account
from dashboard.access.request_visitor import set_request_visitor
from dashboard.access.roles import permission
from dashboard.access.roles.account_scope import account_visitor
from dashboard.screens.panel_registry import PANELS
from dashboard.screens.registration import draw_panel
from dashboard.server.app import create_app
from dashboard.settings import Settings
from dashboard.walls.city_scenes import OWN_SCENES, is_due, scenes_of
from geodata.city.lines_of_business import LineProfile
from queries.city import City
from queries.scope import WHOLE_CITY
from tests.cities.builder import build_city
from tests.cities.tiny.cases import AS_OF
from tests.dashboard.api.checked_client import checked
from tests.dashboard.screens.conftest import texts

LINES = {
    "noise": LineProfile(zh="噪声", en="noise line", categories=("noise",), sensitive=True),
    "street": LineProfile(zh="街面", en="street line", categories=("street",), season=("11-15", "03-15")),
}
SCENE = '[hush]\nzh = "静"\nen = "Hush"\norder = 15\ndwell_s = 20\nfigures = ["reported"]\nline = "noise"\n'
ALL_OF_JUNE = "?from=2024-06-01&to=2024-06-30&lang=en"
UNKNOWN = "/api/v1/lines/nothing?lang=en"


@pytest.fixture(scope="module")
def city(tmp_path_factory: pytest.TempPathFactory) -> Iterator[City]:
    with build_city(tmp_path_factory.mktemp("lines") / "tiny", clock=AS_OF) as opened:
        opened.acts.replace_profile(opened.profile.model_copy(update={"lines_of_business": LINES}))
        (opened.ground.folder / OWN_SCENES).write_text(SCENE, encoding="utf-8")
        yield opened


@pytest.fixture(scope="module")
def client(city: City) -> FlaskClient:
    return checked(create_app(Settings(token=None), city).server)


def signed_in(city: City, role: str, lines: tuple[str, ...] | None = None) -> FlaskClient:
    flask = create_app(Settings(token=None), city).server
    account = replace(Account(f"{role}-1", "", role, AS_OF), lines=lines)
    visitor = account_visitor(account, city.tree, city.profile, "10.0.0.9")
    before = flask.before_request_funcs[None]
    before.insert(before.index(permission.refuse_forbidden), lambda: set_request_visitor(visitor))
    client: FlaskClient = flask.test_client()
    return client


def listed(client: FlaskClient, query: str = ALL_OF_JUNE) -> dict[str, dict[str, Any]]:
    answer = client.get(f"/api/v1/lines{query}")
    assert answer.status_code == 200, answer.text
    return {one["key"]: one for one in answer.get_json()["lines"]}


def test_figures_are_those_of_its_cases_alone(client: FlaskClient) -> None:
    found = listed(client)
    asked = "key=reported&from=2024-06-01&to=2024-06-30&by=category1"
    by_category = {row["code"]: row["n"] for row in client.get(f"/api/v1/kpi?{asked}").get_json()["rows"]}
    assert {key: one["figures"]["reported"]["n"] for key, one in found.items()} == {
        key: by_category[key] for key in ("noise", "street")
    }
    assert {key: (one["season"], one["in_season"], one["scenes"]) for key, one in found.items()} == {
        "noise": (None, True, ["hush"]), "street": (["11-15", "03-15"], False, []),
    }  # fmt: skip
    one = client.get(f"/api/v1/lines/noise{ALL_OF_JUNE}").get_json()
    assert one["figures"]["reported"]["n"] == found["noise"]["figures"]["reported"]["n"]
    west = client.get(f"/api/v1/lines/noise{ALL_OF_JUNE}&area=W").get_json()
    assert west["figures"]["reported"]["n"] < one["figures"]["reported"]["n"]


@pytest.mark.parametrize(("role", "lines"), [("viewer", None), ("analyst", ("street",))])
def test_a_line_without_the_right_is_answered_as_one_that_there_is_not(
    city: City, role: str, lines: tuple[str, ...] | None
) -> None:
    client = signed_in(city, role, lines)
    assert list(listed(client)) == ["street"]
    refused = client.get("/api/v1/lines/noise?lang=en")
    unknown = client.get(UNKNOWN)
    assert (refused.status_code, refused.get_json()) == (404, unknown.get_json())
    assert list(listed(signed_in(city, "analyst", ("noise",)))) == ["noise"]
    assert signed_in(city, "analyst", ("noise",)).get("/api/v1/lines/noise").status_code == 200


def test_the_page_shows_them_with_their_scenes(city: City) -> None:
    shown = draw_panel(PANELS["lines"], city, "/loops", "?lang=en", None)
    assert {"noise line", "all the year", "street line", "11-15 to 03-15"} <= set(texts(shown))
    assert "scene=hush" in str(shown)


def test_a_scene_obeys_the_declared_season_of_a_line_instead_of_its_months(city: City) -> None:
    [heating] = [scene for scene in scenes_of(city) if scene.key == "heating"]
    shown = replace(heating, season_of="street", needs=(), figures=("reported",), settled=())
    days = [AS_OF.date().replace(month=month, day=day) for month, day in ((11, 14), (11, 15), (3, 15), (3, 16))]
    assert [is_due(shown, day, city, WHOLE_CITY) for day in days] == [False, True, True, False]
    without = replace(shown, season_of="nothing")
    assert [is_due(without, day, city, WHOLE_CITY) for day in days] == [True, True, True, True]
    assert not is_due(without, AS_OF.date(), city, WHOLE_CITY)
