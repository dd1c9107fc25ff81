"""Parts beside each other: a planted difference is found, chance alone hardly ever is, intervals hold what they say."""

from collections.abc import Iterator
from datetime import date, timedelta

import numpy as np
import pytest
from numpy.typing import NDArray

from queries.city import City
from queries.errors import QuestionRefused
from queries.kpis.comparisons import chance
from queries.kpis.comparisons.comparing import Exposure, compared
from queries.kpis.comparisons.part_days import PartDays
from queries.kpis.question import Question
from queries.scope import WHOLE_CITY
from tests.cities.builder import build_city
from tests.cities.little.cases import NOON
from tests.cities.little.history import history

WEEKS = (date(2026, 11, 1), date(2026, 11, 14))
PARTS, DAYS = 20, 28
SEEDS = 200
Values = NDArray[np.float64]


@pytest.fixture(scope="module")
def city(tmp_path_factory: pytest.TempPathFactory) -> Iterator[City]:
    with build_city(tmp_path_factory.mktemp("little"), "little", cases=history(), clock=NOON) as opened:
        yield opened


def part_days(n: Values, hits: Values | None = None) -> PartDays:
    codes = tuple(f"P{place:02}" for place in range(len(n)))
    days = tuple(date(2026, 1, 1) + timedelta(days=day) for day in range(n.shape[1]))
    bottom = np.ones_like(n) if hits is None else n
    return PartDays(codes, codes, days, n if hits is None else hits, bottom, n, np.zeros_like(n))


def bursts(random: np.random.Generator, mean: float) -> Values:
    """Numbers of cases that come together: their variance is three times their mean."""
    return random.negative_binomial(mean / 2, 1 / 3, (PARTS, DAYS)).astype(float)


def rates(seed: int, planted: float = 0.1) -> PartDays:
    """Rates of 10 % that vary from day to day with the whole city, but for that of the first part."""
    random = np.random.default_rng(seed)
    n = random.poisson(12, (PARTS, DAYS)).astype(float)
    share = np.repeat(random.beta(10, 90, (1, DAYS)), PARTS, axis=0)
    share[0] *= planted / 0.1
    return part_days(n, random.binomial(n.astype(int), share).astype(float))


@pytest.mark.parametrize("kind", ["share", "number"])
def test_chance_alone_is_hardly_ever_called_a_difference(kind: str) -> None:
    """At a share of false discoveries of 5 %, where nothing differs, at most one of twenty comparisons finds any."""
    found = 0
    for seed in range(SEEDS):
        if kind == "share":
            parts = compared(rates(seed), "share", None, 20)
        else:
            n = bursts(np.random.default_rng(seed), 6.0)
            parts = compared(part_days(n), "number", Exposure("residents", np.full(PARTS, 5e4), 1e4), 20)
        found += any(part.verdict in ("more", "less") for part in parts)
    assert found <= SEEDS * 0.05 + 2 * (SEEDS * 0.05 * 0.95) ** 0.5


def test_the_part_that_sends_back_most_is_found_and_comes_first() -> None:
    parts = compared(rates(1, planted=0.2), "share", None, 20)
    assert parts[0].code == "P00"
    assert parts[0].verdict == "more"
    assert parts[0].difference == pytest.approx(0.1, abs=0.03)
    assert {part.verdict for part in parts[1:]} <= {"no_difference", "less"}


def test_numbers_are_compared_by_what_they_come_from() -> None:
    """Ten times the residents and ten times the cases is no difference; twice the cases of the same residents is."""
    random = np.random.default_rng(5)
    residents = np.array([1e4, 1e5, 1e4, 1e4])
    n = random.poisson(residents[:, None] / 1e4 * np.array([[5.0], [5.0], [10.0], [5.0]]), (4, DAYS)).astype(float)
    parts = {part.code: part for part in compared(part_days(n), "number", Exposure("residents", residents, 1e4), 20)}
    assert parts["P01"].verdict != "more"
    assert parts["P02"].verdict == "more"
    assert parts["P00"].value == pytest.approx(n[0].sum() / 1)
    without = compared(part_days(n), "number", None, 20)
    assert {part.verdict for part in without} == {"not_judged"}
    assert without[0].value == n[1].sum()


@pytest.mark.parametrize("kind", ["share", "number"])
def test_nineteen_of_twenty_intervals_hold_the_true_value(kind: str) -> None:
    held = 0
    for seed in range(SEEDS):
        random = np.random.default_rng(1000 + seed)
        if kind == "number":
            parts, truth = compared(part_days(bursts(random, 6.0)), "number", None, 20), 6.0 * DAYS
        else:
            n = random.poisson(12, (PARTS, DAYS))
            hits = random.binomial(n, random.beta(5, 45, (PARTS, DAYS)))
            parts, truth = compared(part_days(n.astype(float), hits.astype(float)), "share", None, 20), 0.1
        held += sum((part.low or 0) <= truth <= (part.high or 0) for part in parts)
    assert 0.93 <= held / SEEDS / PARTS <= 0.975


def test_few_cases_are_not_judged_and_come_last() -> None:
    n = np.full((3, DAYS), 10.0)
    n[0] = 0
    n[0, 0] = 5
    hits = n.copy()
    hits[1:] = 1
    parts = compared(part_days(n, hits), "share", None, 20)
    assert [part.code for part in parts] == ["P01", "P02", "P00"]
    assert parts[-1].verdict == "few"
    assert parts[-1].q is None


def test_numbers_of_few_cases_are_not_judged_unless_many_are_missing() -> None:
    """A house with three cases has the highest rate of all and says nothing; a district without any of forty does."""
    residents, n = np.array([10.0, 1e4, 1e4, 1e4]), np.zeros((4, DAYS))
    n[0, :3] = 1
    n[2:, :20] = 2
    parts = {part.code: part for part in compared(part_days(n), "number", Exposure("residents", residents, 1e4), 20)}
    assert parts["P00"].value == max(part.value or 0 for part in parts.values())
    assert (parts["P00"].verdict, parts["P00"].q) == ("few", None)
    assert parts["P01"].verdict == "less"


def test_adjusted_p_and_exact_tests_are_those_of_the_textbook() -> None:
    from scipy.stats import false_discovery_control, fisher_exact  # noqa: PLC0415

    p = np.random.default_rng(3).uniform(0, 0.2, 30)
    assert chance.false_discovery_adjusted(p) == pytest.approx(false_discovery_control(p))
    one_sided = [fisher_exact([[2, 38], [60, 300]], alternative=side).pvalue for side in ("less", "greater")]
    assert chance.exact_of_share(2, 40, 62, 400) == pytest.approx(min(1, 2 * min(one_sided)))


@pytest.mark.parametrize("by", ["area", "channel", "category", "department"])
@pytest.mark.parametrize("key", ["reported", "handled_daily", "closed_on_time", "handling_time", "overdue_open"])
def test_the_values_are_those_of_the_answer(city: City, key: str, by: str) -> None:
    question = Question(key, city.tree.root.code, *WEEKS, by=by, scope=WHOLE_CITY)
    found = city.kpis.compared(question)
    rows = {row.code: row for row in city.kpis.ask(question).rows}
    assert len(found.parts) > 1
    for part in found.parts:
        row = rows[part.code]
        assert part.n == row.n
        if found.per is None and row.value is not None:
            assert part.value == pytest.approx(row.value)
        if part.value is not None and part.low is not None and part.high is not None:
            assert part.low <= part.value <= part.high


def test_a_median_has_values_and_no_judgement(city: City) -> None:
    question = Question("handling_time", city.tree.root.code, *WEEKS, denominator="median", by="area", scope=WHOLE_CITY)
    found = city.kpis.compared(question)
    assert found.kind is None
    assert {part.verdict for part in found.parts} == {"not_judged"}
    assert any(part.value for part in found.parts)


def test_any_two_areas_can_be_compared_but_not_one_with_a_part_of_itself(city: City) -> None:
    tree = city.tree
    first, second, *_ = tree.children(tree.root)
    question = Question("closed_on_time", tree.root.code, *WEEKS, by="area", scope=WHOLE_CITY)
    pair = city.kpis.compared(question, (tree.children(first)[0], second))
    alone = [
        city.kpis.ask(Question("closed_on_time", area.code, *WEEKS, scope=WHOLE_CITY))
        for area in (tree.children(first)[0], second)
    ]
    assert {part.code: part.n for part in pair.parts} == {answer.area: answer.n for answer in alone}
    with pytest.raises(QuestionRefused, match="overlap"):
        city.kpis.compared(question, (first, tree.children(first)[0]))
