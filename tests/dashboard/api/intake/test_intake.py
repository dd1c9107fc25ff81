"""Deliveries over HTTP at their edge: keys, kinds, bodies, limits, and what refusals say."""

import errno
import json
import time
from collections.abc import Callable, Iterator
from datetime import datetime
from typing import Any

import duckdb
import pytest
from flask.testing import FlaskClient

from dashboard.access import source_keys
from dashboard.intake.row_rate import RowsPerMinute
from dashboard.server.app import create_app
from dashboard.settings import Settings
from queries.city import City
from queries.intake.reception import Reception
from tests.dashboard.api.checked_client import checked

COUNTS = {"read", "accepted", "refused", "reasons", "unread", "unrecognised", "withheld", "applied", "loaded",
          "superseded", "duplicate", "unchanged", "newer_by", "segment"}  # fmt: skip
NOT_APPLIED = {"unread": [], "unrecognised": [], "withheld": [], "applied": False, "unchanged": []} | dict.fromkeys(
    ("loaded", "superseded", "duplicate", "newer_by")
)
SPOKEN = COUNTS | {"error", "reference", "sentence"}
Site = Callable[..., FlaskClient]


@pytest.fixture
def reception(city: City) -> Iterator[Reception]:
    receiving = city.acts.reception()
    yield receiving
    receiving.stop()


def held(city: City, reception: Reception, columns: str = "source_id") -> list[tuple[Any, ...]]:
    """The cases of the source hotline, once everything accepted has been applied."""
    reception.start()
    reception.stop()
    with city._context.store.cursor() as cursor:
        relation = cursor.table("city.events").filter("source = 'hotline'").order("source_id")
        return relation.select(*[duckdb.ColumnExpression(name) for name in columns.split()]).fetchall()


@pytest.fixture
def site(city: City, reception: Reception) -> Site:
    def opened(**settings: object) -> FlaskClient:
        chosen = Settings(**{"token": None, **settings})  # type: ignore[arg-type]
        return checked(create_app(chosen, city, reception=reception).server)

    return opened


@pytest.fixture
def key(city: City) -> str:
    return source_keys.create(city._context.store.folder, "hotline")


def send(client: FlaskClient, key: str, rows: Any, path: str = "events", **more: Any) -> Any:
    body = rows if isinstance(rows, bytes | str) else json.dumps(rows, ensure_ascii=False)
    headers = {"Authorization": f"Bearer {key}", "Content-Type": "application/json", **more.pop("headers", {})}
    return client.post(f"/api/v1/{path}?lang=en", data=body, headers=headers, **more)


ROW = {"source_id": "1", "reported_at": "2011-07-31T09:00:00-04:00"}


@pytest.mark.parametrize("path", ["events", "steps", "units", "devices", "calls", "partners", "readings"])
def test_without_the_key_of_a_source_nothing_is_taken(site: Site, reception: Reception, path: str) -> None:
    for client in (site(), site(token="open sesame")):  # noqa: S106
        for key in ("", "guess", "open sesame"):
            answer = send(client, key, [ROW], path)
            assert answer.status_code == 403
            assert "yiping source add" in answer.get_json()["sentence"]
    assert reception.backlog == 0


def test_a_key_opens_its_kind_and_nothing_else(site: Site, key: str, city: City, reception: Reception) -> None:
    client = site(token="open sesame")  # noqa: S106
    assert send(client, key, [ROW]).status_code == 202
    assert client.get("/api/v1/live", headers={"Authorization": f"Bearer {key}"}).status_code == 403
    wrong = send(client, key, [ROW], "units")
    assert wrong.status_code == 403
    assert wrong.get_json()["sentence"] == "The source hotline delivers events, not units: send to /api/v1/events."
    assert held(city, reception) == [("1",)]


def test_a_new_key_ends_the_old_one_at_once(site: Site, key: str, city: City) -> None:
    client = site()
    assert send(client, key, [ROW]).status_code == 202
    newer = source_keys.create(city._context.store.folder, "hotline")
    assert send(client, key, [ROW]).status_code == 403
    assert send(client, newer, [ROW]).status_code == 202
    assert source_keys.remove(city._context.store.folder, "hotline")
    assert send(client, newer, [ROW]).status_code == 403


def test_without_a_token_another_machine_delivers_nothing(site: Site, key: str) -> None:
    answer = send(site(), key, [ROW], environ_overrides={"REMOTE_ADDR": "10.0.0.7"})
    assert answer.status_code == 403
    allowed = send(site(token="t"), key, [ROW], environ_overrides={"REMOTE_ADDR": "10.0.0.7"})  # noqa: S106
    assert allowed.status_code == 202


def test_the_good_rows_are_taken_and_the_bad_ones_have_a_reason(
    site: Site, key: str, city: City, reception: Reception
) -> None:
    answer = send(site(), key, [ROW, {"title": "no number"}, {**ROW, "source_id": "2"}])
    assert answer.status_code == 202
    payload = answer.get_json()
    assert payload.pop("segment")
    counts = {"read": 3, "accepted": 2, "refused": 1, "reasons": [{"row": 1, "reason": "no case number"}]}
    assert payload == NOT_APPLIED | counts
    assert held(city, reception) == [("1",), ("2",)]


def test_when_no_row_is_good_the_answer_is_400_with_all_reasons(site: Site, key: str) -> None:
    answer = send(site(), key, [{}, {"title": "无编号"}])
    payload = answer.get_json()
    assert answer.status_code == 400
    assert set(payload) == SPOKEN
    assert (payload["accepted"], payload["refused"]) == (0, 2)
    assert [one["row"] for one in payload["reasons"]] == [0, 1]


@pytest.mark.parametrize("body", [[ROW], {"rows": [ROW]}, ROW, "\ufeff" + json.dumps([ROW])])
def test_forms_of_a_delivery(site: Site, key: str, body: Any, city: City, reception: Reception) -> None:
    assert send(site(), key, body).get_json()["accepted"] == 1
    assert held(city, reception, "source_id reported_at") == [("1", datetime(2011, 7, 31, 13))]  # noqa: DTZ001


def test_lines_of_json_and_a_line_that_is_none(site: Site, key: str, city: City, reception: Reception) -> None:
    body = json.dumps(ROW) + "\r\n\nnonsense\n" + json.dumps({**ROW, "source_id": "2"}) + "\n"
    for media_type in ("application/x-ndjson", "application/jsonl"):
        payload = send(site(), key, body, headers={"Content-Type": media_type}).get_json()
        assert (payload["accepted"], [one["row"] for one in payload["reasons"]]) == (2, [1])
    as_form = {"Content-Type": "application/x-www-form-urlencoded"}  # what curl says when nobody tells it otherwise
    assert send(site(), key, body.replace("nonsense\n", ""), headers=as_form).get_json()["accepted"] == 2
    assert reception.backlog == 8, "six good rows, and two that are kept with the reason why they were refused"
    assert held(city, reception) == [("1",), ("2",)]


def test_an_empty_delivery_takes_nothing_and_is_no_mistake(site: Site, key: str) -> None:
    answer = send(site(), key, [])
    assert answer.status_code == 202
    assert answer.get_json() == NOT_APPLIED | {"read": 0, "accepted": 0, "refused": 0, "reasons": [], "segment": ""}


@pytest.mark.parametrize(
    ("body", "word"),
    [
        ("", "empty"),
        ("  \n", "empty"),
        ("nonsense", "no JSON"),
        ('[{"source_id": 1}', "no JSON"),
        ('[{"lon": NaN}]', "NaN"),
        ("[" * 100_000, "no JSON"),
        ("7", "array"),
        ('"text"', "array"),
        ('{"rows": 3}', "array"),
        (json.dumps([{"title": "占道"}], ensure_ascii=False).encode("gb18030"), "UTF-8"),
        (b"\xff\xfe[\x00]\x00", "UTF-8"),
    ],
)
def test_what_is_no_delivery_is_refused_in_one_sentence(site: Site, key: str, body: bytes | str, word: str) -> None:
    answer = send(site(), key, body)
    assert answer.status_code == 400
    assert set(answer.get_json()) == SPOKEN
    assert word in answer.get_json()["sentence"]
    chinese = site().post("/api/v1/events?lang=zh-CN", data=body, headers={"Authorization": f"Bearer {key}"})
    assert "请求" in chinese.get_json()["sentence"]


def test_another_encoding_is_named(site: Site, key: str) -> None:
    given = {"Content-Type": "application/json; charset=GB18030"}
    answer = send(site(), key, "[]", headers=given)
    assert answer.status_code == 400
    assert "GB18030" in answer.get_json()["sentence"]
    assert send(site(), key, b"..", headers={"Content-Encoding": "gzip"}).status_code == 415


def test_unicode_arrives_as_it_was_sent(site: Site, key: str, city: City, reception: Reception) -> None:
    row = {**ROW, "source_id": "郑-1", "title": "占道经营 🚧 \u0000 é", "text": "第一行\n第二行"}
    assert send(site(), key, [row]).status_code == 202
    assert held(city, reception, "source_id title text") == [(row["source_id"], row["title"], row["text"])]


def test_a_delivery_has_a_limit_of_its_own(site: Site, key: str) -> None:
    client = site(intake_bytes=10_000, body_limit_bytes=1_000)
    assert send(client, key, [{**ROW, "text": "x" * 8_000}]).status_code == 202
    answer = send(client, key, [{**ROW, "text": "x" * 10_000}])
    assert answer.status_code == 413
    assert "10,000 bytes" in answer.get_json()["sentence"]
    assert set(answer.get_json()) == SPOKEN
    assert client.post("/screen", json="1" * 2_000).status_code == 413


def test_a_source_that_sends_too_much_waits_and_others_do_not(site: Site, key: str, city: City) -> None:
    client = site(rows_per_minute=10)
    assert send(client, key, [ROW] * 8).status_code == 202
    answer = send(client, key, [ROW] * 8)
    assert answer.status_code == 429
    assert 30 <= int(answer.headers["Retry-After"]) <= 36
    assert "10 rows a minute" in answer.get_json()["sentence"]
    assert send(client, source_keys.create(city._context.store.folder, "other"), [ROW] * 8).status_code == 202


def test_a_backlog_makes_its_source_wait_and_no_other(site: Site, key: str, reception: Reception, city: City) -> None:
    client = site(backlog_rows=3)
    assert send(client, key, [ROW] * 2).status_code == 202
    assert send(client, key, [ROW]).status_code == 202
    answer = send(client, key, [ROW])
    assert (answer.status_code, answer.headers["Retry-After"]) == (429, "2")
    other = source_keys.create(city._context.store.folder, "other")
    assert send(client, other, [ROW]).status_code == 202, "another source does not wait for it"
    reception.start()
    until = time.monotonic() + 60
    while reception.backlog:
        assert time.monotonic() < until
        time.sleep(0.01)
    assert send(client, key, [ROW]).status_code == 202


def test_a_full_disk_is_said_and_does_not_use_up_the_rate(
    site: Site, key: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    def full(*_: object) -> None:
        raise OSError(errno.ENOSPC, "No space left on device")

    client = site(rows_per_minute=1)
    monkeypatch.setattr("queries.landing.open_segment.os.fdatasync", full)
    for _ in range(3):
        answer = send(client, key, [ROW])
        assert answer.status_code == 503
        assert "disk is full" in answer.get_json()["sentence"]
        assert int(answer.headers["Retry-After"]) > 0
    monkeypatch.undo()
    assert send(client, key, [ROW]).status_code == 202


def test_a_server_without_reception_takes_nothing(city: City, key: str) -> None:
    client = create_app(Settings(token=None), city).server.test_client()
    assert send(client, key, [ROW]).status_code == 503


def test_these_addresses_take_nothing_but_post(site: Site) -> None:
    assert site().get("/api/v1/events").status_code == 404


def test_a_bucket_fills_evenly() -> None:
    now = [0.0]
    bucket = RowsPerMinute(60, lambda: now[0])
    assert bucket.take("a", 50) == 0
    assert bucket.take("a", 20) == 10
    now[0] = 10.0
    assert bucket.take("a", 20) == 0
    now[0] = 70.0
    assert bucket.take("a", 60) == 0
    assert bucket.take("a", 1) == 1


def test_a_row_with_many_names_makes_no_columns_for_a_thousand_others(
    site: Site, key: str, reception: Reception, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Five megabytes of 250,000 rows, one of them with a thousand names, took a gigabyte."""
    monkeypatch.setattr("queries.conversion.text_rows.MOST_CELLS", 1_000)
    answer = send(site(), key, [ROW | {f"name {n}": 1 for n in range(100)}, *[ROW] * 10])
    assert answer.status_code == 413
    assert "cells" in answer.get_json()["sentence"]
    assert reception.backlog == 0


def test_rows_per_minute_hold_for_one_large_delivery_too(site: Site, key: str, reception: Reception) -> None:
    client = site(rows_per_minute=10)
    for _ in range(2):
        answer = send(client, key, [ROW] * 11)
        assert answer.status_code == 413
        assert "in parts" in answer.get_json()["sentence"]
    assert reception.backlog == 0
    assert send(client, key, [ROW] * 10).status_code == 202
