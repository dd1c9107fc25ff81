"""An opened city of two neighbourhoods, and ways to deliver to it and to look at what it holds."""

import time
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from queries.city_context import CityContext
from queries.intake.reception import Reception
from tests.cities.builder import city_without_cases
from tests.queries.loading.conftest import VERSIONS

EVERYTHING = ("events", "event_history", "quarantine", "sources", "default_points", "event_special_grids")
PATIENCE_S = 60.0


def new_city(folder: Path, profile: str = "") -> CityContext:
    """A city in `folder`/small; `profile` is added to its city.toml."""
    city_without_cases(folder / "small", "two_neighbourhoods")
    with (folder / "small" / "city.toml").open("a") as out:
        out.write(profile)
    return CityContext.open(folder / "small")


def rows_of(city: CityContext, statement: str) -> list[tuple[Any, ...]]:
    with city.store.cursor() as cursor:
        return cursor.execute(statement).fetchall()


def everything(city: CityContext) -> dict[str, list[tuple[object, ...]]]:
    with city.store.cursor() as cursor:
        return {name: sorted(cursor.table(f"city.{name}").fetchall(), key=str) for name in EVERYTHING}


def versions(city: CityContext) -> list[tuple[object, ...]]:
    """Everything held of cases, recorded times and batches aside."""
    return rows_of(city, VERSIONS)


def landing(city: CityContext) -> list[str]:
    return sorted(path.name for path in (city.store.folder / "landing").glob("*"))


def applied(reception: Reception) -> None:
    """Wait until everything accepted has been applied."""
    until = time.monotonic() + PATIENCE_S
    while reception.backlog:
        assert time.monotonic() < until, "the backlog does not go down"
        time.sleep(0.002)


def case(number: object, **said: object) -> dict[str, object]:
    return {"source_id": number, "reported_at": "2026-06-01T08:00:00+08:00"} | said


@pytest.fixture
def city(tmp_path: Path) -> Iterator[CityContext]:
    opened = new_city(tmp_path)
    yield opened
    opened.close()


@pytest.fixture
def reception(city: CityContext) -> Iterator[Reception]:
    receiving = Reception(city)
    receiving.start()
    yield receiving
    receiving.stop()
