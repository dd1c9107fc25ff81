"""What is new: from memory, at once when data arrive, and true about sources that have fallen silent."""

import gzip
import json
import threading
import time
from collections.abc import Iterator
from datetime import datetime, timedelta
from pathlib import Path

import brotli  # type: ignore[import-untyped]
import pytest
from flask.testing import FlaskClient

from dashboard.api.live import LiveNews
from queries.city import City
from queries.errors import TooSlow
from queries.scope import WHOLE_CITY, Scope
from tests.cities.builder import build_city
from tests.cities.six_cases.files import write_cases
from tests.cities.steerable_clock import SteerableClock
from tests.dashboard.api.conftest import NOW

NEW_CASE = "{number},2011-08-01 07:30:00,2011-08-09 11:00:00,,Open,Pothole,,42.15,-71.15,App"


@pytest.fixture
def wall() -> SteerableClock:
    return SteerableClock(NOW)


@pytest.fixture
def city(tmp_path: Path, wall: SteerableClock) -> Iterator[City]:
    """The tiny city at a clock that moves; its source `app` should deliver every minute and is called The app."""
    sources = {"app": {"cadence_s": 60, "title_en": "The app", "title_zh": "市民应用"}}
    with build_city(tmp_path / "tiny", "six_cases", profile={"sources": sources}, clock=wall) as opened:
        yield opened


def deliver(city: City, folder: Path, number: int) -> None:
    city.acts.load(
        write_cases(folder / f"{number}.csv", NEW_CASE.format(number=number)), source="app",
        recorded_at=city._context.clock.wall(),
    )  # fmt: skip


def body(news: LiveNews, area: str | None = None, since: int | None = None) -> dict[str, object]:
    answer = json.loads(news.payload(area, since, scope=WHOLE_CITY).plain)
    assert isinstance(answer, dict)
    return answer


def ids(answer: dict[str, object]) -> list[str]:
    newest = answer["newest"]
    assert isinstance(newest, list)
    return [event["id"].rsplit("/", 1)[1] for event in newest]


def test_a_new_case_is_told_at_once_though_the_stamp_is_not_a_second_old(city: City, tmp_path: Path) -> None:
    news = LiveNews(city, look_every_s=0, patience_s=10)
    before = body(news)
    deliver(city, tmp_path, 70)
    after = body(news)
    assert ids(after)[0] == "70"
    assert after["version"] == city._context.store.data_version > int(str(before["version"]))
    assert after["stamp"] == before["stamp"]
    assert body(news, since=city._context.store.data_version)["changed"] is False
    assert body(news, since=int(str(before["version"])))["changed"] is True


def test_a_case_reported_in_the_running_second_is_told(city: City, tmp_path: Path, wall: SteerableClock) -> None:
    wall.moment = NOW - timedelta(minutes=30)  # 07:30:00 in New York, when case 70 is reported
    deliver(city, tmp_path, 70)
    assert ids(body(LiveNews(city)))[0] == "70"


def test_however_many_ask_within_a_moment_the_city_is_looked_at_once(city: City, tmp_path: Path) -> None:
    news = LiveNews(city, look_every_s=60)
    first = news.payload(None, scope=WHOLE_CITY)
    deliver(city, tmp_path, 70)
    assert all(news.payload(None, scope=WHOLE_CITY) is first for _ in range(5))


def test_a_silent_source_is_late_after_two_cadences_without_touching_the_store(
    city: City, wall: SteerableClock
) -> None:
    news = LiveNews(city, look_every_s=0, patience_s=10)
    (source,) = body(news)["sources"]  # type: ignore[misc]
    assert (source["name"], source["title"], source["kind"]) == ("app", "The app", "events")  # type: ignore[has-type]
    assert (source["status"], source["late_since"]) == ("fresh", None)  # type: ignore[has-type]
    wall.advance(seconds=119)
    assert body(news)["freshness"] == "fresh"
    asked = city._runner.asked
    wall.advance(seconds=2)
    late = body(news)
    (source,) = late["sources"]  # type: ignore[misc]
    assert (late["freshness"], source["status"]) == ("late", "late")  # type: ignore[has-type]
    assert datetime.fromisoformat(source["late_since"]) == NOW + timedelta(seconds=120)  # type: ignore[has-type]
    assert city._runner.asked == asked


def test_who_waits_for_newer_news_gets_the_last_after_a_moment_and_the_newer_ones_later(
    city: City, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    news = LiveNews(city, look_every_s=0, patience_s=0.05)
    first = news.payload(None, scope=WHOLE_CITY)
    deliver(city, tmp_path, 70)
    begun, go_on, newest = threading.Event(), threading.Event(), city.cases.newest

    def slow(*about: object) -> object:
        begun.set()
        assert go_on.wait(10)
        return newest(*about)  # type: ignore[arg-type]

    monkeypatch.setattr(city.cases, "newest", slow)
    assert news.payload(None, scope=WHOLE_CITY) is first, "it does not wait for a busy store"
    assert begun.wait(10)
    assert all(news.payload(None, scope=WHOLE_CITY) is first for _ in range(3))
    go_on.set()
    until = time.monotonic() + 10
    while news.payload(None, scope=WHOLE_CITY) is first:
        assert time.monotonic() < until
    assert ids(body(news))[0] == "70"


def test_when_the_store_cannot_be_asked_nobody_gets_old_news(
    city: City, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    news = LiveNews(city, look_every_s=0, patience_s=10)
    news.payload(None, scope=WHOLE_CITY)
    deliver(city, tmp_path, 70)

    def stopped(*_: object) -> None:
        raise TooSlow(10)

    with monkeypatch.context() as broken:
        broken.setattr(city.cases, "newest", stopped)
        for _ in range(3):
            with pytest.raises(TooSlow):
                news.payload(None, scope=WHOLE_CITY)
    assert ids(body(news))[0] == "70"


@pytest.mark.parametrize(("accepted", "form"), [("gzip, deflate, br", "br"), ("gzip", "gzip"), ("identity", None)])
def test_it_is_sent_as_the_browser_likes_it(client: FlaskClient, accepted: str, form: str | None) -> None:
    answer = client.get("/api/v1/live", headers={"Accept-Encoding": accepted})
    assert answer.headers.get("Content-Encoding") == form
    assert answer.headers["Vary"] == "Accept-Encoding"
    assert answer.headers["Cache-Control"] == "no-store"
    undo = {"br": brotli.decompress, "gzip": gzip.decompress, None: bytes}[form]
    assert json.loads(undo(answer.data))["changed"] is True


def test_news_written_for_one_scope_are_not_given_to_another(city: City) -> None:
    news = LiveNews(city)
    first = news.payload(None, scope=WHOLE_CITY)
    assert news.payload(None, scope=Scope(persons="clear")) is not first
    assert news.payload(None, scope=WHOLE_CITY) is first
    assert json.loads(news.payload(None, scope=Scope(areas=())).plain)["newest"] == []


def test_the_news_held_are_bounded_in_bytes(city: City, monkeypatch: pytest.MonkeyPatch) -> None:
    codes = [area.code for area in city.tree]
    monkeypatch.setattr("dashboard.api.live.NEWS_BYTES", 12_000)
    news = LiveNews(city, look_every_s=60)
    answers = {code: news.payload(code, scope=WHOLE_CITY) for code in codes}
    assert news.payload(codes[-1], scope=WHOLE_CITY) is answers[codes[-1]], "the last ones are held"
    assert news.payload(codes[0], scope=WHOLE_CITY) is not answers[codes[0]], "the first ones went"
