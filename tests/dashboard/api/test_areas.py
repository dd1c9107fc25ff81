"""Areas over HTTP: one with its neighbours, and the tree page by page, whole or what is searched for in it."""

from collections.abc import Iterator
from typing import Any

import pytest
from flask.testing import FlaskClient

from dashboard.server.app import create_app
from dashboard.settings import Settings
from geodata.city.profile import Profile
from tests.cities.builder import build_city
from tests.dashboard.api.checked_client import checked
from tests.dashboard.api.conftest import NOW

TREE = "/api/v1/areas/tree"
ALL = "tiny E E1 E2 W W1 W2"


@pytest.fixture(scope="module")
def client(tmp_path_factory: pytest.TempPathFactory) -> Iterator[FlaskClient]:
    with build_city(tmp_path_factory.mktemp("areas") / "tiny", "six_cases", clock=NOW) as city:
        profile = city.profile.model_dump() | {"aliases": {"Hafenviertel": "E2"}}
        city._context.profile = Profile.model_validate(profile)
        yield checked(create_app(Settings(token=None), city).server)


def codes(areas: list[dict[str, Any]]) -> str:
    return " ".join(area["code"] for area in areas)


def test_an_area_with_its_neighbours_and_the_levels(client: FlaskClient) -> None:
    body = client.get("/api/v1/areas?parent=W").get_json()
    assert codes(body["children"]) == "W1 W2"
    assert codes(body["ancestors"]) == "tiny"
    assert (body["area"]["parent"], body["ancestors"][0]["parent"]) == ("tiny", None)
    assert [(level["key"], level["areas"]) for level in body["levels"]] == [("city", 1), ("district", 2), ("street", 4)]
    assert client.get("/api/v1/areas").get_json()["area"]["code"] == "tiny"


@pytest.mark.parametrize(
    ("query", "found"),
    [
        ("", ALL),
        ("parent=W", "W W1 W2"),
        ("level=district", "E W"),
        ("level=street&parent=E", "E1 E2"),
        ("q=W2", "W2"),  # a code
        ("q=w", "W W1 W2"),  # how codes begin
        ("q=e1 SIDE", "E1"),  # a name
        ("q=side&level=district", "E W"),
        ("q=２&parent=W", "W2"),
        ("q=hafen", "E2"),  # another name, from the profile
        ("q=nowhere", ""),
        ("after=E1&parent=E", "E2"),
        ("parent=&level=&q=&limit=&after=", ALL),
    ],
)
def test_the_areas_asked_for_in_the_order_of_the_tree(client: FlaskClient, query: str, found: str) -> None:
    page = client.get(f"{TREE}?{query}").get_json()
    assert codes(page["areas"]) == found
    assert page["next"] is None


def test_the_pages_make_up_the_whole(client: FlaskClient) -> None:
    address, areas, totals = f"{TREE}?limit=3&q=&parent=tiny", [], set()
    while address:
        page = client.get(address).get_json()
        areas += page["areas"]
        totals.add(page["n"])
        address = page["next"]
    assert (codes(areas), totals) == (ALL, {7})
    by_code = {area["code"]: area for area in areas}
    assert all(area["parent"] in by_code for area in areas[1:])


@pytest.mark.parametrize(
    ("query", "status", "word"),
    [
        ("parent=nowhere", 404, "area"),
        ("after=nowhere", 404, "area"),
        ("level=quarter", 400, "district"),
        ("limit=0", 400, "limit"),
        ("limit=10001", 400, "10000"),
        ("depth=2", 400, "depth"),
    ],
)
def test_what_there_is_not_is_refused(client: FlaskClient, query: str, status: int, word: str) -> None:
    answer = client.get(f"{TREE}?{query}&lang=en")
    assert answer.status_code == status
    assert word in answer.get_json()["sentence"]


def test_an_area_that_there_is_not(client: FlaskClient) -> None:
    assert client.get("/api/v1/areas?parent=nowhere").status_code == 404
    assert client.get("/api/v1/areas?level=street").status_code == 400
