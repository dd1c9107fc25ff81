"""The application on the tiny city, at a fixed moment, asked by Flask's test client."""

from collections.abc import Callable, Iterator
from datetime import UTC, datetime
from pathlib import Path

import pytest
from flask.testing import FlaskClient

from dashboard.server.app import create_app
from dashboard.settings import Settings
from queries.city import City
from tests.cities.builder import build_city
from tests.dashboard.api.checked_client import checked

NOW = datetime(2011, 8, 1, 12, tzinfo=UTC)
Open = Callable[..., FlaskClient]


@pytest.fixture
def city(tmp_path: Path) -> Iterator[City]:
    """Six cases of July 2011, asked at noon (UTC) of 1 August."""
    with build_city(tmp_path / "tiny", "six_cases", clock=NOW) as opened:
        yield opened


@pytest.fixture
def visit(city: City) -> Open:
    """Makes a client of the application; keywords are settings."""

    def opened(key: str | None = None, **settings: object) -> FlaskClient:
        chosen = Settings(**{"token": None, **settings})  # type: ignore[arg-type]
        return checked(create_app(chosen, city, key=key).server)

    return opened


@pytest.fixture
def client(visit: Open) -> FlaskClient:
    return visit()


@pytest.fixture(scope="module")
def read_city(tmp_path_factory: pytest.TempPathFactory) -> Iterator[City]:
    """The same for a whole module, for tests that only read."""
    with build_city(tmp_path_factory.mktemp("read") / "tiny", "six_cases", clock=NOW) as opened:
        yield opened


@pytest.fixture(scope="module")
def reader(read_city: City) -> FlaskClient:
    """Asks it: making a city and an application takes 0.15 s of a processor."""
    return checked(create_app(Settings(token=None), read_city).server)
