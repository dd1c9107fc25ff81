"""Delivering until it is acknowledged: nothing is lost or sent on before its turn, whatever the server answers."""

from __future__ import annotations

import json
from collections.abc import Callable
from datetime import UTC, date, datetime, timedelta
from pathlib import Path
from threading import Event
from typing import Any

import httpx
import pyarrow as pa
import pytest

from dashboard.access.source_keys import SourceKeys
from dashboard.simulator.feed import sender as sending
from dashboard.simulator.feed.feeds import EventFeed, resume_from
from dashboard.simulator.feed.keys import keys_of
from dashboard.simulator.feed.progress_file import ProgressFile
from dashboard.simulator.feed.rows import rows_of
from dashboard.simulator.feed.sender import Delivered, Sender, Stopped
from dashboard.simulator.feed.simulator import FeedThread
from dashboard.simulator.sources import SOURCES

ROWS = [{"source_id": str(number)} for number in range(10)]
NOW = datetime(2026, 11, 20, 6, 30, tzinfo=UTC)


@pytest.fixture(autouse=True)
def no_waiting(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(sending, "FIRST_WAIT", 0.001)
    monkeypatch.setattr(sending, "LONGEST_WAIT", 0.002)
    monkeypatch.setattr(sending, "LONGEST_RETRY_AFTER", 0.002)


class Server:
    """Answers with the given statuses one after the other, then takes everything; keeps what it took."""

    def __init__(self, *statuses: int) -> None:
        self.statuses, self.asked = list(statuses), 0
        self.taken: list[dict[str, Any]] = []

    def __call__(self, request: httpx.Request) -> httpx.Response:
        rows = json.loads(request.content)
        self.asked += 1
        status = self.statuses.pop(0) if self.statuses else 202
        if status == 0:
            raise httpx.ConnectError("refused")
        if status == 413 and len(rows) > 3:
            self.statuses.insert(0, 413)
            return httpx.Response(413, json={"sentence": "Too large."})
        if status not in (202, 413):
            return httpx.Response(status, json={"sentence": "Later."}, headers={"Retry-After": "3"})
        self.taken += rows
        return httpx.Response(202, json={"accepted": len(rows), "refused": 0, "reasons": []})


def sender(server: Callable[[httpx.Request], httpx.Response], stop: Event | None = None) -> Sender:
    transport = httpx.MockTransport(server)
    return Sender("demo", lambda: "http://here", lambda: "key", stop or Event(), transport)


@pytest.mark.parametrize("troubles", [(), (429, 429), (503,), (0, 0, 0), (403, 500), (429, 0, 503)])
def test_everything_arrives_once_and_in_order(troubles: tuple[int, ...]) -> None:
    server = Server(*troubles)
    assert sender(server).send("events", ROWS, most=4) == Delivered(10, 0)
    assert server.taken == ROWS
    assert server.asked == 3 + len(troubles)


def test_what_is_too_large_is_halved() -> None:
    server = Server(413)
    assert sender(server).send("events", ROWS, most=10).accepted == 10
    assert server.taken == ROWS


def test_refused_rows_are_not_sent_again() -> None:
    answers = iter([httpx.Response(400, json={"accepted": 0, "refused": 2, "reasons": []})])
    assert sender(lambda _: next(answers)).send("events", ROWS[:2], most=10) == Delivered(0, 2)


def test_told_to_stop_it_waits_no_longer() -> None:
    stop = Event()

    def refusing(_: httpx.Request) -> httpx.Response:
        stop.set()
        return httpx.Response(503, json={})

    with pytest.raises(Stopped):
        sender(refusing, stop).send("events", ROWS, most=4)


class Clockwork:
    """Changes of cases: every second delivers its own number."""

    active = None

    def between(self, since: datetime, now: datetime) -> pa.Table:
        first, last = (int((moment - NOW).total_seconds()) for moment in (since, now))
        return pa.table(
            {"source_id": [str(n) for n in range(first + 1, last + 1)], "version": range(first + 1, last + 1)}
        )


def test_killed_before_the_progress_is_written_it_repeats_and_loses_nothing(tmp_path: Path) -> None:
    server, progress = Server(), ProgressFile(tmp_path, 7, date(2026, 1, 1), {"demo": NOW})
    feed: Any = EventFeed(Clockwork())  # type: ignore[arg-type]
    FeedThread(feed, sender(server), progress, lambda: NOW + timedelta(seconds=5), Event()).deliver_window()
    before = (tmp_path / "simulator.json").read_bytes()
    FeedThread(feed, sender(server), progress, lambda: NOW + timedelta(seconds=8), Event()).deliver_window()
    (tmp_path / "simulator.json").write_bytes(before)  # the progress of the second delivery never reached the disk
    again = ProgressFile.read(tmp_path)
    assert again is not None
    FeedThread(feed, sender(server), again, lambda: NOW + timedelta(seconds=12), Event()).deliver_window()
    body = [int(row["source_id"]) for row in server.taken]
    assert body == [1, 2, 3, 4, 5, 6, 7, 8, 6, 7, 8, 9, 10, 11, 12]


def test_a_long_pause_is_told_day_by_day_oldest_first(tmp_path: Path) -> None:
    progress = ProgressFile(tmp_path, 7, date(2026, 1, 1), {"demo": NOW})
    now, windows = NOW + timedelta(days=4, hours=3), []

    class Noting(Clockwork):
        def between(self, since: datetime, now: datetime) -> pa.Table:
            windows.append((since, now))
            return pa.table({"source_id": ["1"], "version": [1]})

    feed: Any = EventFeed(Noting())  # type: ignore[arg-type]
    feed_thread = FeedThread(feed, sender(Server()), progress, lambda: now, Event())
    while feed_thread.deliver_window():
        pass
    assert [since for since, _ in windows] == [NOW, *(until for _, until in windows[:-1])]
    assert windows[-1][1] == now
    assert len(windows) > 4
    assert max(until - since for since, until in windows) <= timedelta(days=1)


def test_of_more_than_400_days_a_gap_stays() -> None:
    assert resume_from(NOW - timedelta(days=1_000), NOW) == NOW - timedelta(days=400)


def test_without_a_server_nothing_is_told(tmp_path: Path) -> None:
    server, stop = Server(), Event()
    stop.set()
    progress = ProgressFile(tmp_path, 7, date(2026, 1, 1), {"demo": NOW})
    feed: Any = EventFeed(Clockwork())  # type: ignore[arg-type]
    assert FeedThread(feed, sender(server), progress, lambda: None, stop).deliver_window()
    assert not server.asked


def test_keys_are_made_once_and_let_the_sources_in(tmp_path: Path) -> None:
    keys = keys_of(tmp_path)
    assert keys == keys_of(tmp_path)
    assert {SourceKeys(tmp_path).source_of(key) for key in keys.values()} == set(SOURCES)
    assert (tmp_path / "simulator.key").stat().st_mode & 0o077 == 0


def test_rows_have_no_empty_values_and_exact_instants() -> None:
    moment = datetime(2026, 11, 20, 6, 30, 1, 250, tzinfo=UTC)
    table = pa.table({"reported_at": pa.array([moment, None], pa.timestamp("us", "UTC")), "lon": [None, 1.5]})
    assert rows_of(table) == [{"reported_at": "2026-11-20T06:30:01.000250Z"}, {"lon": 1.5}]
