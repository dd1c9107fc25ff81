"""The application on the tiny city, at a fixed moment, asked by Flask's test client."""

from collections.abc import Callable, Iterator
from datetime import UTC, datetime
from pathlib import Path

import pytest
from flask.testing import FlaskClient

from dashboard.server.app import create_app
from dashboard.settings import Settings
from geodata.founding.new_city import create_city
from queries.calendar.clock import Clock
from queries.city import City
from tests.dashboard.api.checked_client import checked
from tests.dashboard.cli.tiny_city import ROWS, write_areas, write_cases

NOW = datetime(2011, 8, 1, 12, tzinfo=UTC)
Open = Callable[..., FlaskClient]


@pytest.fixture
def city(tmp_path: Path) -> Iterator[City]:
    """Six cases of July 2011, asked at noon (UTC) of 1 August."""
    options = write_areas(tmp_path)
    files = [(text.partition("=")[0], Path(text.partition("=")[2])) for text in options[1::2]]
    create_city(tmp_path / "tiny", "tiny", files, "America/New_York", language="en")
    with City.open(tmp_path / "tiny", clock=Clock("wall", wall=lambda: NOW)) as opened:
        opened.acts.load(write_cases(tmp_path / "cases.csv", *ROWS))
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
