"""A KPI by level equals the same KPI asked area by area, and its parts add up, for every KPI and area of any city."""

import math
from collections.abc import Iterator
from dataclasses import replace
from datetime import date, timedelta
from pathlib import Path

import pytest

from queries.city import City
from queries.kpis.dictionary import Dictionary
from queries.kpis.question import Question
from queries.scope import WHOLE_CITY
from tests.cities.builder import build_city
from tests.cities.random_cities import START, random_city

KPIS = [
    (key, name)
    for key, metric in Dictionary.read().items()
    if metric.table == "events"
    for name in (None, *metric.denominators)
]


@pytest.fixture(scope="module")
def city(tmp_path_factory: pytest.TempPathFactory) -> Iterator[City]:
    table = random_city(21, 120).table
    with build_city(tmp_path_factory.mktemp("levels"), cases=table, source="random") as opened:
        yield opened


@pytest.mark.parametrize(("key", "denominator"), KPIS)
def test_every_area_of_a_level_has_the_value_it_has_when_asked_alone(
    city: City, key: str, denominator: str | None
) -> None:
    as_of = START + timedelta(days=9)
    question = Question(key, "C", date(2024, 6, 1), date(2024, 6, 20), as_of, denominator=denominator, scope=WHOLE_CITY)
    for level in range(city.tree.depth + 1):
        body = city.kpis.by_level(question, level)
        assert body.area_id.tolist() == city.tree.at_level(level).tolist()
        assert int(body.n.sum()) + body.not_placed == body.whole.n
        for number, value, n in zip(body.area_id.tolist(), body.value.tolist(), body.n.tolist(), strict=True):
            alone = city.kpis.ask(replace(question, area=city.tree.by_id(number).code))
            assert n == alone.n
            if alone.value is None:
                assert math.isnan(value)
            else:
                assert value == pytest.approx(alone.value)


def test_only_the_areas_inside_the_one_asked_about_are_told(city: City) -> None:
    as_of = START + timedelta(days=9)
    for code in ("E", "W"):
        area = city.tree.area(code)
        body = city.kpis.by_level(Question("reported", code, as_of=as_of, scope=WHOLE_CITY), city.tree.depth)
        assert all(area.holds(number) for number in body.area_id.tolist())
        assert all(area.holds(number) for number in body.above_id.tolist())
        assert body.whole.n == city.kpis.ask(Question("reported", code, as_of=as_of, scope=WHOLE_CITY)).n


def test_a_new_load_is_seen_and_the_same_question_is_asked_once(city: City) -> None:
    question = Question("reported", "C", as_of=START + timedelta(days=60), scope=WHOLE_CITY)
    before = city.kpis.by_level(question, 1)
    assert city.kpis.by_level(question, 1) is before
    city.acts.load_table(random_city(22, 10).table, "another")
    assert city.kpis.by_level(question, 1).whole.n > before.whole.n


def test_a_kpi_without_data_has_areas_but_no_values(tmp_path: Path) -> None:
    with build_city(tmp_path, cases=()) as empty:
        body = empty.kpis.by_level(Question("reported", "C", as_of=START, scope=WHOLE_CITY), 1)
        assert body.whole.status == "no_data"
        assert len(body.area_id) == len(empty.tree.at_level(1))
        assert all(math.isnan(value) for value in body.value.tolist())
