"""Mistakes found in other people's KPI code (kpis.md), each as a test that would fail if we made it."""

from collections.abc import Callable
from datetime import timedelta

import pytest

from queries.city import City
from queries.kpis.dictionary import Dictionary
from tests.cities.tiny.cases import local, table_of
from tests.queries.conftest import Ask, runner


def test_zero_of_zero_is_no_cases_not_zero_percent_and_not_a_hundred(ask: Ask) -> None:
    for key in Dictionary.read():
        answer = ask(key, area="W2", days="1")  # nothing at all happened there on the 1st
        if answer.kind == "count" or answer.unit == "case/day" or answer.basis == "N":
            continue
        assert (answer.status, answer.value) in {("no_cases", None), ("no_data", None)}, key


def test_on_time_filing_is_not_computed_from_on_time_closing(city_of: Callable[..., City]) -> None:
    ask = runner(city_of("K1", "K2", "K6"))
    assert (ask("filed_on_time").numerator, ask("filed_on_time").denominator) == (2, 3)
    assert (ask("closed_on_time").numerator, ask("closed_on_time").denominator) == (1, 3)


def test_the_newest_days_are_not_all_on_time_just_because_late_cases_have_not_closed_yet(empty_city: City) -> None:
    """Four cases fall due on the 5th; two are closed by then, two still open a day later: half are on time, not all."""
    empty_city.acts.load_table(
        table_of(
            {"source_id": f"A{n}", "reported": "4 9:00", "due": "5 9:00"} | ({"closed": "4 18:00"} if n < 2 else {})
            for n in range(4)
        ),
        "s",
    )
    ask = runner(empty_city)
    assert ask("closed_on_time", days="5", as_of=local("6 9:00")).value == 0.5
    assert ask("closed_on_time", "closed", as_of=local("6 9:00")).value == 1.0, "of those closed: the trap, by its name"
    assert ask("closed_on_time", "closed_and_overdue", as_of=local("6 9:00")).value == 0.5


def test_a_limit_that_has_not_fallen_due_is_neither_kept_nor_missed(ask: Ask) -> None:
    """K7 was contacted early within a limit of the 11th: counting it before then would flatter the newest days."""
    assert ask("response", days="8", as_of=local("10 18:00")).status == "no_cases"
    assert ask("response", days="8", as_of=local("11 9:20")).value == 1


def test_an_average_does_not_ignore_reopening(city_of: Callable[..., City]) -> None:
    ask = runner(city_of("K4"))
    assert ask("handling_time").value == pytest.approx(4), "to the last closing; to the first it would be 1.03 days"


def test_today_so_far_is_compared_with_the_same_moment_of_the_other_day(empty_city: City) -> None:
    cases = [{"source_id": f"{day}-{hour}", "reported": f"{day} {hour}:00"} for day in (4, 5) for hour in range(24)]
    empty_city.acts.load_table(table_of(cases), "s")
    ask = runner(empty_city)
    now = local("5 9:30")
    assert ask("reported", days="5", as_of=now).value == 10
    assert ask("reported", days="4", as_of=now - timedelta(days=1)).value == 10
    assert ask("reported", days="4", as_of=now).value == 24


def test_voided_cases_cannot_lower_a_rate(ask: Ask) -> None:
    assert ask("closing_rate", area="E1").denominator == 3, "K1 K2 K15, without the void K10 and K11"


def test_minor_matters_cannot_lift_the_closing_rate(city_of: Callable[..., City]) -> None:
    ask = runner(city_of("K5", "K6"))
    assert (ask("closing_rate").numerator, ask("closing_rate").denominator) == (0, 1)
    assert ask("closing_rate", "with_minor").value == 0.5


def test_unanswered_is_never_satisfied(ask: Ask) -> None:
    """K8 was called back and did not answer."""
    assert ask("satisfaction", days="8").status == "no_cases"
    assert ask("satisfaction", "surveyed", days="8").value == 0


def test_suspended_cases_stay_among_the_open_ones(ask: Ask) -> None:
    suspended, others = ask("open", "suspended").value, ask("open", "not_suspended").value
    assert suspended
    assert others
    assert ask("open").value == suspended + others


def test_every_rate_has_a_direction_and_no_composite_is_hidden_among_the_kinds() -> None:
    for metric in Dictionary.read().values():
        assert metric.kind in ("count", "ratio", "duration")
        assert metric.kind == "count" or metric.good in ("up", "down"), metric.key
