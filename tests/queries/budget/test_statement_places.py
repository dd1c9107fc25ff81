"""Dear statements run few at a time, and cheap ones do not wait behind them; a time budget covers all of a question."""

import threading
import time
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor, wait
from pathlib import Path

import duckdb
import pytest

from queries.budget import statement_places
from queries.budget.single_flight import SingleFlight
from queries.budget.statement_places import MOST_WAITING, StatementPlaces
from queries.budget.time_budget import TimeBudget, time_budget
from queries.budget.time_limit import TimeLimit
from queries.errors import NoPlace, TooSlow
from queries.store.statement_runner import StatementRunner
from queries.store.store import Store

SLOW = "SELECT count(*) FROM range(100000) a, range(100000) b, range($n) c WHERE (a.range * b.range + c.range) % 7 = 1"


@pytest.fixture
def store(tmp_path: Path) -> Iterator[Store]:
    with Store.open(tmp_path / "store") as store:
        yield store


def budget() -> TimeBudget:
    return TimeBudget.beginning_now(10)


class Occupied:
    """Places in which statements run until they are told to end."""

    def __init__(self, places: StatementPlaces, pool: ThreadPoolExecutor) -> None:
        self._places, self._pool = places, pool
        self.end = threading.Event()
        self.begun: list[str] = []

    def run(self, statement: str) -> None:
        with self._places.place(statement, budget()):
            self.begun.append(statement)
            assert self.end.wait(10)

    def begin(self, *statements: str) -> list[object]:
        return [self._pool.submit(self.run, statement) for statement in statements]


def until(holds: object, seconds: float = 5.0) -> bool:
    began = time.monotonic()
    while not holds() and time.monotonic() - began < seconds:  # type: ignore[operator]
        time.sleep(0.01)
    return bool(holds())  # type: ignore[operator]


def made_dear(places: StatementPlaces, statement: str) -> None:
    with places.place(statement, budget()):
        time.sleep(statement_places.DEAR_S * 1.2)


def test_cheap_statements_run_while_dear_ones_wait() -> None:
    places = StatementPlaces(cheap=2, dear=1)
    made_dear(places, "dear")
    with ThreadPoolExecutor(8) as pool:
        occupied = Occupied(places, pool)
        running = occupied.begin("dear", "dear", "dear")
        assert until(lambda: occupied.begun == ["dear"])
        began = time.monotonic()
        for _ in range(20):
            with places.place("cheap", budget()):
                pass
        assert time.monotonic() - began < 1
        assert occupied.begun == ["dear"], "the others wait for the first"
        occupied.end.set()
        wait(running)  # type: ignore[arg-type]
    assert occupied.begun == ["dear"] * 3


def test_a_statement_that_turns_out_to_be_dear_gives_its_place_free() -> None:
    places = StatementPlaces(cheap=1, dear=1)
    with ThreadPoolExecutor(4) as pool:
        occupied = Occupied(places, pool)
        occupied.begin("unknown")
        assert until(lambda: bool(occupied.begun))
        with places.place("cheap", budget()):
            assert not occupied.end.is_set()
        occupied.end.set()


def test_too_many_dear_ones_are_told_to_come_again_at_once() -> None:
    places = StatementPlaces(cheap=2, dear=1)
    made_dear(places, "dear")
    with ThreadPoolExecutor(MOST_WAITING + 1) as pool:
        occupied = Occupied(places, pool)
        running = occupied.begin(*["dear"] * (MOST_WAITING + 1))
        assert until(lambda: places._waiting == MOST_WAITING)
        began = time.monotonic()
        with pytest.raises(NoPlace), places.place("dear", budget()):
            pass
        assert time.monotonic() - began < 1
        occupied.end.set()
        wait(running)  # type: ignore[arg-type]
    assert occupied.begun == ["dear"] * (MOST_WAITING + 1)
    with places.place("dear", budget()):
        assert places._waiting == 0


def test_a_turn_that_does_not_come_in_time_is_no_place() -> None:
    places = StatementPlaces(cheap=1, dear=1)
    made_dear(places, "dear")
    with places.place("dear", budget()), pytest.raises(NoPlace), places.place("dear", TimeBudget.beginning_now(0.2)):
        pass


def test_a_budget_covers_all_statements_of_a_question(store: Store) -> None:
    runner = StatementRunner(store, time_limit_s=60)
    began = time.monotonic()
    with time_budget(0.6):
        assert runner.rows("SELECT 1 AS one", {}) == (("one",), ((1,),))
        time.sleep(0.4)
        with pytest.raises(TooSlow, match=r"stopped after 0\.6 s"):
            runner.rows(SLOW, {"n": 100})
    assert time.monotonic() - began < 30
    with time_budget(0.1):
        time.sleep(0.15)
        with pytest.raises(TooSlow):
            runner.rows("SELECT 2 AS two", {})
    assert runner.rows("SELECT 2 AS two", {}) == (("two",), ((2,),)), "a budget ends with its block"


def test_an_earlier_deadline_is_kept_while_a_later_one_is_watched(store: Store) -> None:
    runner = StatementRunner(store, time_limit_s=2.5)
    with ThreadPoolExecutor(1) as pool:
        longer = pool.submit(runner.rows, SLOW, {"n": 100})
        time.sleep(0.1)
        began = time.monotonic()
        with pytest.raises(TooSlow), time_budget(0.3):
            runner.rows(SLOW, {"n": 101})
        assert time.monotonic() - began < 2
        with pytest.raises(TooSlow):
            longer.result(30)


def test_a_statement_that_begins_when_its_time_has_passed_is_stopped_too(store: Store) -> None:
    limit = TimeLimit(0.1)
    with store.cursor() as cursor, limit.on(cursor) as watched:
        time.sleep(0.5)
        assert watched.passed
        with pytest.raises(duckdb.InterruptException):
            cursor.execute(SLOW, {"n": 100}).fetchall()


def test_who_waits_for_another_ones_answer_waits_no_longer_than_his_own_budget() -> None:
    kept: SingleFlight[int, int] = SingleFlight(10)
    begun, go_on = threading.Event(), threading.Event()

    def slow() -> int:
        begun.set()
        assert go_on.wait(10)
        return 1

    with ThreadPoolExecutor(1) as pool:
        first = pool.submit(kept.get, 1, slow)
        assert begun.wait(10)
        with pytest.raises(TooSlow), time_budget(0.1):
            kept.get(1, slow)
        go_on.set()
        assert first.result(10) == 1
