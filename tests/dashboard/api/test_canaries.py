"""Made-up persons in every column of text: no route, panel, export, load summary or line of the log shows one."""

from __future__ import annotations

import gzip
import logging
from collections.abc import Iterator
from dataclasses import dataclass

import pytest
from flask.testing import FlaskClient
from werkzeug.test import TestResponse

from dashboard.screens.panel_registry import PANELS
from dashboard.server.app import create_app
from dashboard.settings import Settings
from geodata.city.profile import SOURCE_KINDS
from queries.kpis.question import BREAKDOWNS
from queries.loading.summary import LoadSummary
from tests.cities.sown_city import SEARCH, leaks, sown_city
from tests.dashboard.api.parameters.panels_of_a_screen import panels_drawn
from tests.dashboard.api.parameters.test_odd_parameters import (
    KEY,
    ROUTES,
    WITHOUT_PARAMETERS_OF_OURS,
    asked,
    panel_request,
)


@dataclass
class Sown:
    """The client of a city in which canaries lie, how many columns hold them, and what its loads said."""

    client: FlaskClient
    columns: int
    grid_version: str
    service_code: str
    summaries: list[LoadSummary]


@pytest.fixture(scope="module")
def sown(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Sown]:
    with sown_city(tmp_path_factory.mktemp("canaries") / "tiny") as found:
        app = create_app(Settings(token=None), found.city, key=KEY)
        client = app.server.test_client()
        service = client.get("/open311/v2/services.json").get_json()[0]["service_code"]
        yield Sown(client, found.columns, found.city.tree.grid_version, service, found.summaries)


def read(answer: TestResponse) -> str:
    """The body as text, unpacked where it is compressed."""
    body = answer.get_data()
    return (gzip.decompress(body) if body[:2] == b"\x1f\x8b" else body).decode("utf-8", "replace")


REFUSED_HERE = {  # files, what needs the key of a source (see deliver), a body or a right of its own
    "/modules/<version>/<path:name>", "/styles/<version>.css", "/scripts/<version>/plotly.js", "/uploads",
    "/workers/<version>/<name>",
    "/uploads/<key>/pieces", "/api/v1/shares", "/share/<secret>", "/api/v1/alarms/answer", "/api/v1/loops/acts",
    "/enter/provider", "/enter/provider/back", "/enter/code", "/remote/tell",
    "/api/v1/roll-calls/acts", "/api/v1/roll-calls/<call>", "/api/v1/samples/<week>", "/api/v1/walls/report",
    "/remote/mode", "/api/v1/mode/acts", "/api/v1/lines/<line>",
    "/api/v1/evaluation/values", "/api/v1/commands/switch_mode", "/api/v1/commands/answer_simulated",
    "/api/v1/commands/briefing_again", "/api/v1/briefings/own", "/api/v1/briefings/sent/<file>",
    "/api/v1/commands/keep_case_act",
    "/api/v1/recurring-kinds/<kind>", "/api/v1/recurring-kinds/acts", "/api/v1/recurring-kinds/cures",
    "/uploads/<key>/review", "/uploads/<key>/load", "/api/v1/commands/add_source", "/api/v1/case/unmask",
    *(f"/api/v1/{kind}" for kind in SOURCE_KINDS),
}  # fmt: skip
DAYS = {"from": "2011-07-01", "to": "2011-07-31"}
# Ways to reach data; of each a route takes the parameters that it knows.
WAYS: list[dict[str, str]] = [
    {"key": "reported"} | DAYS,
    {"key": "reported", "area": "E"},  # there are others to compare it with
    *({"key": "reported", "by": by} | DAYS for by in BREAKDOWNS),
    {"key": "reported", "area": "E"},
    {"search": SEARCH, "format": "csv"},
    {"key": "reported", "format": "csv"} | DAYS,
    {"search": f"{SEARCH}&list=reported", "key": "reported", "q": "a", "sort": "department"} | DAYS,
    {"search": SEARCH, "id": "7", "source": "tiny", "q": "7"},
    {"search": SEARCH + "&case=tiny%2F7", "id": "p1", "source": "feed_events", "q": "Graffiti"},
    {"name": "feed_events", "limit": "100"},
    {"name": "feed_units", "limit": "100"},
    {"name": "tiny", "limit": "100"},
    {"start_date": "2011-07-01", "request_id": "tiny/7"},
    {"start_date": "2011-07-01", "request_id": "feed_events/p1", "format": "xml"},
]


def test_canaries_lie_in_many_columns_and_every_route_has_an_entry(sown: Sown) -> None:
    assert sown.columns > 30
    rules = {rule.rule for rule in sown.client.application.url_map.iter_rules()}
    assert rules == {*ROUTES, *WITHOUT_PARAMETERS_OF_OURS}


@pytest.mark.parametrize("rule", [rule for rule in ROUTES if "<any(load" not in rule])
def test_no_route_shows_a_person(sown: Sown, rule: str) -> None:
    statuses = set()
    ways = [*WAYS, {"grid_version": sown.grid_version, "code": "tiny", "service_code": sown.service_code}]
    asking = [ROUTES[rule] | {name: way[name] for name in way if name in ROUTES[rule]} for way in ways]
    for way in (one for place, one in enumerate(asking) if one not in asking[:place]):
        answer = asked(sown.client, rule, way)
        statuses.add(answer.status_code)
        text = read(answer)
        assert not leaks(text), (rule, way, [text[max(0, text.find(c) - 80) : text.find(c) + 40] for c in leaks(text)])
    assert statuses & {200, 202, 204, 302, 303, 304} or rule in REFUSED_HERE, (rule, statuses)


SCREENS = ("/", "/wall", "/alarms", "/sources", "/load", "/dictionary")
OPENED = ("", "&case=tiny%2F7", "&number&list", "&saved=notes", "&saved=views")
"""What may be open on a screen."""


@pytest.mark.parametrize("path", SCREENS)
def test_no_panel_shows_a_person(sown: Sown, path: str) -> None:
    """Everything that may be open on the first screen, and two of it on each other."""
    place = SCREENS.index(path) % 5
    for opened in OPENED if path == "/" else (OPENED[place], OPENED[(place + 2) % 5]):
        address = {"search": SEARCH + opened, "path": path, "stamp": ""}
        shown = [(panel, text) for panel, text, _ in panels_drawn(sown.client, list(PANELS), address)]
        assert {panel for panel, _ in shown} == {*PANELS}
        for panel, text in shown:
            assert not leaks(text), (panel, path, opened)


def test_what_people_wrote_is_reached(sown: Sown) -> None:
    saved = sown.client.get("/api/v1/saved").get_json()
    assert any("***" in view["name"] for view in saved["views"])
    assert any("***" in note["text"] for note in saved["notes"])
    for panel in ("map", "trend", "saved"):
        values = {"panel": panel, "search": f"{SEARCH}&saved=notes", "path": "/", "stamp": ""}
        assert "***" in sown.client.post("/screen", json=panel_request(values)).get_data(as_text=True), panel


def test_the_lists_reach_the_cases_that_hold_canaries(sown: Sown) -> None:
    listed = sown.client.get("/api/v1/cases?key=reported&from=2011-07-01&to=2011-07-31").get_data(as_text=True)
    assert "***" in listed
    refused = sown.client.get("/api/v1/sources/tiny/refused.csv").get_data(as_text=True)
    assert "***" in refused


def test_no_summary_of_a_load_shows_a_person(sown: Sown) -> None:
    assert sown.summaries
    for summary in sown.summaries:
        assert not leaks(str(summary)), summary


def test_no_line_of_the_log_shows_a_person(sown: Sown, caplog: pytest.LogCaptureFixture) -> None:
    with caplog.at_level(logging.DEBUG):
        for rule in ROUTES:
            if "<any(load" not in rule:
                asked(sown.client, rule, ROUTES[rule] | WAYS[-1])
    assert not leaks(caplog.text)
