"""Which days of a city are not settled is what the KPI itself said of earlier days at the same age."""

from collections.abc import Iterator
from datetime import date, timedelta

import pytest

from queries.calendar.city_days import end_of_day
from queries.city import City
from queries.kpis.answer import Answer
from queries.kpis.question import Question
from queries.scope import WHOLE_CITY
from tests.cities.builder import build_city
from tests.cities.little.cases import NOON
from tests.cities.little.history import history

TODAY = NOON.date()
MONDAY = date(2026, 11, 16)
HORIZON = 42


@pytest.fixture(scope="module")
def city(tmp_path_factory: pytest.TempPathFactory) -> Iterator[City]:
    with build_city(tmp_path_factory.mktemp("little"), "little", cases=history(), clock=NOON) as opened:
        yield opened


def asked(city: City, key: str, days: int = 30, by: str | None = "day", area: str | None = None) -> Answer:
    start = TODAY - timedelta(days=days - 1)
    return city.kpis.ask(Question(key, area or city.tree.root.code, start, TODAY, NOON, by=by, scope=WHOLE_CITY))


def rate_at(city: City, age: int) -> float:
    """The closing rate of the week looked at, each day as of the end of the day `age` days later."""
    hits = cases = 0
    for back in range(7):
        day = MONDAY - timedelta(days=HORIZON + 1 + back)
        as_of = end_of_day(day + timedelta(days=age), city.profile.time_zone)
        said = city.kpis.ask(Question("closing_rate", city.tree.root.code, day, day, as_of, scope=WHOLE_CITY))
        hits, cases = hits + int(said.numerator or 0), cases + said.n
    return hits / cases


def test_the_last_settled_day_follows_from_what_earlier_days_became(city: City) -> None:
    answer, final = asked(city, "closing_rate"), rate_at(city, HORIZON)
    ages = (0, 1, 2, 3, 4, 5, 7, 10, 14, 21, 28)
    settled = [abs(rate_at(city, age) - final) <= 0.02 for age in ages]
    first = next(place for place in range(len(ages) - 1) if settled[place] and settled[place + 1])
    assert answer.ripe_to == TODAY - timedelta(days=1 + ages[first])
    assert answer.is_unripe
    marked = {row.code for row in answer.rows if row.is_unripe}
    after = {row.code for row in answer.rows if date.fromisoformat(row.code) > answer.ripe_to}
    assert marked == after != set()


def test_it_is_said_in_words_and_to_programs(city: City) -> None:
    answer = asked(city, "closing_rate")
    [note] = [one for one in answer.notes if one.code == "unripe"]
    assert answer.ripe_to
    first = (answer.ripe_to + timedelta(days=1)).isoformat()
    assert first in note
    assert first in note.zh
    told = answer.as_json()
    assert told["unripe"] is True
    assert told["ripe_to"] == answer.ripe_to.isoformat()
    assert [row.get("unripe", False) for row in told["rows"]] == [row.is_unripe for row in answer.rows]


@pytest.mark.parametrize(
    "key", ["reported", "handled_daily", "satisfaction", "closed_on_time", "handling_time", "open"]
)
def test_what_cannot_change_any_more_is_never_marked(city: City, key: str) -> None:
    answer = asked(city, key)
    assert not answer.is_unripe
    assert answer.ripe_to is None
    assert not any(row.is_unripe for row in answer.rows)


def test_weeks_and_parts_are_judged_as_a_whole(city: City) -> None:
    weeks = [row.is_unripe for row in asked(city, "closing_rate", 60, "week").rows]
    assert weeks[-1]
    assert not weeks[0]
    assert asked(city, "closing_rate", 7, "area", "4101").is_unripe
    assert city.kpis.by_level(Question("closing_rate", "4101", TODAY, TODAY, NOON, scope=WHOLE_CITY), 1).whole.is_unripe


def test_where_too_little_is_known_the_declared_days_count(city: City) -> None:
    early = NOON - timedelta(days=50)
    start = early.date() - timedelta(days=5)
    question = Question("closing_rate", city.tree.root.code, start, early.date(), early, by="day", scope=WHOLE_CITY)
    answer = city.kpis.ask(question)
    declared = city.kpis.dictionary["closing_rate"].ripens_in_days
    assert declared
    assert answer.ripe_to == early.date() - timedelta(days=1 + declared)
