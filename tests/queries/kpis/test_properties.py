"""What must hold of any city: parts and wholes, rates between 0 and 1, lists as long as their numbers."""

from collections.abc import Iterator
from dataclasses import replace
from datetime import date, timedelta
from pathlib import Path
from tempfile import TemporaryDirectory

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from queries.city import City
from queries.kpis.answer import Answer, AnswerRow
from queries.kpis.dictionary import Dictionary
from queries.kpis.question import Question
from queries.scope import WHOLE_CITY
from tests.cities.builder import build_city
from tests.cities.random_cities import DAYS, START, random_city

EVENTS = [
    (key, name)
    for key, metric in Dictionary.read().items()
    if metric.table == "events"
    for name in (None, *metric.denominators)
]


@pytest.fixture(scope="module")
def cities() -> Iterator[list[City]]:
    """Three random cities, each loaded in two pieces out of order."""
    with TemporaryDirectory() as folder:
        opened = []
        for seed in (11, 12, 13):
            table = random_city(seed, 80).table
            halves = (table.slice(40), table.slice(0, 40))
            opened.append(build_city(Path(folder) / str(seed), cases=halves, source="random"))
        yield opened
        for city in opened:
            city.close()


questions = st.builds(
    lambda number, minute, first, length, area: Question(
        number[0],
        area,
        date(2024, 6, 1) + timedelta(days=first),
        date(2024, 6, 1) + timedelta(days=first + length),
        START + timedelta(minutes=minute),
        denominator=number[1],
        scope=WHOLE_CITY,
    ),
    st.sampled_from(EVENTS),
    st.integers(0, (DAYS + 8) * 24 * 60),
    st.integers(-2, DAYS),
    st.integers(0, DAYS),
    st.sampled_from(["C", "E", "W", "W1"]),
)


@given(
    which=st.integers(0, 2), question=questions, by=st.sampled_from(["area", "day", "hour", "hour_weekday", "channel"])
)
@settings(max_examples=80, deadline=None)
def test_parts_wholes_rates_and_lists(cities: list[City], which: int, question: Question, by: str) -> None:
    city = cities[which]
    whole = city.kpis.ask(question)
    if whole.status == "no_data":
        assert (whole.value, whole.n, whole.rows) == (None, 0, ())
        return
    parts = city.kpis.ask(replace(question, by=by))
    assert (parts.n, parts.status) == (whole.n, whole.status)
    rows = [parts.rows[-1]] if by == "day" and whole.basis == "N" and parts.rows else parts.rows
    if not (by == "day" and whole.basis == "N"):
        assert sum(row.n for row in rows) == whole.n
        assert sum(row.numerator or 0 for row in rows) == pytest.approx(whole.numerator or 0)
    every: list[Answer | AnswerRow] = [whole, *parts.rows]
    for row in every:
        assert row.value is None or row.value >= 0
        if whole.kind == "ratio" and whole.unit == "ratio":
            assert (row.value is None) == (row.n == 0)
            assert row.value is None or 0 <= row.value <= 1
    assert city.kpis.cases(question).num_rows == whole.n


@given(which=st.integers(0, 2), minute=st.integers(0, (DAYS + 8) * 24 * 60))
@settings(max_examples=25, deadline=None)
def test_a_parent_is_its_children_and_what_is_not_placed_deeper(cities: list[City], which: int, minute: int) -> None:
    moment = START + timedelta(minutes=minute)
    for area in ("C", "E", "W"):
        rows = cities[which].kpis.ask(Question("reported", area, as_of=moment, by="area", scope=WHOLE_CITY)).rows
        children = [
            cities[which].kpis.ask(Question("reported", row.code, as_of=moment, scope=WHOLE_CITY)).value
            for row in rows[:-1]
        ]
        assert [row.value for row in rows[:-1]] == children
        assert (
            sum(row.n for row in rows)
            == cities[which].kpis.ask(Question("reported", area, as_of=moment, scope=WHOLE_CITY)).value
        )
