"""Hot spots: a planted one is found where it is, and in noise hardly ever one, however unequal the places are."""

from collections.abc import Iterator
from datetime import date

import numpy as np
import pytest

from queries.city import City
from queries.kpis.comparisons.chance import Values
from queries.kpis.comparisons.hot_spots import hot_spots, neighbourhoods
from queries.kpis.question import Question
from queries.scope import WHOLE_CITY
from tests.cities.builder import build_city
from tests.cities.little.cases import NOON
from tests.cities.little.hot_spot import MANY, TUESDAY, planted

SIDE, PERIODS, SEEDS, LEAST = 20, 12, 200, 20
BLOCK = [row * SIDE + column for row in (8, 9) for column in (8, 9)]
X, Y = (np.asarray(axis, dtype=np.float64).ravel() * 500 for axis in np.meshgrid(np.arange(SIDE), np.arange(SIDE)))
BESIDE = neighbourhoods(X, Y)


def noise(seed: int, *, bursts: bool) -> tuple[Values, Values]:
    """A city of 400 areas, some with ten times the cases of others, busier in some weeks; cases alone or in bursts."""
    random = np.random.default_rng(seed)
    mean = random.gamma(1, 2, SIDE * SIDE) * random.gamma(20, 0.05, (PERIODS + 1, 1))
    n = (random.negative_binomial(mean, 0.5) if bursts else random.poisson(mean)).astype(float)
    return n[0], n[1:]


@pytest.mark.parametrize("bursts", [False, True])
def test_noise_has_a_hot_spot_in_no_more_than_one_of_twenty_cities(bursts: bool) -> None:
    found = sum(bool(hot_spots(*noise(seed, bursts=bursts), BESIDE, LEAST)) for seed in range(SEEDS))
    assert found <= 0.05 * SEEDS + 2 * (0.05 * 0.95 * SEEDS) ** 0.5


def test_a_planted_spot_is_found_where_it_is() -> None:
    found = beside = 0
    for seed in range(50):
        now, earlier = noise(seed, bursts=False)
        now[BLOCK] += 8
        spots = hot_spots(now, earlier, BESIDE, LEAST)
        found += any(set(BLOCK) & set(spot.rows) for spot in spots)
        beside += sum(not set(BLOCK) & set(spot.rows) for spot in spots)
    assert found >= 45
    assert beside <= 20


def test_where_many_cases_always_lie_is_no_hot_spot_and_the_same_cases_give_the_same_spots() -> None:
    now, earlier = noise(3, bursts=False)
    now[BLOCK] += 100
    earlier[:, BLOCK] += 100
    assert not any(set(BLOCK) & set(spot.rows) for spot in hot_spots(now, earlier, BESIDE, LEAST))
    now[BLOCK] += 60
    spots = hot_spots(now, earlier, BESIDE, LEAST)
    assert set(BLOCK) <= set(spots[0].rows)
    assert spots == hot_spots(now, earlier, BESIDE, LEAST)
    rows = list(spots[0].rows)
    assert spots[0].now == now[rows].sum()
    assert spots[0].earlier == tuple(earlier[:, rows].sum(axis=1))


def test_fewer_cases_than_count_anywhere_else_are_no_spot() -> None:
    quiet = np.full(SIDE * SIDE, 0.02)
    earlier = np.random.default_rng(1).poisson(quiet, (PERIODS, SIDE * SIDE)).astype(float)
    now = np.zeros(SIDE * SIDE)
    now[BLOCK] = 4
    assert hot_spots(now, earlier, BESIDE, 16)[0].now == 16
    assert hot_spots(now, earlier, BESIDE, 17) == []


@pytest.fixture(scope="module")
def city(tmp_path_factory: pytest.TempPathFactory) -> Iterator[City]:
    with build_city(tmp_path_factory.mktemp("hot"), "little", cases=planted(), clock=NOON) as opened:
        yield opened


def test_of_a_city_the_planted_spot_is_named_with_its_cases_and_what_is_usual(city: City) -> None:
    found = city.kpis.hot_spots(Question("reported", city.tree.root.code, *TUESDAY, scope=WHOLE_CITY))
    assert found.status == "ok"
    assert len(found.periods) >= 5
    spot = found.spots[0]
    assert spot.now >= MANY > max(spot.earlier)
    counts = [city.kpis.ask(Question("reported", code, *TUESDAY, scope=WHOLE_CITY)).n for code in spot.areas]
    assert sum(counts) == spot.now
    holding = city.tree.area(spot.place)
    assert all(holding.holds(city.tree.number_of_code[code]) for code in spot.areas)


@pytest.mark.parametrize(("key", "status"), [("closed_on_time", "not_a_number"), ("handling_time", "not_a_number")])
def test_rates_and_durations_have_no_hot_spots(city: City, key: str, status: str) -> None:
    assert city.kpis.hot_spots(Question(key, city.tree.root.code, *TUESDAY, scope=WHOLE_CITY)).status == status


def test_too_long_a_period_or_too_few_places_say_so(city: City) -> None:
    long = Question("reported", city.tree.root.code, date(2026, 10, 1), date(2026, 11, 19), scope=WHOLE_CITY)
    assert city.kpis.hot_spots(long).status == "no_periods"
    leaf = next(area for area in city.tree if area.is_leaf)
    assert city.kpis.hot_spots(Question("reported", leaf.code, *TUESDAY, scope=WHOLE_CITY)).status == "no_places"
