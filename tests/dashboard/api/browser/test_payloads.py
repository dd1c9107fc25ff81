"""What really goes to the browser is what its types say: no key too few, none too many, none of another type."""

from __future__ import annotations

import json
import re
from collections.abc import Iterator
from html import unescape
from typing import Any

import pytest
from flask.testing import FlaskClient
from pydantic import TypeAdapter

from dashboard.cases.payloads import CaseCard, CaseSettings
from dashboard.display.payloads import ListRow, News
from dashboard.map.heat.payloads import HeatAnswer
from dashboard.map.layers.payloads import CaseListPage, DevicesAnswer, PointsAnswer, SpecialAnswer, UnitsAnswer
from dashboard.map.payloads import AreaName, CellValues, LegendClass, MapPanel, Spot
from dashboard.panels.payloads import Chart, FreshnessSettings, NewestSettings, ReplaySettings
from dashboard.screens.browser_config import BrowserConfig
from dashboard.screens.panel_registry import PANELS
from dashboard.screens.registration import draw_panel
from dashboard.search.payloads import SearchAnswer, SearchSettings
from queries.city import City

CONFIG = re.compile(r'<script type="application/json" id="yiping-config">(.*?)</script>', re.DOTALL)
SEARCH = "?period=all&replay=2011-07-01..2011-07-31"
ATTRIBUTES: dict[str, Any] = {
    "data-map": MapPanel,
    "data-legend": list[LegendClass],
    "data-case": CaseSettings,
    "data-list": list[ListRow],
    "data-chart": Chart,
    "data-events": NewestSettings,
    "data-freshness": FreshnessSettings,
    "data-replay": ReplaySettings,
    "data-finder": SearchSettings,
}
SCREEN = f"path=/&search={SEARCH.replace('?', '%3F').replace('&', '%26')}&stamp=0.1312200000"
VIEW = "zoom=2&bbox=-180,-85,180,85"
ANSWERS: dict[str, Any] = {
    "/api/v1/live": News,
    f"/api/v1/map?{SCREEN}&level=0": CellValues,
    f"/api/v1/map/spot?{SCREEN}&level=0&area=1": Spot,
    f"/api/v1/map/heat?{SCREEN}&{VIEW}": HeatAnswer,
    f"/api/v1/map/points?{SCREEN}&{VIEW}": PointsAnswer,
    f"/api/v1/map/points/cases?{SCREEN}&cell=none": CaseListPage,
    f"/api/v1/map/units?{SCREEN}&{VIEW}": UnitsAnswer,
    f"/api/v1/map/devices?{SCREEN}&{VIEW}&level=1": DevicesAnswer,
    f"/api/v1/map/special?{SCREEN}&{VIEW}": SpecialAnswer,
    f"/api/v1/search?q=1&{SCREEN}": SearchAnswer,
}


def check(kind: Any, text: str) -> None:
    """Raises where JSON is not of a type; instants are the text that the browser gets."""
    TypeAdapter(kind).validate_json(text, strict=False)
    assert extra_keys(kind, json.loads(text)) == []


def extra_keys(kind: Any, value: Any) -> list[str]:
    """Keys that were sent and are not declared: what a type takes in and gives back is all that it knows."""
    adapter = TypeAdapter(kind)
    known = json.loads(adapter.dump_json(adapter.validate_python(value)))
    return sorted(set(keys(value)) - set(keys(known)))


def keys(value: Any, path: str = "") -> Iterator[str]:
    if isinstance(value, dict):
        for name, part in value.items():
            yield f"{path}.{name}"
            yield from keys(part, f"{path}.{name}")
    elif isinstance(value, list):
        for part in value:
            yield from keys(part, f"{path}[]")


def attributes(part: Any) -> Iterator[tuple[str, str]]:
    """Name and JSON of every attribute of ours in a drawing of Dash."""
    if isinstance(part, dict):
        yield from ((name, value) for name, value in part.items() if name in ATTRIBUTES and isinstance(value, str))
        for value in part.values():
            yield from attributes(value)
    elif isinstance(part, list | tuple):
        for value in part:
            yield from attributes(value)


@pytest.fixture
def drawn(city: City) -> list[tuple[str, str]]:
    """The attributes of every panel of the analyst's screen."""
    stamp = str(city.sources.stamp())
    pages = [draw_panel(panel, city, "/", SEARCH, stamp) for panel in PANELS.values()]
    return [found for page in pages for found in attributes(json.loads(json.dumps(page, default=plain)))]


def plain(part: Any) -> Any:
    return part.to_plotly_json()


def test_every_attribute_is_of_its_type(drawn: list[tuple[str, str]]) -> None:
    assert {name for name, _ in drawn} == set(ATTRIBUTES)
    for name, text in drawn:
        check(ATTRIBUTES[name], text)


@pytest.mark.parametrize("address", ANSWERS, ids=lambda address: address.partition("?")[0])
def test_every_answer_is_of_its_type(client: FlaskClient, address: str) -> None:
    answer = client.get(address)
    assert answer.status_code == 200, answer.text
    check(ANSWERS[address], answer.text)


def test_the_card_of_a_case_is_of_its_type(client: FlaskClient, drawn: list[tuple[str, str]]) -> None:
    events = json.loads(next(text for name, text in drawn if name == "data-events"))["events"]
    source, _, number = events[0]["id"].partition("/")
    answer = client.get(f"/api/v1/case?{SCREEN}&source={source}&id={number}")
    assert answer.status_code == 200, answer.text
    check(CaseCard, answer.text)


def test_the_tables_in_the_page_are_of_their_type(client: FlaskClient) -> None:
    found = CONFIG.search(client.get("/").get_data(as_text=True))
    assert found
    check(BrowserConfig, unescape(found[1]))


def test_names_on_the_map_are_of_their_type(client: FlaskClient, drawn: list[tuple[str, str]]) -> None:
    version = json.loads(next(text for name, text in drawn if name == "data-map"))["cells"]["version"]
    answer = client.get(f"/cells/{version}/level/1/names?bbox=-180,-85,180,85")
    assert json.loads(answer.text)
    check(list[AreaName], answer.text)
