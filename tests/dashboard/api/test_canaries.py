"""Made-up persons in every column of text: no route, panel, export, load summary or line of the log shows one."""

from __future__ import annotations

import gzip
import json
import logging
import time
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Any

import pytest
from flask.testing import FlaskClient
from werkzeug.test import TestResponse

from dashboard.commands import source_register
from dashboard.screens.panel_registry import PANELS
from dashboard.server.app import create_app
from dashboard.settings import Settings
from geodata.city.profile import SOURCE_KINDS
from queries.city import City
from queries.kpis.question import BREAKDOWNS
from queries.loading.summary import LoadSummary
from tests.cities.builder import build_city
from tests.cities.six_cases.files import ROWS, write_cases
from tests.dashboard.api.test_odd_parameters import (
    KEY,
    ROUTES,
    WITHOUT_PARAMETERS_OF_OURS,
    asked,
    panel_request,
)

CANARIES = ("13987654321", "11010519491231002X", "张晓明", "canary@example.org")
TEXT = "联系人：张晓明 13987654321 11010519491231002X canary@example.org"
# What names a row, an area or a word of ours; everything else that is text is sown.
KEYS = {
    *("source", "source_id", "batch", "landed_as", "sha256", "area_code", "placed_by", "point_status", "crs_source"),
    *("crs", "zone", "status", "flags", "steps", "special_grid", "key", "value", "person_ref", "matter_id", "step"),
}
KEYS_OF = {
    "sources": {"kind"},
    "units": {"kind", "unit"},
    "devices": {"kind", "device"},
    "partners": {"kind", "partner"},
}

TEXT_COLUMNS = """
SELECT table_name, column_name FROM information_schema.columns
WHERE table_catalog = 'city' AND data_type = 'VARCHAR' AND table_name IN (
  SELECT table_name FROM information_schema.tables WHERE table_catalog = 'city' AND table_type = 'BASE TABLE')
"""
PERSON_AS_WORD = "张晓明"


@dataclass
class Sown:
    """The client of a city in which canaries lie, how many columns hold them, and what its loads said."""

    client: FlaskClient
    columns: int
    grid_version: str
    summaries: list[LoadSummary]


@pytest.fixture(scope="module")
def sown(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Sown]:
    folder = tmp_path_factory.mktemp("canaries")
    summaries: list[LoadSummary] = []
    noon = datetime(2011, 8, 1, 12, tzinfo=UTC)
    with build_city(folder / "tiny", "six_cases", cases=(), clock=noon) as city:
        rows = [
            f"7,2011-07-05 09:00:00,,,Open,{TEXT},{PERSON_AS_WORD},42.05,-71.05,{TEXT}",
            f"8,2011-07-05 09:00:00,,,{TEXT},{PERSON_AS_WORD},,42.05,-71.05,{PERSON_AS_WORD}",
            f"9,{TEXT},,,Open,{TEXT},,42.05,-71.05,App",
        ]
        summaries.append(city.acts.load(write_cases(folder / "cases.csv", *ROWS, *rows), source="tiny"))
        deliver(city, summaries)
        columns = sow(city)
        app = create_app(Settings(token=None), city, key=KEY)
        yield Sown(app.server.test_client(), columns, city.tree.grid_version, summaries)


def deliver(city: City, summaries: list[LoadSummary]) -> None:
    """A good row and a refused one of every kind, by POST."""
    at = "2011-07-30T09:00:00-04:00"
    here: dict[str, Any] = {"lon": -71.05, "lat": 42.05}
    named = {"title": TEXT, "text": TEXT, "department": PERSON_AS_WORD, "channel": TEXT}
    good: dict[str, dict[str, Any]] = {
        "events": {"source_id": "p1", "reported_at": at} | named,
        "steps": {"source": "tiny", "source_id": "7", "step": "dispatched", "happened_at": at, "actor": PERSON_AS_WORD}
        | {"unit": TEXT, "from_value": TEXT, "to_value": TEXT},
        "units": {"unit": "u1", "kind": "grid_member", "status": "on_duty", "seen_at": at} | here,
        "devices": {"device": "d1", "network": TEXT, "kind": "camera", "owner": TEXT, "heartbeat_at": at} | here,
        "partners": {"partner": "x1", "kind": "system", "name": TEXT, "seen_at": at},
        "calls": {"hour": at, "calls": 5},
    }
    assert set(good) == set(SOURCE_KINDS)
    reception = city.acts.reception(on_applied=summaries.append)
    client = create_app(Settings(token=None), city, key=KEY, reception=reception).server.test_client()
    reception.start()
    try:
        for kind, row in good.items():
            key = source_register.add(city, f"feed_{kind}", {"kind": kind})
            bad = dict.fromkeys(row, TEXT)
            for rows in ([row, bad], [bad]):
                client.post(f"/api/v1/{kind}", data=json.dumps(rows), headers={"Authorization": f"Bearer {key}"})
        until = time.monotonic() + 30
        while reception.backlog and time.monotonic() < until:
            time.sleep(0.02)
    finally:
        reception.stop()


def sow(city: City) -> int:
    """Canaries into every column of text of every table; how many columns were sown."""
    with city._context.store.write() as cursor:
        found = cursor.execute(TEXT_COLUMNS).fetchall()
        sown = [(table, name) for table, name in found if name not in KEYS | KEYS_OF.get(table, set())]
        for table, name in sown:
            value = PERSON_AS_WORD if name in ("department", "category1", "owner") else TEXT
            cursor.execute(f'UPDATE city.{table} SET "{name}" = $value', {"value": value})  # noqa: S608
        city._context.store.note_reports()
    return len(sown)


def read(answer: TestResponse) -> str:
    """The body as text, unpacked where it is compressed."""
    body = answer.get_data()
    return (gzip.decompress(body) if body[:2] == b"\x1f\x8b" else body).decode("utf-8", "replace")


def leaks(text: str) -> list[str]:
    """The canaries that can be read in a text, also in the escapes of JSON."""
    written = text.encode("utf-8", "replace").decode("unicode_escape", "ignore") if "\\u" in text else ""
    return [canary for canary in CANARIES if canary in text or canary in written or repr_of(canary) in text]


def repr_of(canary: str) -> str:
    return json.dumps(canary)[1:-1]


REFUSED_HERE = {  # files, and what needs the key of a source (see deliver) or a body of its own
    "/modules/<version>/<path:name>", "/api/v1/commands/add_source", *(f"/api/v1/{kind}" for kind in SOURCE_KINDS),
}  # fmt: skip
DAYS = {"from": "2011-07-01", "to": "2011-07-31"}
SEARCH = "?kpi=reported&period=2011-07-01..2011-07-31"
# Ways to reach data; of each a route takes the parameters that it knows.
WAYS: list[dict[str, str]] = [
    {"key": "reported"} | DAYS,
    *({"key": "reported", "by": by} | DAYS for by in BREAKDOWNS),
    {"search": SEARCH, "format": "csv"},
    {"search": SEARCH, "id": "7", "source": "tiny", "q": "7"},
    {"search": SEARCH + "&case=tiny%2F7", "id": "p1", "source": "feed_events", "q": "Graffiti"},
    {"name": "feed_events", "limit": "100"},
    {"name": "feed_units", "limit": "100"},
    {"name": "tiny", "limit": "100"},
]


def test_canaries_lie_in_many_columns_and_every_route_has_an_entry(sown: Sown) -> None:
    assert sown.columns > 30
    rules = {rule.rule for rule in sown.client.application.url_map.iter_rules()}
    assert rules == {*ROUTES, *WITHOUT_PARAMETERS_OF_OURS}


@pytest.mark.parametrize("rule", [rule for rule in ROUTES if "<any(load" not in rule])
def test_no_route_shows_a_person(sown: Sown, rule: str) -> None:
    statuses = set()
    for way in [*WAYS, {"grid_version": sown.grid_version, "code": "tiny"}]:
        known = {name: value for name, value in way.items() if name in ROUTES[rule]}
        answer = asked(sown.client, rule, ROUTES[rule] | known)
        statuses.add(answer.status_code)
        text = read(answer)
        assert not leaks(text), (rule, way, [text[max(0, text.find(c) - 80) : text.find(c) + 40] for c in leaks(text)])
    assert statuses & {200, 202, 204, 302, 304} or rule in REFUSED_HERE, (rule, statuses)


@pytest.mark.parametrize("panel", list(PANELS))
@pytest.mark.parametrize("path", ["/", "/wall", "/sources", "/dictionary"])
def test_no_panel_shows_a_person(sown: Sown, panel: str, path: str) -> None:
    for search in (SEARCH, SEARCH + "&case=tiny%2F7"):
        values = {"panel": panel, "search": search, "pathname": path, "stamp": ""}
        answer = sown.client.post("/_dash-update-component", json=panel_request(values))
        assert not leaks(answer.get_data(as_text=True)), (panel, path, search)


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
