"""A city in which made-up persons lie in every column of text: in good and refused rows of every kind of source."""

from __future__ import annotations

import json
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import duckdb

from dashboard.commands import source_register
from dashboard.server.app import create_app
from dashboard.settings import Settings
from geodata.city.profile import SOURCE_KINDS
from queries.acts.act import Act
from queries.acts.act_chain import chained, recorded_acts
from queries.acts.acts_end import keep_end
from queries.city import City
from queries.loading.summary import LoadSummary
from tests.cities.builder import build_city
from tests.cities.six_cases.files import ROWS, write_cases

CANARIES = ("13987654321", "11010519491231002X", "张晓明", "canary@example.org")
TEXT = "联系人：张晓明 13987654321 11010519491231002X canary@example.org"
# What names a row, an area or a word of ours; everything else that is text is sown.
KEYS = {
    *("source", "source_id", "batch", "landed_as", "sha256", "area_code", "placed_by", "point_status", "crs_source"),
    *("crs", "zone", "status", "flags", "steps", "special_grid", "key", "value", "person_ref", "matter_id", "step"),
}
KEYS_OF = {
    "acts": {"act", "kind", "subject", "deed", "screen", "search", "hash"},
    "sources": {"kind"},
    "units": {"kind", "unit"},
    "devices": {"kind", "device"},
    "partners": {"kind", "partner"},
    "readings": {"quantity", "device"},
}

TEXT_COLUMNS = """
SELECT table_name, column_name FROM information_schema.columns
WHERE table_catalog = 'city' AND data_type = 'VARCHAR' AND table_name IN (
  SELECT table_name FROM information_schema.tables WHERE table_catalog = 'city' AND table_type = 'BASE TABLE')
"""
ACTS = "SELECT * FROM city.acts ORDER BY place"
PERSON_AS_WORD = "张晓明"
SEARCH = "?kpi=reported&period=2011-07-01..2011-07-31"


@dataclass
class SownCity:
    """The opened city, how many columns hold canaries, and what its loads said."""

    city: City
    columns: int
    summaries: list[LoadSummary]


@contextmanager
def sown_city(folder: Path) -> Iterator[SownCity]:
    """The city in `folder`, closed at the end."""
    summaries: list[LoadSummary] = []
    noon = datetime(2011, 8, 1, 12, tzinfo=UTC)
    with build_city(folder, "six_cases", cases=(), clock=noon) as city:
        rows = [
            f"7,2011-07-05 09:00:00,,,Open,{TEXT},{PERSON_AS_WORD},42.05,-71.05,{TEXT}",
            f"8,2011-07-05 09:00:00,,,{TEXT},{PERSON_AS_WORD},,42.05,-71.05,{PERSON_AS_WORD}",
            f"9,{TEXT},,,Open,{TEXT},,42.05,-71.05,App",
        ]
        file = write_cases(folder.parent / "cases.csv", *ROWS, *rows)
        summaries.append(city.acts.load(file, source="tiny"))
        deliver(city, summaries)
        city.acts.deliver(written(city))
        yield SownCity(city, sow(city), summaries)


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
        "readings": {"device": "d1", "quantity": "footfall", "value": 5, "unit": "person", "measured_at": at},
    }
    assert set(good) == set(SOURCE_KINDS)
    reception = city.acts.reception(on_applied=summaries.append)
    client = create_app(Settings(token=None), city, reception=reception).server.test_client()
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


def written(city: City) -> list[Act]:
    """A view and a note of the days that are looked at; where it is pinned there is no other note."""
    at = datetime(2011, 7, 20, 12, tzinfo=UTC)
    by = ("local", "127.0.0.1", at)
    where: dict[str, Any] = {"area_code": city.tree.root.code, "lon": -71.04, "lat": 42.06}
    note = Act("note", "n1", "saved", *by, text=TEXT, from_at=at, until_at=at, **where)
    return [Act("view", "v1", "saved", *by, name=TEXT, screen="analyst"), note]


def sow(city: City) -> int:
    """Canaries into every column of text of every table; how many columns were sown."""
    with city._context.store.write() as cursor:
        found = cursor.execute(TEXT_COLUMNS).fetchall()
        sown = [(table, name) for table, name in found if name not in KEYS | KEYS_OF.get(table, set())]
        for table, name in sown:
            value = PERSON_AS_WORD if name in ("department", "category1", "owner") else TEXT
            cursor.execute(f'UPDATE city.{table} SET "{name}" = $value', {"value": value})  # noqa: S608
        chain_anew(cursor, city.ground.folder)
        city._context.store.note_reports()
        city._context.store.note_acts()
    return len(sown)


def chain_anew(cursor: duckdb.DuckDBPyConnection, folder: Path) -> None:
    """The acts as if they had arrived with their canaries: otherwise the city would say that they were altered."""
    found = cursor.execute(ACTS)
    columns = [column[0] for column in found.description or ()]
    held = [(one.act, one.recorded_at) for one in recorded_acts(columns, found.fetchall())]
    for one in chained("", held, 0):
        cursor.execute("UPDATE city.acts SET hash = $hash WHERE place = $place", {"hash": one.hash, "place": one.place})
        keep_end(folder, one)


def leaks(text: str) -> list[str]:
    """The canaries that can be read in a text, also in the escapes of JSON."""
    written = text.encode("utf-8", "replace").decode("unicode_escape", "ignore") if "\\u" in text else ""
    return [canary for canary in CANARIES if canary in text or canary in written or repr_of(canary) in text]


def repr_of(canary: str) -> str:
    return json.dumps(canary)[1:-1]
