"""Deliveries that a rebuild applies together end as they did when they came one by one, whatever the cut."""

import random
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any
from unittest import mock

import pytest

from queries.calendar.clock import Clock
from queries.city_context import CityContext
from queries.intake.reception import Reception
from queries.loading.default_points import PointVerdicts
from queries.recovery.agreement import reconcile
from queries.recovery.rebuild import rebuild
from tests.queries.intake.conftest import case, everything, new_city, rows_of
from tests.queries.intake.test_packing import apply_next

LOADS = """
SELECT source, batch, file, sha256, landed_as, recorded_at, rows_read, loaded, superseded, duplicate, refused
FROM city.batches WHERE landed_as IS NOT NULL ORDER BY ALL
"""
CITY_HALL = {"lon": 0.25, "lat": 10.25}


def delivery(chance: random.Random, number: int) -> list[dict[str, Any]]:
    """Versions of a few cases, newer and older, twice, from the future, on one point, named otherwise, or no case."""
    rows: list[dict[str, Any]] = []
    for _ in range(chance.randint(1, 5)):
        row = case(chance.randint(1, 9), version=chance.randint(1, 12), title=chance.choice("ab"))
        if chance.random() < 0.3:
            row |= {"lon": chance.choice([0.5, 1.5]), "lat": 10.5}
        if chance.random() < 0.2:
            row |= {"closed_at": (datetime(2026, 6, 1, tzinfo=UTC) + timedelta(hours=number * 7)).isoformat()}
        if chance.random() < 0.2:
            row["area_code"] = chance.choice(["A1", "A2", "A9"])
        rows += [row] * chance.choice([1, 1, 2])
    if number % 3 == 0:
        rows += [case(f"{number}-{one}") | CITY_HALL for one in range(8)]
    rows += [{"source_id": "bad"}] * chance.choice([0, 0, 0, 1])
    return rows


def delivered(city: CityContext, seed: int) -> None:
    """Two sources, one after the other or in turns, each delivery its own segment; some come again word by word."""
    chance, reception, before = random.Random(seed), Reception(city), [case("first")]  # noqa: S311
    for number in range(40):
        source = chance.choice(["posted", "posted", "other"])
        before = before if chance.random() < 0.15 else delivery(chance, number)
        reception.accept(source, "events", before)
        apply_next(reception, source, "events")


def state(city: CityContext) -> tuple[object, ...]:
    """All tables, and the log of loads that changed something; those that did not are known only until a rebuild."""
    tables = everything(city)
    tables["sources"] = rows_of(city, "SELECT * EXCLUDE (last_load) FROM city.sources ORDER BY source")
    return tables, rows_of(city, LOADS)


@pytest.mark.parametrize("seed", [0, *(pytest.param(seed, marks=pytest.mark.soak) for seed in range(1, 30))])
def test_whatever_the_cut_a_rebuild_ends_as_the_deliveries_did(tmp_path: Path, seed: int) -> None:
    with new_city(tmp_path) as city:
        delivered(city, seed)
        before = state(city)
        assert rows_of(city, "SELECT count(*) > 0 FROM city.default_points") == [(True,)]
        assert rows_of(city, "SELECT count(*) > 20 FROM city.event_history") == [(True,)]
        for most in (17, 200_000) if seed == 1 else (1, 17, 200_000):  # 1: as they came, which is what is expected
            with mock.patch("queries.loading.apply.MOST_ROWS", most):
                rebuild(city)
            assert state(city) == before
            assert reconcile(city.store) == ()


def test_a_time_that_was_still_to_come_when_it_was_told_is_no_sign_of_life(tmp_path: Path) -> None:
    body = [datetime(2026, 6, 1, 1, tzinfo=UTC) + timedelta(days=2 * number) for number in range(3)]
    with new_city(tmp_path) as city:
        for number, now in enumerate(body):
            city.clock = Clock(mode="wall", wall=lambda now=now: now)  # type: ignore[misc]
            reception = Reception(city)
            reception.accept("posted", "events", [case(number, closed_at=(now + timedelta(days=1)).isoformat())])
            apply_next(reception, "posted", "events")
        before = state(city)
        assert rows_of(city, "SELECT watermark FROM city.sources") == [(datetime(2026, 6, 1),)]  # noqa: DTZ001
        rebuild(city)
        assert state(city) == before


def test_rows_refused_twice_in_the_very_same_words_are_kept_once(tmp_path: Path) -> None:
    with new_city(tmp_path) as city:
        reception = Reception(city)
        with mock.patch("queries.intake.reception.forget"):  # a crash came before it
            for _ in range(3):
                reception.accept("posted", "events", [{"source_id": "bad"}])
                apply_next(reception, "posted", "events")
        before = state(city)
        assert rows_of(city, "SELECT count(*) FROM city.quarantine") == [(1,)]
        rebuild(city)
        assert state(city) == before


def test_the_store_is_asked_once_for_many_deliveries(tmp_path: Path) -> None:
    with new_city(tmp_path) as city:
        reception = Reception(city)
        for number in range(30):
            reception.accept("posted", "events", [case(number)])
            apply_next(reception, "posted", "events")
        with mock.patch("queries.loading.case_load.PointVerdicts", side_effect=PointVerdicts) as looks:
            summaries = rebuild(city)
        assert looks.call_count == 1
        assert [summary.loaded for summary in summaries] == [1] * 30
        assert rows_of(city, "SELECT count(*) FROM city.events") == [(30,)]
