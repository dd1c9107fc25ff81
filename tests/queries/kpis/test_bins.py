"""Bins: cells and cases without a point add up to n at every depth, for every KPI, and a cell lists what it counts."""

from collections.abc import Iterator
from dataclasses import replace
from datetime import UTC, date, datetime, timedelta
from pathlib import Path

import numpy as np
import pytest

from geodata.coordinates.web_mercator import to_world
from queries.city import City
from queries.errors import QuestionRefused
from queries.kpis.bins import FINEST, Bins, Cell
from queries.kpis.dictionary import Dictionary
from queries.kpis.question import Question
from queries.scope import WHOLE_CITY
from tests.cities.builder import build_city
from tests.cities.random_cities import START, random_city
from tests.cities.tiny.areas import POINTS
from tests.cities.tiny.cases import AS_OF

KPIS = [
    (key, name)
    for key, metric in Dictionary.read().items()
    if metric.table == "events"
    for name in (None, *metric.denominators)
]
MOMENT = START + timedelta(days=9)


@pytest.fixture(scope="module")
def city(tmp_path_factory: pytest.TempPathFactory) -> Iterator[City]:
    table, recorded_at = random_city(5, 160).table, datetime(2024, 7, 1, tzinfo=UTC)
    with build_city(tmp_path_factory.mktemp("bins"), cases=table, source="random", recorded_at=recorded_at) as opened:
        yield opened


def cells(bins: Bins, depth: int) -> dict[tuple[int, int], int]:
    """Cases of each cell that has some."""
    shift = FINEST - depth
    found: dict[tuple[int, int], int] = {}
    for x, y, n in zip((bins.x >> shift).tolist(), (bins.y >> shift).tolist(), bins.n.tolist(), strict=True):
        found[x, y] = found.get((x, y), 0) + n
    return found


@pytest.mark.parametrize(("key", "denominator"), KPIS)
def test_cells_and_cases_without_a_point_are_the_n_of_the_kpi(city: City, key: str, denominator: str | None) -> None:
    for area in ("C", "E", "W1"):
        question = Question(
            key, area, date(2024, 6, 1), date(2024, 6, 20), MOMENT, denominator=denominator, scope=WHOLE_CITY
        )
        bins = city.kpis.bins(question)
        assert bins.placed + bins.without == city.kpis.ask(question).n
        assert city.kpis.cases_at(question, None).num_rows == bins.without


@pytest.mark.parametrize("depth", [0, 5, 11, 14, 17, FINEST])
def test_every_cell_lists_exactly_the_cases_that_it_counts(city: City, depth: int) -> None:
    question = Question("reported", "C", as_of=MOMENT, scope=WHOLE_CITY)
    bins = city.kpis.bins(question)
    listed: set[str] = set()
    for (x, y), n in cells(bins, depth).items():
        assert bins.counts(depth, x, y, x + 1, y + 1).item() == n
        table = city.kpis.cases_at(question, Cell(depth, x, y))
        assert table.num_rows == n
        world_x, world_y = to_world(table.column("lon").to_numpy(), table.column("lat").to_numpy())
        assert set(np.floor(world_x * 2**depth)) == {x}
        assert set(np.floor(world_y * 2**depth)) == {y}
        listed.update(table.column("source_id").to_pylist())
    assert len(listed) == bins.placed


def test_bins_are_cells_of_the_world_with_the_mean_point_in_them(tiny_city: City) -> None:
    """Golden: the tiny city's cases lie at three of its four points, each point in a cell of its own."""
    question = Question("reported", "C", as_of=AS_OF, scope=WHOLE_CITY)
    bins = tiny_city.kpis.bins(question)
    body = tiny_city.kpis.cases(question)
    expected: dict[tuple[float, float], int] = {}
    for lon, lat in zip(body.column("lon").to_pylist(), body.column("lat").to_pylist(), strict=True):
        if lon is not None:
            expected[lon, lat] = expected.get((lon, lat), 0) + 1
    assert set(expected) <= set(POINTS.values())
    found = {}
    for row in range(len(bins.x)):
        x = (bins.x[row] + bins.in_x[row] / 65535) / 2**FINEST
        y = (bins.y[row] + bins.in_y[row] / 65535) / 2**FINEST
        point = next(one for one in expected if np.allclose(np.array(to_world(*one)), [x, y], rtol=0, atol=1e-11))
        found[point] = int(bins.n[row])
    assert found == expected
    assert bins.without == body.num_rows - sum(expected.values())


def test_what_is_recorded_later_is_in_the_bins_but_not_in_the_list_of_before(tmp_path: Path) -> None:
    question = Question("reported", "C", as_of=MOMENT, scope=WHOLE_CITY)
    whole = random_city(9, 60).table
    with build_city(tmp_path / "tiny", cases=()) as city:
        city.acts.load_table(whole.slice(0, 40), "random", recorded_at=datetime(2024, 7, 1, tzinfo=UTC))
        before = city.kpis.bins(question)
        city.acts.load_table(whole.slice(40), "random", recorded_at=datetime(2024, 7, 2, tzinfo=UTC))
        after = city.kpis.bins(question)
        assert before.recorded == datetime(2024, 7, 1, tzinfo=UTC)
        assert after.placed > before.placed
        then = replace(question, recorded_as_of=before.recorded)
        assert city.kpis.cases_at(then, Cell(0, 0, 0)).num_rows == before.placed
        assert city.kpis.bins(then).placed == before.placed


def test_pages_follow_each_other_without_gap_or_repetition(city: City) -> None:
    question = Question("reported", "C", as_of=MOMENT, scope=WHOLE_CITY)
    world = Cell(0, 0, 0)
    whole = city.kpis.cases_at(question, world).column("source_id").to_pylist()
    pages = [
        city.kpis.cases_at(question, world, 7, after).column("source_id").to_pylist() for after in range(0, 200, 7)
    ]
    assert [one for page in pages for one in page] == whole
    reported = city.kpis.cases_at(question, world).column("reported_at").to_pylist()
    assert reported == sorted(reported, reverse=True)


def test_a_kpi_without_cases_or_data_has_no_bins(city: City) -> None:
    for key in ("calls", "satisfaction"):
        bins = city.kpis.bins(Question(key, "C", as_of=MOMENT, scope=WHOLE_CITY))
        assert bins.no_data
        assert (bins.placed, bins.without) == (0, 0)
    assert (
        city.kpis.cases_at(Question("satisfaction", "C", as_of=MOMENT, scope=WHOLE_CITY), Cell(0, 0, 0)).num_rows == 0
    )
    with pytest.raises(QuestionRefused):
        city.kpis.cases_at(Question("calls", "C", as_of=MOMENT, scope=WHOLE_CITY), None)
