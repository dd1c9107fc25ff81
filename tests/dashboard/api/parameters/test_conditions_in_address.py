"""`?where=` of an address: every number of the screen counts those cases only, and what cannot follow says so."""

from __future__ import annotations

import csv
import io
import json
from typing import Any
from urllib.parse import quote

import pytest
from dash.development.base_component import Component
from flask.testing import FlaskClient

from dashboard.map.layers.points import points
from dashboard.map.view_box import ViewBox
from dashboard.screens.panel_registry import PANELS
from dashboard.screens.registration import draw_panel
from dashboard.screens.scenes import scene_at
from queries.city import City

PERIOD = "?period=2011-07-01..2011-07-31"


@pytest.fixture
def channel(client: FlaskClient) -> tuple[str, int]:
    """The first channel and how many cases came by it."""
    rows = client.get("/api/v1/kpi?key=reported&by=channel&from=2011-07-01&to=2011-07-31").get_json()["rows"]
    assert len(rows) > 1
    return rows[0]["code"], rows[0]["n"]


def drawn(city: City, panel: str, search: str, path: str = "/") -> Component:
    return draw_panel(PANELS[panel], city, path, search, None)


def written(part: Any) -> str:
    return json.dumps(part.to_plotly_json(), default=lambda one: one.to_plotly_json(), ensure_ascii=False)


def attribute(part: Any, name: str) -> str:
    """The first value of an attribute in a tree of components, "" without any."""
    if isinstance(part, list | tuple):
        return next(filter(None, (attribute(one, name) for one in part)), "")
    if not isinstance(part, Component):
        return ""
    return getattr(part, name, None) or attribute(getattr(part, "children", None), name)


@pytest.mark.parametrize(
    "condition", ["channel={channel}", "channel!={channel}", "hour=09;hour=10;weekday!=7", "status=closed"]
)
def test_cards_map_list_and_csv_count_the_same_cases(
    city: City, client: FlaskClient, channel: tuple[str, int], condition: str
) -> None:
    code = channel[0]
    where = condition.format(channel=code)
    given = f"key=reported&from=2011-07-01&to=2011-07-31&where={quote(where)}"
    n = client.get(f"/api/v1/kpi?{given}").get_json()["n"]
    assert 0 < n < client.get(f"/api/v1/kpi?{given.partition('&where')[0]}").get_json()["n"]
    search = f"{PERIOD}&kpi=reported&where={where}"
    assert getattr(drawn(city, "card-0", search), "data-value") == str(n)
    assert getattr(drawn(city, "map", search), "data-n") == str(n)
    query = f"path=/&search={quote(search)}&level=1"
    painted = client.get(f"/api/v1/map?{query}").get_json()
    assert painted["placed"] + painted["not_placed"] == n
    found = points(city, scene_at(city, "/", search, None), ViewBox(3, -180, -80, 180, 80))
    assert found.bins.placed + found.bins.without == n
    controls = written(drawn(city, "controls", search))
    address = next(part for part in controls.split('"') if part.startswith("/api/v1/cases?"))
    assert len(list(csv.reader(io.StringIO(client.get(address).text)))) == 1 + n
    events = json.loads(attribute(drawn(city, "newest", f"?where={where}"), "data-events"))
    channels = {event["channel"] for event in events["events"]}
    assert channels == {code} if where.startswith("channel=") else channels
    assert code not in channels or "!" not in where.partition("=")[0]


def test_each_condition_is_a_chip_that_removes_it(city: City, channel: tuple[str, int]) -> None:
    search = f"{PERIOD}&where=channel={channel[0]}"
    assert f'"href": "/{PERIOD}"' in written(drawn(city, "path", search))
    wall = written(drawn(city, "path", search, "/wall"))
    assert "chip" in wall
    assert "href" not in wall


def test_a_panel_counts_what_is_not_chosen_of_its_dimension_only_where_one_can_choose(
    city: City, channel: tuple[str, int]
) -> None:
    search = f"{PERIOD}&kpi=reported&where=channel={channel[0]}"
    chosen = json.loads(attribute(drawn(city, "channel", search), "data-list"))
    assert len(chosen) > 1
    assert [row["condition"] for row in chosen if row.get("current")] == [f"channel={channel[0]}"]
    [alone] = json.loads(attribute(drawn(city, "channel", search, "/wall"), "data-list"))
    assert "href" not in alone


def test_an_unknown_dimension_or_value_is_a_notice_and_counts_everything(city: City) -> None:
    for text in ("colour=red", "channel=pigeon", "channel", "special_grid=none"):
        scene = scene_at(city, "/", f"?where={text}", None)
        assert [(notice.key, notice.value) for notice in scene.notices] == [("notice_where", text)]
        assert scene.question("reported").where == ()


@pytest.mark.parametrize("panel", ["sources", "partners", "fleets"])
def test_a_panel_without_cases_says_that_it_does_not_follow(city: City, channel: tuple[str, int], panel: str) -> None:
    said = "The conditions on cases do not apply here"
    assert said in written(drawn(city, panel, f"?where=channel={channel[0]}", "/sources"))
    assert said not in written(drawn(city, panel, "", "/sources"))
