"""The hours of the week before and after a measure: exact sums, the cases of the answers, few never judged."""

from collections.abc import Iterator
from dataclasses import replace
from datetime import date

import pytest
import shapely

from geodata.areas.special_grids import SpecialGrids
from queries.city import City
from queries.kpis.comparisons.tide import EVERY_DAY
from queries.kpis.question import Question
from queries.scope import WHOLE_CITY
from tests.cities.builder import build_city
from tests.cities.little.cases import NOON
from tests.cities.little.history import history

MEASURE = date(2026, 10, 20)
IN_QUARTER = (("special_grid", "S1"),)


@pytest.fixture(scope="module")
def city(tmp_path_factory: pytest.TempPathFactory) -> Iterator[City]:
    grids = SpecialGrids.of(["S1"], ["商圈"], ["mall"], "given", (shapely.box(113.40, 34.50, 113.65, 34.75),))
    folder = tmp_path_factory.mktemp("tide")
    with build_city(folder, "little", cases=history(), special_grids=grids, clock=NOON) as opened:
        yield opened


def asked(city: City, key: str = "reported") -> Question:
    return Question(key, city.tree.root.code, scope=WHOLE_CITY)


@pytest.mark.parametrize("where", [(), IN_QUARTER])
@pytest.mark.parametrize("key", ["reported", "closed_on_time"])
def test_the_hours_of_the_week_and_those_of_all_days_add_up_to_each_side(
    city: City, key: str, where: tuple[tuple[str, str], ...]
) -> None:
    question = replace(asked(city, key), where=where)
    tide = city.kpis.tide(question, MEASURE)
    assert (tide.status, tide.weeks, len(tide.cells)) == ("ok", 4, 7 * 24 + 24)
    for side, (first, last), answer in zip(("before", "after"), tide.days, (tide.before, tide.after), strict=True):
        assert answer is not None
        assert answer.n == city.kpis.ask(replace(question, start=first, end=last)).n > 0
        for of_weekdays in (True, False):
            cells = [cell for cell in tide.cells if (cell.weekday != EVERY_DAY) is of_weekdays]
            assert sum(getattr(cell, side).n for cell in cells) == answer.n
    whole = city.kpis.tide(asked(city, key), MEASURE)
    assert whole.before is not None
    assert tide.before is not None
    assert (tide.before.n < whole.before.n) is bool(where)


def test_a_cell_has_the_cases_of_its_hour_and_only_many_are_enough(city: City) -> None:
    tide = city.kpis.tide(asked(city), MEASURE)
    cell = next(one for one in tide.cells if (one.weekday, one.hour) == (2, 11))
    first, last = tide.days[1]
    hour = replace(asked(city), start=first, end=last, where=(("weekday", "2"), ("hour", "11")))
    assert cell.after.n == city.kpis.ask(hour).n
    assert cell.per_day() == (cell.before.n / 4, cell.after.n / 4)
    least = city.profile.minimum_cases
    assert all(one.is_enough == (one.before.n + one.after.n >= least) for one in tide.cells)
    rates = city.kpis.tide(asked(city, "closed_on_time"), MEASURE)
    assert all(one.is_enough == (min(one.before.n, one.after.n) >= least) for one in rates.cells)
    assert {one.is_enough for one in tide.cells} == {True, False}


def test_where_nothing_can_be_compared_it_says_why(city: City) -> None:
    assert city.kpis.tide(asked(city, "open"), MEASURE).status == "not_by_day"
    late = city.kpis.tide(asked(city), NOON.date())
    assert (late.status, late.before, late.cells) == ("too_short", None, ())
    nothing = replace(asked(city), where=(("category1", "无此类"),))
    assert city.kpis.tide(nothing, MEASURE).status == "no_cases"
