"""What was is what the KPI itself says as of the same moment of each earlier day; small numbers have no place."""

from dataclasses import replace
from datetime import timedelta
from pathlib import Path

import pytest

from queries.city import City
from queries.kpis.dictionary import Dictionary
from queries.kpis.normal.normal import Normal
from queries.kpis.question import Question
from queries.scope import WHOLE_CITY
from tests.cities.builder import build_city
from tests.cities.little.cases import NOON
from tests.cities.little.history import history

TODAY = NOON.date()
KPIS = [(key, name) for key, metric in Dictionary.read().items() for name in (None, *metric.denominators)]


def asked(city: City, key: str, **changes: object) -> Question:
    today = Question(key, city.tree.root.code, TODAY, TODAY, NOON, value_only=True, scope=WHOLE_CITY)
    return replace(today, **changes)  # type: ignore[arg-type]


def alone(city: City, question: Question, normal: Normal) -> list[float | int | None]:
    """The values of the periods compared, each asked for alone."""
    periods = [one.period for one in normal.earlier]
    questions = [replace(question, start=one.start, end=one.end, as_of=one.as_of) for one in periods]
    return [city.kpis.ask(one).value for one in questions]


@pytest.mark.parametrize("days", [1, 7])
def test_earlier_values_are_those_of_the_kpi_as_of_their_own_moments(city: City, days: int) -> None:
    compared = 0
    for key, denominator in KPIS:
        question = asked(city, key, denominator=denominator, start=TODAY - timedelta(days=days - 1))
        normal = city.kpis.normal(question)
        told = [one.value for one in normal.earlier]
        assert told == pytest.approx(alone(city, question, normal)), (key, denominator)
        compared += len(told)
    assert compared > 200


def test_an_area_and_conditions_have_what_is_normal_for_them(city: City) -> None:
    child = city.tree.children(city.tree.root)[0].code
    question = asked(city, "reported", area=child, where=(("channel", "app"), ("channel", "iot")))
    normal = city.kpis.normal(question)
    assert normal.n == 6
    assert [one.value for one in normal.earlier] == alone(city, question, normal)


def test_days_of_a_season_are_compared_with_days_of_that_season_alone(tmp_path: Path) -> None:
    """On the first cold days the whole map of heating was red: there had been no cases before."""
    line = {"zh": "供热", "en": "heating", "channels": ["heating"]}
    compared = {}
    for first in ("11-15", "10-20", "01-01"):
        lines = {"lines_of_business": {"heating": {**line, "season": [first, "03-15"]}}}
        with build_city(tmp_path / first, "little", cases=history(), clock=NOON, profile=lines) as city:
            of_line = asked(city, "reported", where=(("channel", "heating"),))
            days = replace(of_line, by="day", start=TODAY - timedelta(days=9))
            others = asked(city, "reported", where=(("channel", "heating"), ("channel", "app")))
            compared[first] = [
                city.kpis.normal(of_line).n,
                city.kpis.normal(others).n,
                TODAY - timedelta(days=1) in city.kpis.normal_days(days),
            ]
    weeks = compared["11-15"][1]
    assert compared == {"11-15": [0, weeks, False], "10-20": [4, weeks, False], "01-01": [weeks, weeks, True]}


def test_a_running_day_is_compared_between_quarters_of_an_hour(city: City) -> None:
    """Seven minutes after twelve: between what was at twelve and at a quarter past."""
    later = NOON + timedelta(minutes=7)
    quarters = [city.kpis.normal(asked(city, "reported", as_of=NOON + timedelta(minutes=m))).earlier for m in (0, 15)]
    between = city.kpis.normal(asked(city, "reported", as_of=later)).earlier
    assert [one.value for one in between] == pytest.approx(
        [one.value + 7 / 15 * (other.value - one.value) for one, other in zip(*quarters, strict=True)]
    )


def test_it_is_asked_of_the_store_once_for_a_quarter_of_an_hour(city: City) -> None:
    question = asked(city, "closing_rate", as_of=NOON + timedelta(minutes=1))
    city.kpis.normal(question)
    assert city.kpis.holds_normal(question)
    assert city.kpis.holds_normal(replace(question, as_of=NOON + timedelta(minutes=14)))
    assert not city.kpis.holds_normal(replace(question, as_of=NOON + timedelta(minutes=16)))


def test_the_band_of_a_day_of_the_history(city: City) -> None:
    normal, answer = city.kpis.normal(asked(city, "reported")), city.kpis.ask(asked(city, "reported"))
    assert normal.band is not None
    assert normal.band.low < normal.band.middle < normal.band.high
    assert normal.place_of(answer) == "inside"
    assert normal.place_of(replace(answer, value=200, n=200)) == "above"
    assert normal.place_of(replace(answer, value=1, n=1)) == "below", "far fewer than normal is news"
    assert replace(normal, least_n=500).place_of(replace(answer, value=200, n=200)) is None, "all of them are small"


def test_a_rate_of_few_cases_has_no_place(city: City) -> None:
    question = asked(city, "voided")
    normal, answer = city.kpis.normal(question), city.kpis.ask(question)
    assert normal.band is not None
    assert normal.place_of(replace(answer, value=1.0, n=20)) == "above"
    assert normal.place_of(replace(answer, value=1.0, n=19)) is None


def test_nothing_is_normal_where_nothing_can_be_compared(city: City) -> None:
    assert city.kpis.normal(asked(city, "reported", start=None, end=None)).band is None
    assert city.kpis.normal(asked(city, "online")).band is None
    early = asked(city, "reported", start=TODAY - timedelta(days=30), end=TODAY - timedelta(days=30))
    assert city.kpis.normal(early).n < 5
