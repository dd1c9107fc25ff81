"""Before and after a measure: the interval holds what was planted 95 times of 100, whatever the whole city does."""

from collections.abc import Iterator
from dataclasses import replace
from datetime import date, timedelta

import numpy as np
import pytest

from queries.city import City
from queries.errors import QuestionRefused
from queries.kpis.comparisons.difference import Difference, difference
from queries.kpis.comparisons.part_days import PartDays
from queries.kpis.question import Question
from queries.scope import WHOLE_CITY
from tests.cities.builder import build_city
from tests.cities.little.cases import NOON
from tests.cities.little.history import history

AREAS, DAYS = 9, 28
SEEDS = 300
MEASURE = date(2026, 10, 20)


@pytest.fixture(scope="module")
def city(tmp_path_factory: pytest.TempPathFactory) -> Iterator[City]:
    with build_city(tmp_path_factory.mktemp("little"), "little", cases=history(), clock=NOON) as opened:
        yield opened


def simulated(seed: int, planted: float, kind: str) -> Difference:
    """28 days before and after. The city has good and bad days in common and gets worse throughout; numbers come in
    bursts of their own in each area, too."""
    random = np.random.default_rng(seed)
    size = random.uniform(4, 30, (AREAS, 1))
    common = random.gamma(10, 0.1, (1, 2 * DAYS)) * np.linspace(1, 1.5, 2 * DAYS)
    effect = np.ones((AREAS, 2 * DAYS))
    effect[0, DAYS:] = 1 + planted
    days = tuple(date(2026, 1, 1) + timedelta(days=day) for day in range(2 * DAYS))
    codes = tuple(f"A{place}" for place in range(AREAS))
    if kind == "number":
        mean = size * common * effect
        n = random.negative_binomial(mean, 0.5).astype(float)
        parts = PartDays(codes, codes, days, n, np.ones_like(n), n, np.zeros_like(n))
        found = difference(parts, "number", DAYS)
    else:
        n = random.poisson(np.repeat(size, 2 * DAYS, axis=1) * 2).astype(float)
        share = 0.1 * common + (effect - 1)
        hits = random.binomial(n.astype(int), np.clip(share, 0, 1)).astype(float)
        found = difference(PartDays(codes, codes, days, hits, n, n, np.zeros_like(n)), "share", DAYS)
    assert found is not None
    return found


@pytest.mark.parametrize(("kind", "planted"), [("number", -0.3), ("number", 0.0), ("share", 0.08)])
def test_nineteen_of_twenty_intervals_hold_the_planted_effect(kind: str, planted: float) -> None:
    found = [simulated(seed, planted, kind) for seed in range(SEEDS)]
    held = sum(one.low <= planted <= one.high for one in found) / SEEDS
    assert 0.92 <= held <= 0.985
    assert np.median([one.effect for one in found]) == pytest.approx(planted, abs=0.02)


def test_a_large_effect_is_no_chance_and_hardly_any_control_has_one_like_it() -> None:
    found = simulated(1, -0.6, "number")
    assert not found.may_be_chance
    assert found.placebos is not None
    assert found.placebos == (AREAS - 1, 0)
    assert found.area.after < found.expected


def test_what_the_whole_city_has_in_common_is_no_effect() -> None:
    """Everything doubles everywhere, and nothing else happens."""
    n = np.full((4, 28), 10.0)
    n[:, 14:] = 20.0
    days = tuple(date(2026, 1, 1) + timedelta(days=day) for day in range(28))
    codes = ("a", "b", "c", "d")
    found = difference(PartDays(codes, codes, days, n, np.ones_like(n), n, np.zeros_like(n)), "number", 14)
    assert found is not None
    assert found.effect == pytest.approx(0)
    assert found.expected == pytest.approx(20)
    assert found.may_be_chance


def asked(city: City, key: str) -> Question:
    return Question(key, city.tree.children(city.tree.root)[0].code, scope=WHOLE_CITY)


@pytest.mark.parametrize("key", ["reported", "handled_daily", "closed_on_time", "handling_time", "satisfaction"])
def test_the_four_numbers_are_those_of_the_answers(city: City, key: str) -> None:
    question = asked(city, key)
    found = city.kpis.measured(question, MEASURE)
    assert found.status == "ok"
    assert found.found is not None
    assert found.before is not None
    assert found.after is not None
    assert (found.after[1] - found.after[0]).days + 1 == 28
    assert found.before[1] + timedelta(days=1) == found.after[0] == MEASURE
    for span, value, n in (
        (found.before, found.found.area.before, found.found.area.n_before),
        (found.after, found.found.area.after, found.found.area.n_after),
    ):
        answer = city.kpis.ask(Question(key, question.area, *span, scope=WHOLE_CITY))
        assert answer.n == n
        assert answer.value is not None
        assert value == pytest.approx(answer.value / 28 if key == "reported" else answer.value)


def test_days_before_the_data_begin_are_not_days_without_cases(city: City) -> None:
    question = asked(city, "reported")
    by_day = replace(question, by="day", start=MEASURE - timedelta(days=84), end=MEASURE)
    begin = next(date.fromisoformat(row.code) for row in city.kpis.ask(by_day).rows if row.value is not None)
    assert begin > MEASURE - timedelta(days=84)
    found = city.kpis.measured(question, begin + timedelta(days=18))
    assert found.before is not None
    assert (begin + timedelta(days=4), begin + timedelta(days=17)) == found.before


def test_days_whose_rate_is_not_settled_are_left_out_and_named(city: City) -> None:
    question = asked(city, "closing_rate")
    ripe_to = city.kpis.ask(question).ripe_to
    assert ripe_to
    found = city.kpis.measured(question, ripe_to - timedelta(days=12))
    assert found.after == (ripe_to - timedelta(days=12), ripe_to - timedelta(days=6))
    assert [one.code for one in found.notes] == ["unripe"]
    refused = city.kpis.measured(question, ripe_to - timedelta(days=3))
    assert (refused.status, refused.found) == ("unripe", None)
    assert city.kpis.measured(question, ripe_to - timedelta(days=27)).notes == ()


def test_what_has_no_days_before_or_no_days_at_all_says_so(city: City) -> None:
    assert city.kpis.measured(asked(city, "open"), MEASURE).status == "not_by_day"
    assert city.kpis.measured(asked(city, "reported"), date(2026, 11, 18)).status == "too_short"
    assert city.kpis.measured(asked(city, "reported"), date(2020, 1, 1)).status in ("too_short", "no_data")
    with pytest.raises(QuestionRefused, match="no other area"):
        city.kpis.measured(Question("reported", city.tree.root.code, scope=WHOLE_CITY), MEASURE)
    with pytest.raises(QuestionRefused, match="overlap"):
        city.kpis.measured(asked(city, "reported"), MEASURE, (city.tree.root,))


@pytest.mark.parametrize("key", ["reported", "closed_on_time"])
def test_few_cases_are_not_judged(city: City, key: str) -> None:
    where = (("channel", "app"), ("category1", "噪声扰民"), ("department", "市水务局"))
    found = city.kpis.measured(replace(asked(city, key), where=where), MEASURE)
    assert (found.status, found.found) == ("few", None)


@pytest.mark.parametrize("on", [date(1900, 1, 1), NOON.date(), date(2027, 6, 1)])
def test_a_day_with_nothing_before_or_after_it_is_no_error(city: City, on: date) -> None:
    assert city.kpis.measured(asked(city, "reported"), on).status in ("too_short", "no_data")
