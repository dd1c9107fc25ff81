"""The simulated city in its store: filled, topped up, asked."""

from __future__ import annotations

import shutil
from collections.abc import Callable, Iterator
from dataclasses import replace
from datetime import timedelta
from functools import partial
from pathlib import Path
from unittest import mock

import pandas as pd
import pytest

from dashboard.simulator.building import fill
from dashboard.simulator.feed.progress_file import ProgressFile
from dashboard.simulator.simulation import Simulation
from queries.calendar.clock import Clock
from queries.city import City
from queries.kpis.question import Question
from queries.scope import WHOLE_CITY
from tests.dashboard.simulator.conftest import NOW

CONTENT = "SELECT * EXCLUDE (batch, line, recorded_at) FROM city.events ORDER BY source_id"
CASES = "SELECT count(*) FROM city.events"
FLAGGED = "SELECT count(*) FROM city.events WHERE flags IS NOT NULL"
HISTORY = "SELECT count(*) FROM city.event_history"
MISTAKES = """
SELECT count(*) FROM city.event_history past JOIN city.events held USING (source, source_id)
WHERE past.category3 <> held.category3
"""
RECORDED_BEFORE_KNOWN = (
    "SELECT count(*) FROM city.events WHERE make_timestamp(version) > recorded_at + INTERVAL 4 MINUTE"
)
TWICE = "SELECT count(*) - count(DISTINCT source_id || '.' || version) FROM city.event_history"

CASES_A_DAY = 6_000

Opening = Callable[[str], City]


@pytest.fixture(scope="module")
def opening(city_folder: Path, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Opening]:
    """Opens an empty copy of the small city under a name, to be filled with half of the usual cases; all are closed
    at the end."""
    home, cities = tmp_path_factory.mktemp("home"), []

    def opened(name: str) -> City:
        shutil.copytree(city_folder, home / name)
        cities.append(City.open(home / name, clock=Clock(mode="wall", wall=lambda: NOW)))
        return cities[-1]

    with mock.patch("dashboard.simulator.building.Simulation", partial(Simulation, cases_a_day=CASES_A_DAY)):
        yield opened
    for city in cities:
        city.close()


@pytest.fixture(scope="module")
def three_weeks(opening: Opening) -> tuple[City, int]:
    """Twenty days up to NOW, filled in two strides, and the number of cases."""
    city = opening("three weeks")
    return city, fill(city, days=20, now=NOW).cases


@pytest.fixture(scope="module")
def past(three_weeks: tuple[City, int]) -> City:
    return three_weeks[0]


def content(city: City) -> pd.DataFrame:
    with city._context.store.cursor() as cursor:
        frame: pd.DataFrame = cursor.execute(CONTENT).df()
    return frame


def number(city: City, statement: str) -> int:
    with city._context.store.cursor() as cursor:
        return int(cursor.execute(statement).fetchall()[0][0])


def test_every_simulated_case_is_loaded_and_none_is_flagged(opening: Opening) -> None:
    city = opening("two")
    shares: list[float] = []
    built = fill(city, days=2, now=NOW, seed=11, progress=lambda _, done: shares.append(done))
    assert built.cases == len(content(city)) > 7_500
    assert shares[-1] == 1.0
    assert number(city, FLAGGED) == 0
    assert number(city, "SELECT count(*) FROM city.quarantine") < 20
    body = ProgressFile.read(city._context.store.folder)
    assert body is not None
    assert (body.seed, body.first, body.reached["demo"]) == (11, NOW.date() - timedelta(days=1), NOW)


def test_points_lie_in_the_micro_grid_that_the_source_names(past: City) -> None:
    frame = content(past)
    placed = frame[frame.placed_by == "point"]
    named = placed.area_code.map(past.tree.number_of_code)
    to_the_leaf = placed.area_code.str.len() == 12
    assert (named == placed.area_id)[to_the_leaf].mean() > 0.99
    assert (frame.placed_by == "area").mean() == pytest.approx(0.077, abs=0.01)


def test_a_past_is_recorded_as_it_became_known(three_weeks: tuple[City, int]) -> None:
    """Of cases put right later the mistake is kept, and found by asking as recorded then."""
    city, cases = three_weeks
    assert cases == number(city, CASES) > 75_000
    assert number(city, HISTORY) > 5_000
    assert number(city, TWICE) == 0
    mistakes = number(city, MISTAKES)
    assert mistakes == pytest.approx(0.006 * 0.75 * cases, rel=0.35)
    assert number(city, RECORDED_BEFORE_KNOWN) == 0
    middle = NOW - timedelta(days=10)
    whole = Question(
        "reported", city.tree.root.code, start=middle.date() - timedelta(days=8), end=middle.date(), scope=WHOLE_CITY
    )
    now, then = city.kpis.ask(whole), city.kpis.ask(replace(whole, recorded_as_of=middle + timedelta(hours=20)))
    assert now.n > then.n > 0.8 * now.n


@pytest.mark.parametrize(
    ("key", "low", "high"),
    [
        ("filed_on_time", 0.94, 0.98), ("auto_dispatch", 0.86, 0.95), ("received_on_time", 0.90, 0.99),
        ("declined", 0.01, 0.05), ("satisfaction", 0.92, 0.97), ("callback", 0.85, 0.97), ("voided", 0.02, 0.05),
    ],
)  # fmt: skip
def test_kpis_of_the_city_are_plausible(past: City, key: str, low: float, high: float) -> None:
    answer = past.kpis.ask(Question(key, past.tree.root.code, scope=WHOLE_CITY))
    assert answer.status == "ok"
    assert answer.value is not None
    assert low < answer.value < high
    assert answer.n > 500


def test_the_districts_add_up_to_the_city(past: City) -> None:
    whole = past.kpis.ask(Question("reported", past.tree.root.code, scope=WHOLE_CITY))
    parts = past.kpis.ask(Question("reported", past.tree.root.code, by="area", scope=WHOLE_CITY))
    assert whole.value == number(past, CASES) == sum(row.value or 0 for row in parts.rows)
    assert len(parts.rows) == 5
    assert 0 < (parts.rows[-1].value or 0) < 0.02 * number(past, CASES)
