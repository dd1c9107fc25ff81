"""Contributions add up to the change of the whole, whatever the parts."""

from collections.abc import Iterator
from dataclasses import replace
from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from queries.city import City
from queries.kpis.answer import Answer, AnswerRow
from queries.kpis.changes.contributions import Contribution, adds_up, contributions
from queries.kpis.dictionary import Dictionary, Metric
from queries.kpis.question import Question
from queries.scope import WHOLE_CITY
from tests.cities.builder import build_city
from tests.cities.little.cases import NOON
from tests.cities.little.history import history

KPIS = Dictionary.read()
WEEKS = ((date(2026, 11, 6), date(2026, 11, 12)), (date(2026, 11, 13), date(2026, 11, 19)))


@pytest.fixture(scope="module")
def city(tmp_path_factory: pytest.TempPathFactory) -> Iterator[City]:
    with build_city(tmp_path_factory.mktemp("little"), "little", cases=history(), clock=NOON) as opened:
        yield opened


def asked(city: City, key: str, by: str | None) -> list[Answer]:
    return [city.kpis.ask(Question(key, city.tree.root.code, *days, by=by, scope=WHOLE_CITY)) for days in WEEKS]


@pytest.mark.parametrize("by", ["area", "category", "channel", "department"])
@pytest.mark.parametrize("key", ["reported", "handled_daily", "closed_on_time", "handling_time", "satisfaction"])
def test_parts_add_up_to_the_change_of_the_whole(city: City, key: str, by: str) -> None:
    before, now = asked(city, key, None)
    parts = contributions(KPIS[key], *asked(city, key, by))
    assert before.value is not None
    assert now.value is not None
    assert len(parts) > 1
    assert sum(part.change for part in parts) == pytest.approx(now.value - before.value, abs=1e-9)


def test_medians_do_not_add_up(city: City) -> None:
    median = next(metric for metric in KPIS.values() if metric.statistic == "median")
    assert not adds_up(median)
    with pytest.raises(ValueError, match="do not add up"):
        contributions(median, *asked(city, median.key, "area"))


RATE = KPIS["closed_on_time"]
rows = st.lists(st.tuples(st.integers(0, 500), st.floats(0, 1)), min_size=3, max_size=3)


def of_rates(template: Answer, parts: list[tuple[int, float]]) -> Answer:
    made = [
        AnswerRow(str(place), str(place), round(n * rate) / n if n else None, n, round(n * rate), n)
        for place, (n, rate) in enumerate(parts)
    ]
    good, all_of = sum(row.numerator or 0 for row in made), sum(row.n for row in made)
    value = good / all_of if all_of else None
    return replace(template, value=value, numerator=good, denominator=all_of, n=all_of, rows=tuple(made))


@given(before=rows, now=rows)
def test_rates_of_any_sizes_add_up(city: City, before: list[tuple[int, float]], now: list[tuple[int, float]]) -> None:
    template = asked(city, "closed_on_time", None)[0]
    was, is_now = of_rates(template, before), of_rates(template, now)
    if was.value is None or is_now.value is None:
        return
    parts = contributions(RATE, was, is_now)
    assert sum(part.change for part in parts) == pytest.approx(is_now.value - was.value, abs=1e-9)


def counted(metric: Metric, template: Answer, before: dict[str, int], now: dict[str, int]) -> list[Contribution]:
    made = [
        replace(template, rows=tuple(AnswerRow(code, code, n, n, n, None) for code, n in counts.items()))
        for counts in (before, now)
    ]
    return contributions(metric, *made)


def test_the_largest_comes_first_and_what_may_be_chance_says_so(city: City) -> None:
    template = asked(city, "reported", None)[0]
    parts = counted(KPIS["reported"], template, {"a": 100, "b": 1000, "c": 9}, {"a": 300, "b": 1010, "d": 30})
    assert [(part.code, part.change, part.is_chance) for part in parts] == [
        ("a", 200, False),
        ("d", 30, False),
        ("b", 10, True),
        ("c", -9, False),
    ]
    assert parts[0].margin == pytest.approx(1.96 * 20)
