"""Calls and the share of them that is answered: sums over hours, with the number that was not answered."""

from datetime import date
from typing import Any

import pytest

from queries.kpis.question import Question
from queries.scope import WHOLE_CITY
from tests.cities.tiny.cases import AS_OF, local
from tests.cities.town import Town


def hour(said: str, calls: int, answered: int | None = None, in_time: int | None = None, **more: Any) -> dict[str, Any]:
    """The calls of an hour, said as "10 9:00"."""
    return {"hour": local(said).isoformat(), "calls": calls, "answered": answered, "answered_15s": in_time, **more}


@pytest.fixture
def line(town: Town) -> Town:
    """Two days: 1,000 calls of which 10 were not answered, and an hour in which nobody called."""
    town.report(
        "calls",
        hour("9 8:00", 500, 495, 450),
        hour("9 23:00", 100, 100, 100),
        hour("10 8:00", 390, 385, 350),
        hour("10 9:00", 10, 10, 9),
        hour("10 10:00", 0, 0, 0),
    )
    return town


def test_a_share_of_sums_and_not_a_mean_of_shares(line: Town) -> None:
    answer = line.ask("connect")
    assert (answer.status, answer.value, answer.numerator, answer.denominator, answer.n) == (
        "ok",
        0.99,
        990,
        1000,
        1000,
    )
    assert answer.basis == "R"
    assert [(text, text.zh) for text in answer.notes] == [("calls not answered: 10", "10 通未接通")]


def test_the_other_denominators(line: Town) -> None:
    in_time = line.ask("connect", "within_15s")
    assert (in_time.numerator, in_time.denominator) == (909, 1000)
    of_answered = line.ask("connect", "within_15s_of_answered")
    assert (of_answered.numerator, of_answered.denominator) == (909, 990)
    assert (line.ask("connect", "unanswered").value, line.ask("calls").value) == (10, 1000)
    assert (line.ask("calls").unit, line.ask("connect", "unanswered").unit) == ("call", "call")


def test_periods_days_and_hours_are_those_of_the_call_in_the_city(line: Town) -> None:
    days = line.ask("connect", by="day", start=date(2024, 6, 8), end=date(2024, 6, 10))
    assert [(row.code, row.numerator, row.denominator) for row in days.rows] == [
        ("2024-06-08", None, None),
        ("2024-06-09", 595, 600),
        ("2024-06-10", 395, 400),
    ]
    assert days.rows[0].value is None
    assert (days.numerator, days.denominator) == (990, 1000)
    today = line.ask("connect", start=date(2024, 6, 10), end=date(2024, 6, 10))
    assert (today.numerator, today.denominator) == (395, 400)
    hours = {row.code: row.n for row in line.ask("calls", by="hour").rows}
    assert (len(hours), hours["08"], hours["23"], hours["09"], hours["10"]) == (24, 890, 100, 10, 0)
    week = {row.code: row.n for row in line.ask("calls", by="hour_weekday").rows}
    assert (len(week), week["7-08"], week["1-08"]) == (168, 500, 390)
    open_ended = line.ask("calls")
    assert (open_ended.start, open_ended.end) == (date(2024, 6, 9), date(2024, 6, 10))


def test_without_calls_there_is_no_share_and_never_zero(line: Town) -> None:
    quiet = line.ask("connect", start=date(2024, 6, 1), end=date(2024, 6, 2))
    assert (quiet.status, quiet.value, quiet.n) == ("no_data", None, 0)


def test_an_hour_whose_answered_calls_are_not_known_is_outside_the_share(line: Town) -> None:
    line.report("calls", hour("10 11:00", 77))
    assert (line.ask("connect").n, line.ask("calls").value) == (1000, 1077)


def test_what_came_after_the_moment_is_not_counted(line: Town) -> None:
    assert line.ask("calls", as_of=local("10 8:30")).value == 600
    assert line.ask("calls", as_of=local("10 9:00")).value == 990
    line.report("calls", hour("10 17:00", 40, 30, 20, reported_at=local("10 17:20").isoformat()))
    assert line.ask("calls", as_of=local("10 17:10")).value == 1000
    assert line.ask("calls", as_of=local("10 17:20")).value == 1040


def test_a_count_corrected_later_can_be_asked_as_it_was_known(line: Town) -> None:
    corrected = hour("10 8:00", 380, 370, 300, reported_at=local("10 20:00").isoformat())
    line.report("calls", corrected, at=local("10 20:01"))
    later = local("10 20:05")
    now = line.ask("connect", as_of=later)
    assert (now.numerator, now.n) == (975, 990)
    before = line.ask("connect", as_of=later, recorded_as_of=local("10 20:00"))
    assert (before.numerator, before.n) == (990, 1000)
    unknown = line.ask("connect", as_of=later, recorded_as_of=local("10 17:00"))
    assert (unknown.status, unknown.notes[0].code) == ("no_data", "nothing_known_yet")


def test_calls_of_the_whole_city_are_not_told_by_area(line: Town) -> None:
    for answer in (line.ask("connect", by="area"), line.ask("connect", area="E"), line.ask("calls", area="W1")):
        assert (answer.status, answer.value, answer.rows) == ("no_data", None, ())
        assert answer.notes == ("This is known for the whole city only, not by area.",)
    assert line.ask("connect", by="channel").status == "no_data"


def test_calls_that_name_an_area_are_told_by_area_and_add_up(line: Town) -> None:
    line.report("calls", hour("10 9:00", 30, 20, area="E1"), hour("10 9:00", 5, 5, area="W"))
    answer = line.ask("calls", by="area")
    assert [(row.code, row.n) for row in answer.rows] == [("E", 30), ("W", 5), ("_not_placed", 1000)]
    assert answer.value == sum(row.n for row in answer.rows) == 1035
    assert line.ask("connect", area="E").numerator == 20


def test_the_hours_behind_the_number(line: Town) -> None:
    hours = line.city.kpis.cases(Question("connect", "C", as_of=AS_OF, scope=WHOLE_CITY))
    assert hours.num_rows == 5
    assert sum(hours.column("calls").to_pylist()) == 1000
