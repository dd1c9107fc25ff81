"""The simulated city in its store: filled, topped up, asked."""

from __future__ import annotations

import shutil
from collections.abc import Callable, Iterator
from datetime import timedelta
from pathlib import Path

import pandas as pd
import pytest

from dashboard.demo import LiveDemo, fill, top_up
from dashboard.demo.how_far import how_far, seed_of
from queries.city import City
from queries.clock import Clock
from queries.question import Question
from tests.demo.conftest import NOW

CONTENT = "SELECT * EXCLUDE (batch, line, recorded_at) FROM city.events ORDER BY source_id"
FLAGGED = "SELECT count(*) FROM city.events WHERE flags IS NOT NULL"
HISTORY = "SELECT count(*) FROM city.event_history"
TWICE = "SELECT count(*) - count(DISTINCT source_id || '.' || version) FROM city.event_history"

Opening = Callable[[str], City]


@pytest.fixture(scope="module")
def opening(city_folder: Path, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Opening]:
    """Opens an empty copy of the small city under a name; all are closed at the end."""
    home, cities = tmp_path_factory.mktemp("home"), []

    def opened(name: str) -> City:
        shutil.copytree(city_folder, home / name)
        cities.append(City.open(home / name, clock=Clock(mode="wall", wall=lambda: NOW)))
        return cities[-1]

    yield opened
    for city in cities:
        city.close()


@pytest.fixture(scope="module")
def week(opening: Opening) -> City:
    """Seven days up to NOW."""
    city = opening("week")
    fill(city, days=7, now=NOW)
    return city


def content(city: City) -> pd.DataFrame:
    with city.store.cursor() as cursor:
        frame: pd.DataFrame = cursor.execute(CONTENT).df()
    return frame


def number(city: City, statement: str) -> int:
    with city.store.cursor() as cursor:
        return int(cursor.execute(statement).fetchall()[0][0])


def test_every_simulated_case_is_loaded_and_none_is_flagged(opening: Opening) -> None:
    city = opening("two")
    told: list[float] = []
    built = fill(city, days=2, now=NOW, seed=11, progress=lambda _, done: told.append(done))
    assert built.cases == len(content(city)) > 15_000
    assert told[-1] == 1.0
    assert number(city, FLAGGED) == 0
    assert number(city, "SELECT count(*) FROM city.quarantine") == 0
    assert seed_of(city) == 11


def test_points_lie_in_the_micro_grid_that_the_source_names(week: City) -> None:
    frame = content(week)
    placed = frame[frame.placed_by == "point"]
    named = placed.area_code.map(week.tree.number_of_code)
    to_the_leaf = placed.area_code.str.len() == 12
    assert (named == placed.area_id)[to_the_leaf].mean() > 0.99
    assert (frame.placed_by == "area").mean() == pytest.approx(0.077, abs=0.01)


def test_topping_up_is_the_same_as_building_later(opening: Opening) -> None:
    topped, built = opening("topped"), opening("built")
    early = NOW - timedelta(minutes=40)
    fill(topped, days=2, now=early)
    live = LiveDemo(topped)
    for minutes in (1, 2, 3, 20, 40):
        assert live.top_up(early + timedelta(minutes=minutes)) > 0
    fill(built, days=2, now=NOW)
    pd.testing.assert_frame_equal(content(topped), content(built))


def test_topping_up_twice_changes_nothing(opening: Opening) -> None:
    city = opening("twice")
    fill(city, days=2, now=NOW - timedelta(minutes=5))
    assert top_up(city, NOW) > 0
    before, version = content(city), city.store.data_version
    assert top_up(city, NOW) == 0
    assert top_up(city, NOW - timedelta(hours=1)) == 0
    pd.testing.assert_frame_equal(content(city), before)
    assert city.store.data_version == version


def test_a_long_pause_is_caught_up(opening: Opening) -> None:
    paused, built = opening("paused"), opening("unpaused")
    fill(paused, days=1, now=NOW - timedelta(days=6))
    assert top_up(paused, NOW) > 60_000
    fill(built, days=7, now=NOW)
    pd.testing.assert_frame_equal(content(paused), content(built))
    assert number(paused, HISTORY) > 5_000
    assert number(paused, TWICE) == 0


def test_an_empty_city_is_filled_by_its_first_top_up(opening: Opening) -> None:
    city = opening("empty")
    assert how_far(city) is None
    assert LiveDemo(city, days=2).top_up(NOW) > 15_000
    reached = how_far(city)
    assert reached is not None
    watermark, first = reached
    assert first.isoformat().startswith("2026-11-18T16:0")
    assert timedelta(0) <= NOW - watermark < timedelta(minutes=2)


@pytest.mark.parametrize(
    ("key", "low", "high"),
    [
        ("filed_on_time", 0.94, 0.98), ("auto_dispatch", 0.86, 0.95), ("received_on_time", 0.90, 0.99),
        ("declined", 0.01, 0.05), ("satisfaction", 0.92, 0.97), ("callback", 0.85, 0.97), ("voided", 0.02, 0.05),
    ],
)  # fmt: skip
def test_kpis_of_the_city_are_plausible(week: City, key: str, low: float, high: float) -> None:
    answer = week.ask(Question(key, week.tree.root.code))
    assert answer.status == "ok"
    assert answer.value is not None
    assert low < answer.value < high
    assert answer.n > 1_000


def test_the_districts_add_up_to_the_city(week: City) -> None:
    whole = week.ask(Question("reported", week.tree.root.code))
    parts = week.ask(Question("reported", week.tree.root.code, by="area"))
    assert whole.value == len(content(week)) == sum(row.value or 0 for row in parts.rows)
    assert len(parts.rows) == 5
    assert 0 < (parts.rows[-1].value or 0) < 0.02 * len(content(week))
