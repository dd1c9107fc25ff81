"""Asking the store: time limit, one computation for identical questions, answers kept until the data change."""

import threading
import time
from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import duckdb
import pytest

from queries.budget.weights import weight_of_rows
from queries.city import City
from queries.errors import TooSlow
from queries.store.statement_runner import StatementRunner
from queries.store.store import Store
from tests.cities.tiny.cases import table_of
from tests.queries.conftest import question_at

SLOW = "SELECT count(*) FROM range(100000) a, range(100000) b, range($n) c WHERE (a.range * b.range + c.range) % 7 = 1"


@pytest.fixture
def store(tmp_path: Path) -> Iterator[Store]:
    with Store.open(tmp_path / "store") as store:
        yield store


def test_a_question_that_takes_too_long_is_stopped_and_the_next_one_answered(store: Store) -> None:
    runner = StatementRunner(store, time_limit_s=0.2)
    began = time.monotonic()
    with pytest.raises(TooSlow, match=r"stopped after 0\.2 s"):
        runner.rows(SLOW, {"n": 100})
    assert time.monotonic() - began < 60  # left alone it takes hours
    assert runner.rows("SELECT 1 AS one", {}) == (("one",), ((1,),))


def test_stopping_a_long_table_does_not_stop_the_cursor_of_another(store: Store) -> None:
    runner = StatementRunner(store, time_limit_s=0.2)
    with pytest.raises(TooSlow):
        runner.table(SLOW, {"n": 100})
    assert runner.table("SELECT 1 AS one", {}).num_rows == 1


def test_an_interrupt_from_elsewhere_is_not_mistaken_for_the_time_limit(
    store: Store, monkeypatch: pytest.MonkeyPatch
) -> None:
    def interrupted(*_: object) -> None:
        raise duckdb.InterruptException("interrupted")

    monkeypatch.setattr("queries.store.statement_runner._fetch", interrupted)
    with pytest.raises(duckdb.InterruptException):
        StatementRunner(store).rows("SELECT 1", {})


def test_identical_questions_in_flight_are_asked_once(store: Store, monkeypatch: pytest.MonkeyPatch) -> None:
    runner = StatementRunner(store)
    begun, go_on = threading.Event(), threading.Event()

    def slow_fetch(cursor: duckdb.DuckDBPyConnection) -> tuple[tuple[str, ...], tuple[tuple[object, ...], ...]]:
        begun.set()
        assert go_on.wait(10)
        return ("x",), tuple(cursor.fetchall())

    monkeypatch.setattr("queries.store.statement_runner._fetch", slow_fetch)
    with ThreadPoolExecutor(5) as pool:
        first = pool.submit(runner.rows, "SELECT $a AS x", {"a": 1})
        assert begun.wait(10)
        others = [pool.submit(runner.rows, "SELECT $a AS x", {"a": 1}) for _ in range(4)]
        go_on.set()
        assert {future.result(10) for future in (first, *others)} == {(("x",), ((1,),))}
    assert runner.asked == 1


def test_a_failed_question_fails_for_all_who_waited_and_is_asked_anew(store: Store) -> None:
    runner = StatementRunner(store)
    for _ in range(2):
        with pytest.raises(duckdb.Error):
            runner.rows("SELECT nothing", {})
    assert runner.asked == 2


def test_the_least_recently_used_answer_goes_first(store: Store) -> None:
    size = weight_of_rows((("CAST($a AS VARCHAR)",), (("1" * 1000,),)))
    runner = StatementRunner(store, answer_bytes=size * 5 // 2)
    for value in (1, 2, 1, 3, 1, 2):
        runner.rows("SELECT CAST($a AS VARCHAR)", {"a": str(value) * 1000})
    assert runner.asked == 4, "1 2 3 and 2 again"


def test_an_answer_of_thousands_of_rows_is_given_and_not_kept(store: Store) -> None:
    runner = StatementRunner(store)
    for _ in range(2):
        _, rows = runner.rows("SELECT range AS place, 'a title of some length' AS title FROM range($n)", {"n": 10_000})
        assert len(rows) == 10_000
    assert runner.asked == 2
    for _ in range(2):
        runner.rows("SELECT range AS place FROM range($n)", {"n": 100})
    assert runner.asked == 3


def test_answers_are_kept_until_the_data_change(city_of: Callable[..., City]) -> None:
    city = city_of("K1", "K2")
    question = question_at("reported", "10 18:00")
    assert city.kpis.ask(question).value == 2
    asked = city._runner.asked
    assert city.kpis.ask(question).value == 2
    assert city._runner.asked == asked
    city.acts.load_table(table_of([{"source_id": "K99", "reported": "4 9:00"}]), "tiny")
    assert city.kpis.ask(question).value == 3
