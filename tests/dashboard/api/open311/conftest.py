"""The six cases asked as Open311; nothing of what is asked here writes."""

from collections.abc import Iterator

import pytest
from flask.testing import FlaskClient

from dashboard.server.app import create_app
from dashboard.settings import Settings
from queries.city import City
from tests.cities.builder import build_city
from tests.dashboard.api.checked_client import checked
from tests.dashboard.api.conftest import NOW


@pytest.fixture(scope="module")
def city(tmp_path_factory: pytest.TempPathFactory) -> Iterator[City]:
    with build_city(tmp_path_factory.mktemp("open311") / "tiny", "six_cases", clock=NOW) as opened:
        yield opened


@pytest.fixture(scope="module")
def client(city: City) -> FlaskClient:
    return checked(create_app(Settings(token=None), city).server)
