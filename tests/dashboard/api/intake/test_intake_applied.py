"""Deliveries and dropped files with the real reception behind them: what is accepted counts a moment later."""

import json
import time
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest
from flask.testing import FlaskClient

from dashboard.commands import source_register
from dashboard.intake.drop_folder import DropFolder
from dashboard.server.app import create_app
from dashboard.settings import Settings
from queries.city import City
from queries.intake.reception import Reception
from tests.cities.six_cases.files import ROWS, write_cases
from tests.dashboard.api.checked_client import checked

AT = "2011-07-30T09:00:00-04:00"


@pytest.fixture
def reception(city: City) -> Iterator[Reception]:
    reception = city.acts.reception()
    reception.start()
    yield reception
    reception.stop()


@pytest.fixture
def client(city: City, reception: Reception) -> FlaskClient:
    return checked(create_app(Settings(token=None), city, key="command", reception=reception).server)


@pytest.fixture
def send(city: City, client: FlaskClient) -> Callable[..., Any]:
    keys = {
        kind: source_register.add(city, f"feed_{kind}", {"kind": kind})
        for kind in ("events", "steps", "units", "calls")
    }

    def sent(rows: Any, kind: str = "events", **more: Any) -> Any:
        body = rows if isinstance(rows, bytes | str) else json.dumps(rows, ensure_ascii=False)
        headers = {"Authorization": f"Bearer {keys[kind]}"}
        return client.post(f"/api/v1/{kind}?lang=en", data=body, headers=headers, **more)

    return sent


def reported(client: FlaskClient) -> int:
    return int(client.get("/api/v1/kpi?key=reported&as_of=2011-08-01").get_json()["value"])


def becomes(ask: Callable[[], Any], wanted: Any) -> None:
    until = time.monotonic() + 60
    while (found := ask()) != wanted:
        assert time.monotonic() < until, found
        time.sleep(0.02)


def test_what_is_acknowledged_is_counted_a_moment_later(send: Callable[..., Any], client: FlaskClient) -> None:
    before = reported(client)
    answer = send(
        [{"source_id": f"郑-{n}", "reported_at": AT, "title": "占道 🚧", "lon": -71.05, "lat": 42.05} for n in range(5)]
    )
    assert answer.status_code == 202
    assert (answer.get_json()["accepted"], answer.get_json()["refused"]) == (5, 0)
    becomes(lambda: reported(client), before + 5)
    assert {event["title"] for event in client.get("/api/v1/live").get_json()["newest"]} >= {"占道 🚧"}


def test_sending_again_doubles_nothing(send: Callable[..., Any], client: FlaskClient, reception: Reception) -> None:
    before = reported(client)
    rows = [
        {"source_id": "a", "reported_at": AT},
        {"source_id": "a", "reported_at": AT},
        {"source_id": "b", "reported_at": AT},
    ]
    for _ in range(3):
        assert send(rows).status_code == 202
    becomes(lambda: reported(client), before + 2)
    becomes(lambda: reception.backlog, 0)
    assert reported(client) == before + 2


def test_bad_rows_have_reasons_and_are_kept_for_the_table_of_sources(
    send: Callable[..., Any], client: FlaskClient
) -> None:
    rows = [
        {"source_id": "good", "reported_at": AT},
        {"reported_at": AT},
        {"source_id": "no time"},
        {"source_id": "when?", "reported_at": "someday"},
        "no object",
        None,
        [1],
        {"source_id": "lone \ud800", "reported_at": AT},
        {"source_id": {"a": 1}, "reported_at": [AT]},
    ]
    answer = send(json.dumps(rows))
    payload = answer.get_json()
    assert answer.status_code == 202
    assert payload["accepted"] + payload["refused"] == len(rows)
    refused = {one["row"] for one in payload["reasons"]}
    assert {1, 2, 3, 4, 5, 6} <= refused
    assert 0 not in refused
    assert all(one["reason"] for one in payload["reasons"])

    def stands() -> dict[str, Any]:
        sources = client.get("/api/v1/sources").get_json()["sources"]
        return next(one for one in sources if one["name"] == "feed_events")

    becomes(lambda: stands()["refused"], payload["refused"])
    assert "someday" in client.get("/api/v1/sources/feed_events/refused.csv").text


def test_when_no_row_is_good_nothing_is_taken_but_all_is_kept(send: Callable[..., Any], client: FlaskClient) -> None:
    before = reported(client)
    answer = send([{"title": "no number"}, {"source_id": "no time"}])
    assert answer.status_code == 400
    assert (answer.get_json()["accepted"], answer.get_json()["refused"]) == (0, 2)
    becomes(lambda: client.get("/api/v1/sources/feed_events/refused.csv").text.count("\n"), 3)
    assert reported(client) == before


def test_reports_of_units_become_the_newest_of_each(send: Callable[..., Any], city: City) -> None:
    rows = [
        {"unit": "u1", "kind": "patrol_car", "lon": -71.05, "lat": 42.05, "seen_at": "2011-08-01T08:00:00-04:00"},
        {"unit": "u2", "kind": "grid_worker", "seen_at": "2011-08-01T08:00:00-04:00"},
        {"unit": "u1", "kind": "patrol_car", "lon": -71.15, "lat": 42.05, "seen_at": "2011-08-01T07:00:00-04:00"},
        {"unit": "u3", "kind": "submarine"},
    ]
    payload = send(rows, "units").get_json()
    assert (payload["accepted"], [one["row"] for one in payload["reasons"]]) == (3, [3])

    def held() -> list[Any]:
        with city._context.store.cursor() as cursor:
            return cursor.execute("SELECT unit, lon FROM city.units ORDER BY unit").fetchall()

    becomes(held, [("u1", -71.05), ("u2", None)])


def test_a_dropped_file_is_loaded_and_removed_and_again_changes_nothing(
    city: City, client: FlaskClient, reception: Reception, send: Callable[..., Any]
) -> None:
    drop, folder = DropFolder(city, reception), city._context.store.folder / "drop" / "feed_events"
    before = reported(client)
    for _ in range(2):
        write_cases(folder / "cases.csv", *ROWS)
        for _ in range(4):
            drop.look()
        assert not [path for path in folder.iterdir() if path.is_file()]
        assert reported(client) == before + len(ROWS)
    (folder / "picture.csv").write_bytes(b"\x89PNG\r\n\x1a\n\x00\x00")
    for _ in range(4):
        drop.look()
    assert (folder / "refused" / "picture.csv.sealed").exists()  # a picture may show a person
    assert (folder / "refused" / "picture.csv.reason.txt").read_text().strip()
    assert reported(client) == before + len(ROWS)


def test_a_file_loaded_by_command_comes_between_deliveries(
    client: FlaskClient, send: Callable[..., Any], tmp_path: Path
) -> None:
    before = reported(client)
    assert send([{"source_id": f"d{n}", "reported_at": AT} for n in range(50)]).status_code == 202
    path = write_cases(tmp_path / "more.csv", ROWS[0].replace("1,", "70,", 1))
    given = {"path": str(path), "source": "tiny"}
    answer = client.post("/api/v1/commands/load", json=given, headers={"Authorization": "Bearer command"})
    result = json.loads(answer.text.splitlines()[-1])["result"]
    assert (result["read"], result["loaded"]) == (1, 1)
    becomes(lambda: reported(client), before + 51)


def test_rebuilds_beside_deliveries_lose_and_double_none(
    client: FlaskClient, send: Callable[..., Any], city: City, reception: Reception
) -> None:
    before = reported(client)
    for batch in range(15):
        assert send([{"source_id": f"{batch}-{n}", "reported_at": AT} for n in range(20)]).status_code == 202
        if batch % 5 == 2:
            rebuilt = client.post("/api/v1/commands/rebuild", json={}, headers={"Authorization": "Bearer command"})
            assert "result" in rebuilt.text.splitlines()[-1]
    becomes(lambda: reported(client), before + 300)
    becomes(lambda: reception.backlog, 0)
    assert city.acts.reconcile() == ()


def test_the_card_of_a_case_shows_the_steps_that_were_delivered(send: Callable[..., Any], client: FlaskClient) -> None:
    """Those of which none was delivered stand at the times of the case; nobody is named."""

    def at(hour: int) -> str:
        return f"2011-07-30T{hour:02}:00:00-04:00"

    send([{"source_id": "a", "reported_at": at(9), "first_declined_at": at(10), "closed_at": at(15)}])
    steps = [(10, "declined"), (11, "dispatched"), (12, "declined"), (14, "盖章")]
    rows = [
        {"source_id": "a", "step": word, "happened_at": at(hour), "unit": "市政", "actor": "张伟"}
        for hour, word in steps
    ]
    assert send(rows, "steps").get_json()["accepted"] == 4

    def shown() -> list[tuple[str, str, str]]:
        asked = {"source": "feed_events", "id": "a", "search": "?lang=en"}
        answer = client.get("/api/v1/case", query_string=asked)
        assert "张伟" not in answer.text
        found = (answer.get_json() or {}).get("steps", ())
        return [(step["name"], step["after"], step["who"].split(" ")[0]) for step in found]

    becomes(
        lambda: [step for step in shown() if step[0] not in {"accepted", "filed"}],
        [
            ("reported", "", ""),
            ("declined", "+1 h", "市政"),
            ("dispatched", "+1 h", "市政"),
            ("declined", "+1 h", "市政"),
            ("盖章", "+2 h", "市政"),
            ("closed", "+1 h", ""),
        ],
    )


def test_personal_columns_are_named_and_none_of_their_values(send: Callable[..., Any]) -> None:
    personal = {"caller_name": "Ann Canary", "email": "ann@canary.example", "owner": {"id": 5, "phone": "617 555 0100"}}
    answer = send([{"id": "N2", "created_at": AT} | personal])
    assert sorted(answer.get_json()["withheld"]) == ["caller_name", "email", "owner.phone"]
    assert "anary" not in answer.text


def test_values_of_objects_that_are_not_read_are_named(send: Callable[..., Any]) -> None:
    place = {"lat": 42.05, "lng": -71.15, "accuracy": "high", "cell": {"size": {"m": 5}}}
    row = {"id": "N1", "created_at": AT, "location": place, "extra": {"a": 1, "b": 2}, "tags": ["x", "y"]}
    unrecognised = send([row]).get_json()["unrecognised"]
    assert sorted(unrecognised) == ["extra", "location.accuracy", "location.cell", "tags"]
