"""The tiny city, loaded once, and a way to ask it in few words."""

from collections.abc import Callable, Iterator
from datetime import date, datetime
from pathlib import Path
from typing import Any

import pytest

from queries.cases.newest import Newest, NewEvent
from queries.city import City
from queries.kpis.answer import Answer
from queries.kpis.question import Question
from queries.scope import WHOLE_CITY
from tests.cities.builder import build_city
from tests.cities.tiny.cases import AS_OF, CASES, local, table_of

Ask = Callable[..., Answer]
RECORDED = datetime.fromisoformat("2024-06-11T08:00:00+08:00")


@pytest.fixture(scope="module")
def tiny_city(tmp_path_factory: pytest.TempPathFactory) -> Iterator[City]:
    with build_city(tmp_path_factory.mktemp("tiny"), recorded_at=RECORDED) as city:
        yield city


@pytest.fixture
def empty_city(tmp_path: Path) -> Iterator[City]:
    with build_city(tmp_path / "tiny", cases=()) as city:
        yield city


@pytest.fixture
def city_of(empty_city: City) -> Callable[..., City]:
    """A city of some of the tiny city's cases only."""

    def load(*numbers: str) -> City:
        empty_city.acts.load_table(table_of(case for case in CASES if case["source_id"] in numbers), "tiny")
        return empty_city

    return load


@pytest.fixture(scope="module")
def ask(tiny_city: City) -> Ask:
    return runner(tiny_city)


def runner(city: City) -> Ask:
    def ask(metric: str, denominator: str | None = None, *, area: str = "C", days: str = "", **more: Any) -> Answer:
        """days: "3-5" are the 3rd to the 5th of June 2024."""
        start, _, end = days.partition("-")
        question = Question(
            metric,
            area,
            start=date(2024, 6, int(start)) if start else None,
            end=date(2024, 6, int(end or start)) if start else None,
            denominator=denominator,
            **({"as_of": AS_OF} | more),
            scope=WHOLE_CITY,
        )
        return city.kpis.ask(question)

    return ask


def question_at(metric: str, moment: str, **more: Any) -> Question:
    return Question(metric, "C", as_of=local(moment), **more, scope=WHOLE_CITY)


def newest(
    city: City, area: str, as_of: datetime, most: int, recorded_as_of: datetime | None = None, **more: Any
) -> list[NewEvent]:
    asked = Newest(city.tree.area(area), as_of, most, recorded_as_of, scope=WHOLE_CITY, **more)
    return city.cases.newest(asked)
