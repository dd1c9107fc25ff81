"""What is made once for all who ask: memory is bounded, errors are not kept, one version's answers are shared."""

import threading
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor

import pytest

from queries.budget.single_flight import SingleFlight
from queries.city import City
from queries.store.statement_runner import shared_at
from tests.cities.tiny.cases import table_of
from tests.queries.conftest import question_at


def test_the_sum_of_weights_is_bounded_and_the_least_recently_used_go_first() -> None:
    kept: SingleFlight[str, str] = SingleFlight(6, len)
    for word in ("aaa", "bb", "aaa", "cc", "dd"):
        kept.get(word, lambda word=word: word)  # type: ignore[misc]
    assert len(kept) == 2  # cc and dd: first bb had to go, then aaa
    assert kept.made == 4


def test_a_value_too_heavy_to_be_held_is_answered_and_drives_out_no_other() -> None:
    kept: SingleFlight[str, str] = SingleFlight(6, len)
    kept.get("cc", lambda: "cc")
    assert [kept.get("e", lambda: "eeeeeee") for _ in range(2)] == ["eeeeeee"] * 2
    assert (len(kept), kept.made) == (1, 3)


def test_a_value_being_computed_while_all_are_dropped_is_answered_and_not_held() -> None:
    kept: SingleFlight[int, int] = SingleFlight(6)
    begun, go_on = threading.Event(), threading.Event()

    def slow() -> int:
        begun.set()
        assert go_on.wait(10)
        return 1

    with ThreadPoolExecutor(1) as pool:
        old = pool.submit(kept.get, 1, slow)
        assert begun.wait(10)
        kept.clear()
        assert kept.get(1, lambda: 2) == 2
        go_on.set()
        assert old.result(10) == 1
    assert kept.get(1, lambda: 3) == 2


def test_what_is_being_made_is_waited_for_and_an_error_reaches_all_but_stays_with_nobody() -> None:
    kept: SingleFlight[int, int] = SingleFlight(10)
    begun, go_on = threading.Event(), threading.Event()

    def fail() -> int:
        begun.set()
        assert go_on.wait(10)
        raise ValueError("no")

    with ThreadPoolExecutor(3) as pool:
        waiting = [pool.submit(kept.get, 1, fail)]
        assert begun.wait(10)
        waiting += [pool.submit(kept.get, 1, fail) for _ in range(2)]
        go_on.set()
        for future in waiting:
            with pytest.raises(ValueError, match="no"):
                future.result(10)
    assert len(kept) == 0
    assert kept.get(1, lambda: 7) == 7


def test_the_questions_of_one_stamp_share_their_answers_while_a_feed_delivers(city_of: Callable[..., City]) -> None:
    city = city_of("K1", "K2")
    question = question_at("reported", "10 18:00")
    version = city._context.store.data_version
    with shared_at(version):
        assert city.kpis.ask(question).value == 2
    asked = city._runner.asked
    city.acts.load_table(table_of([{"source_id": "K99", "reported": "4 9:00"}]), "tiny")
    with shared_at(version):
        assert city.kpis.ask(question).value == 2
        assert city._runner.asked == asked
    assert city.kpis.ask(question).value == 3
    with shared_at(version + 1):
        assert city.kpis.ask(question).value == 3
    with shared_at(version + 100):  # a stamp of another life of the server
        assert city.kpis.ask(question).value == 3


def test_reports_make_only_answers_about_them_out_of_date(city_of: Callable[..., City]) -> None:
    city = city_of("K1")
    city._runner.rows("SELECT count(*) FROM city.units", {})
    city._runner.rows("SELECT count(*) FROM city.events", {})
    asked = city._runner.asked
    city._context.store.report_version += 1
    city._runner.rows("SELECT count(*) FROM city.events", {})
    assert city._runner.asked == asked
    city._runner.rows("SELECT count(*) FROM city.units", {})
    assert city._runner.asked == asked + 1


def test_what_is_superseded_goes_when_nobody_has_asked_for_it_for_a_minute(monkeypatch: pytest.MonkeyPatch) -> None:
    now, present = 0.0, 1
    monkeypatch.setattr("queries.budget.single_flight.time.monotonic", lambda: now)
    kept: SingleFlight[tuple[str, int], str] = SingleFlight(100, is_superseded=lambda key: key[1] != present)
    for name in ("used", "unused"):
        kept.get((name, 1), lambda: "of version 1")
    present = 2
    kept.get(("unused", 2), lambda: "of version 2")
    now = 50.0
    assert kept.get(("used", 1), lambda: "made again") == "of version 1"
    assert len(kept) == 3
    now = 70.0
    kept.get(("other", 2), lambda: "of version 2")
    assert kept.held(("unused", 1)) is None
    assert kept.held(("used", 1)) == "of version 1"
    assert kept.held(("unused", 2)) == "of version 2"
    assert kept.weight == 3
