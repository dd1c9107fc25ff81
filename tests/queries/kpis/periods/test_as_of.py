"""What was known of a case at a moment: nothing that happened after it, and everything up to and including it."""

from collections.abc import Callable
from datetime import timedelta

import pytest

from queries.city import City
from tests.cities.tiny.cases import local, table_of
from tests.queries.conftest import Ask, question_at, runner

MICROSECOND = timedelta(microseconds=1)


@pytest.mark.parametrize(
    ("moment", "closed_in_period", "open_cases"),
    [
        ("3 9:59", 0, 1),  # before the first closing
        ("3 10:00", 1, 0),  # the very moment counts
        ("4 11:59", 1, 0),  # K4 was closed then, though its last closing is on the 6th
        ("4 12:00", 0, 1),  # rework begins
        ("6 9:09", 0, 1),
        ("6 9:10", 1, 0),
        ("10 18:00", 1, 0),
    ],
)
def test_a_reopened_case_is_closed_open_and_closed_again(
    only_k4: City, moment: str, closed_in_period: int, open_cases: int
) -> None:
    ask = runner(only_k4)
    assert ask("handled_daily", as_of=local(moment), days="1-10").n == closed_in_period
    assert ask("open", as_of=local(moment)).value == open_cases


def test_the_first_closing_is_the_one_in_force_until_the_case_is_reopened(only_k4: City) -> None:
    ask = runner(only_k4)
    first = ask("handling_time", as_of=local("4 11:00"))
    last = ask("handling_time", as_of=local("7 0:00"))
    assert first.value == pytest.approx((local("3 10:00") - local("2 9:10")) / timedelta(days=1))
    assert last.value == pytest.approx(4)
    days = ask("handled_daily", as_of=local("4 11:00"), days="1-10", by="day")
    assert [row.n for row in days.rows] == [0, 0, 1, 0], (
        "the day of a first closing, which is not stored, and none to come"
    )
    assert ask("handled_daily", as_of=local("4 11:00"), by="hour").rows[10].n == 1
    assert ask("handling_time", as_of=local("4 11:00"), days="3-3").n == 1
    assert ask("handling_time", as_of=local("7 0:00"), days="3-3").n == 0, (
        "it counts on the day of the closing in force"
    )


def test_a_first_closing_without_a_last_one_counts_as_of_now_and_not_after_rework(empty_city: City) -> None:
    """One such case among cases whose last closing is stored changes how all of them are asked, and no answer."""
    cases = [{"source_id": f"A{n}", "reported": "2 9:00", "closed": "3 9:00"} for n in range(3)]
    ask, later = runner(empty_city), local("9 0:00")
    empty_city.acts.load_table(table_of(cases), "s")
    assert (ask("handled_daily", as_of=later).n, ask("open", as_of=later).value) == (3, 0)
    alone = {"source_id": "B", "reported": "2 9:00", "first_closed": "4 9:00"}
    empty_city.acts.load_table(table_of([alone]), "s")
    assert (ask("handled_daily", as_of=later).n, ask("open", as_of=later).value) == (4, 0)
    assert [row.n for row in ask("handled_daily", as_of=later, days="1-4", by="day").rows] == [0, 0, 3, 1]
    empty_city.acts.load_table(table_of([alone | {"reworked": "5 9:00"}]), "s")
    assert (ask("handled_daily", as_of=later).n, ask("open", as_of=later).value) == (3, 1)


@pytest.mark.parametrize(
    ("metric", "denominator", "just_before", "from_then_on"),
    [
        ("reported", None, "7 10:00", 13),
        ("minor", None, "3 9:00", 1),
        ("voided", None, "7 9:00", 2),
        ("suspended", None, "9 9:00", 1),
        ("declined", None, "1 11:30", 1),
        ("returned", None, "8 10:00", 2),
        ("redo_solved", None, "4 8:10", 1),
        ("satisfaction", "surveyed", "3 10:00", 0),
        ("callback", None, "8 9:00", 3),
        ("repeat", None, "1 10:10", 1),
        ("filed_rate", None, "7 8:20", 11),
        ("received_on_time", None, "8 10:30", 3),
        ("overdue_open", "open", "10 8:20", 1),
    ],
)
def test_nothing_counts_a_microsecond_too_early(
    ask: Ask, metric: str, denominator: str | None, just_before: str, from_then_on: int
) -> None:
    moment = local(just_before)
    before = ask(metric, denominator, as_of=moment - MICROSECOND)
    after = ask(metric, denominator, as_of=moment + MICROSECOND if metric == "overdue_open" else moment)
    assert (before.numerator, before.denominator) != (after.numerator, after.denominator)


def test_a_case_flagged_on_the_9th_is_not_counted_on_the_8th(ask: Ask) -> None:
    assert ask("cross", as_of=local("8 23:59"), days="1-10").denominator == 1
    assert ask("cross", as_of=local("9 10:00"), days="1-10").denominator == 2


def test_status_in_the_case_list_is_that_of_the_moment(tiny_city: City) -> None:
    def status_of(case: str, moment: str) -> str | None:
        question = question_at("reported", moment)
        rows = tiny_city.kpis.cases(question).to_pylist()
        return next((row["status"] for row in rows if row["source_id"] == case), None)

    assert [status_of("K4", moment) for moment in ("2 8:00", "2 9:00", "3 9:30", "3 10:00", "5 0:00", "7 0:00")] == [
        None,
        "reported",
        "verifying",
        "closed",
        "rework",
        "closed",
    ]
    assert status_of("K2", "1 11:45") == "declined"
    assert status_of("K2", "1 12:30") == "received"
    assert status_of("K7", "9 9:00") == "suspended"
    assert status_of("K10", "5 9:30") == "voided"


def test_times_after_the_moment_are_not_shown(tiny_city: City) -> None:
    rows = tiny_city.kpis.cases(question_at("reported", "3 9:30")).to_pylist()
    k4 = next(row for row in rows if row["source_id"] == "K4")
    assert k4["finished_at"] is not None
    assert k4["closed_at"] is None


def test_of_two_closings_without_a_time_of_rework_the_first_stands_until_the_last(empty_city: City) -> None:
    empty_city.acts.load_table(
        table_of([{"source_id": "A", "reported": "1 9:00", "first_closed": "3 9:00", "closed": "5 9:00"}]), "s"
    )
    ask = runner(empty_city)
    assert [ask("open", as_of=local(m)).value for m in ("2 0:00", "4 0:00", "6 0:00")] == [1, 0, 0]
    assert ask("handling_time", as_of=local("6 0:00")).value == pytest.approx(4)


def test_a_source_with_the_last_closing_only(empty_city: City) -> None:
    empty_city.acts.load_table(table_of([{"source_id": "A", "reported": "1 9:00", "closed": "5 9:00"}]), "s")
    ask = runner(empty_city)
    assert [ask("open", as_of=local(m)).value for m in ("2 0:00", "6 0:00")] == [1, 0]


@pytest.fixture
def only_k4(city_of: Callable[..., City]) -> City:
    return city_of("K4")
