"""A source of the new kind is declared, delivers by HTTP, and stands with its rows and its refusals."""

import json
import time

from dashboard.commands import source_register
from dashboard.server.app import create_app
from dashboard.settings import Settings
from dashboard.words.catalogue import catalogue
from queries.scope import WHOLE_CITY
from tests.house.tiny_application import tiny_application

ROWS = [
    {"避难场所": "S-1", "安置人数": 10, "上报时间": "2024-06-01T08:00:00+08:00"},
    {"shelter": "S-1", "people": 30, "reported_at": "2024-06-01T09:00:00+08:00"},
    {"shelter": "S-2", "people": 5},
    {"shelter": "S-3", "people": "many"},
]

with tiny_application() as (city, _):
    key = source_register.add(city, "emergency", {"kind": "shelters"})
    reception = city.acts.reception()
    client = create_app(Settings(), city, key=key, reception=reception).server.test_client()
    reception.start()
    try:
        sent = client.post(
            "/api/v1/shelters", data=json.dumps(ROWS), headers={"Authorization": f"Bearer {key}"}
        ).get_json()
        until = time.monotonic() + 30
        while reception.backlog and time.monotonic() < until:
            time.sleep(0.02)
    finally:
        reception.stop()
    assert (sent["accepted"], sent["refused"]) == (3, 1), sent
    [standing] = [one for one in city.sources.standings(scope=WHOLE_CITY) if one.name == "emergency"]
    assert (standing.kind, standing.rows) == ("shelters", 2), standing
    assert "/api/v1/shelters" in client.get("/api/v1/openapi.json").get_json()["paths"]
    assert catalogue("zh-CN")("source_kind.shelters") == "避难场所"
