"""A KPI hour by hour, read for all hours together, is what it is when every hour is asked alone."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from datetime import datetime, timedelta
from itertools import cycle, product
from typing import Any

import pytest

from queries.city import City
from queries.kpis.dictionary import Dictionary
from queries.kpis.question import Question
from queries.scope import WHOLE_CITY
from tests.cities.builder import build_city
from tests.cities.little.cases import NOON
from tests.cities.little.history import history

HOURS = [NOON - timedelta(hours=hour) for hour in (0, 1, 14, 71)]
Cities = tuple[City, City]
KPIS = [
    (key, name)
    for key in ("reported", "satisfaction", "closed_on_time", "voided", "open", "overdue_open", "near_limit")
    for name in (None, *Dictionary.read()[key].denominators)
] + [(stage, None) for stage in ("verification", "verification.verifying", "suspension.within", "suspension.past_due")]


@pytest.fixture(scope="module")
def cities(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Cities]:
    """The same city twice: what one of them was asked the other does not know."""
    folder, cases = tmp_path_factory.mktemp("moments"), history(days=20)
    both = (build_city(folder / name, "little", cases=cases, clock=NOON) for name in ("held", "alone"))
    with next(both) as held, next(both) as alone:
        yield held, alone


def at(key: str, denominator: str | None, days: int, moment: datetime) -> Question:
    """Of a KPI on the days up to a moment."""
    today = moment.date()
    first = today - timedelta(days=days - 1)
    return Question(key, "41", first, today, moment, denominator=denominator, value_only=True, scope=WHOLE_CITY)


def by_level(city: City, question: Question, deepest: int) -> list[Any]:
    answers = [city.kpis.by_level(question, level) for level in range(deepest + 1)]
    return [
        (one.area_id.tolist(), repr(one.value.tolist()), one.n.tolist(), one.not_placed, one.whole.value, one.whole.n)
        for one in answers
    ]


def test_each_hour_of_every_level_is_what_it_is_alone(cities: Cities) -> None:
    held, alone = cities
    for (key, denominator), (days, deepest) in zip(KPIS, cycle([(1, 2), (3, 3)]), strict=False):
        questions = [at(key, denominator, days, moment) for moment in HOURS]
        by_level(held, questions[0].at(HOURS[0] - timedelta(minutes=1)), 0)  # and what every first question looks up
        for question in questions:
            held.kpis.reasons(question)
            held.sources.freshness(question.as_of or NOON, scope=WHOLE_CITY)
        held.kpis.hold_moments(questions, deepest)
        asked = held.sources.statements_asked
        told = [by_level(held, one, deepest) for one in questions]
        assert held.sources.statements_asked == asked, f"{key} {denominator} of {days} days is asked again"
        assert told == [by_level(alone, one, deepest) for one in questions], (key, denominator, days)
        assert any(n for of_moment in told for *_, n in of_moment), f"{key} {denominator} is none at every hour"


def test_each_hour_of_a_stock_by_its_parts_is_what_it_is_alone(cities: Cities) -> None:
    held, alone = cities
    for key, by in product(("open", "near_limit"), ("department", "category")):
        questions = [replace(at(key, None, 1, moment), by=by) for moment in HOURS]
        held.kpis.hold_moments(questions, 0)
        asked = held.sources.statements_asked
        told = [held.kpis.ask(one).rows for one in questions]
        assert held.sources.statements_asked == asked, f"{key} by {by} is asked again"
        assert any(told)
        assert told == [alone.kpis.ask(one).rows for one in questions], (key, by)


def test_what_cannot_be_read_together_is_asked_alone(cities: Cities) -> None:
    held, alone = cities
    for question in (at("handling_time", "median", 1, NOON), replace(at("reported", None, 1, NOON), by="department")):
        held.kpis.hold_moments([question], 1)
        assert held.kpis.ask(question) == alone.kpis.ask(question)
