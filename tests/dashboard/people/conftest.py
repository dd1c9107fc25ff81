"""The application of a city with an administrator and a viewer."""

from __future__ import annotations

import re
from collections.abc import Iterator
from pathlib import Path

import pytest
from flask import Flask
from flask.testing import FlaskClient

from dashboard.access.accounts.city_accounts import CityAccounts, accounts_of
from dashboard.server.app import create_app
from dashboard.settings import Settings
from queries.city import City
from tests.cities.builder import build_city
from tests.cities.tiny.cases import AS_OF
from tests.dashboard.access.accounts.conftest import CHEAP

PASSWORD = "seven green herons walk"  # noqa: S105
LINES = {"noise": {"zh": "噪声", "en": "noise", "categories": ["noise"]}}


class Site:
    """The application of a city with an administrator and a viewer."""

    def __init__(self, flask: Flask, people: CityAccounts, folder: Path) -> None:
        self.flask, self.people, self.folder = flask, people, folder

    def signed_in(self, name: str) -> FlaskClient:
        client = self.flask.test_client()
        assert client.post("/enter", data={"name": name, "password": PASSWORD}).status_code == 303
        return client

    def token(self, client: FlaskClient) -> str:
        found = re.search(r'name="form_token" value="(\w+)"', client.get("/people").text)
        assert found
        return found[1]


@pytest.fixture(scope="module")
def city(tmp_path_factory: pytest.TempPathFactory) -> Iterator[City]:
    folder = tmp_path_factory.mktemp("people") / "tiny"
    with build_city(folder, clock=AS_OF, profile={"lines_of_business": LINES}) as city:
        yield city


@pytest.fixture(scope="module")
def site(city: City) -> Iterator[Site]:
    people = accounts_of(city.ground.folder, "tiny", passwords=CHEAP)
    for name, role in (("boss", "admin"), ("mo", "viewer")):
        people.add(people.store.new_account(name, role), PASSWORD)
    yield Site(create_app(Settings(token=None), city).server, people, city.ground.folder)
    people.close()


@pytest.fixture(scope="module")
def boss(site: Site) -> FlaskClient:
    return site.signed_in("boss")
