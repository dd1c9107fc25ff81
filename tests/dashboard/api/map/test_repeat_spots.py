"""The layer of repeat spots over HTTP: where they are, what is said of each, and where a click leads."""

from collections.abc import Iterator
from typing import Any
from urllib.parse import quote

import pytest
from flask.testing import FlaskClient

from dashboard.map.layers import repeat_spots
from dashboard.server.app import create_app
from dashboard.settings import Settings
from queries.city import City
from tests.cities.builder import build_city
from tests.cities.tiny.areas import POINTS
from tests.dashboard.api.checked_client import checked

MOMENT = "as_of=2024-06-10T18:20:00%2B08:00&layers=cells,repeat_spots&lang=en"


@pytest.fixture(scope="module")
def city(tmp_path_factory: pytest.TempPathFactory) -> Iterator[City]:
    with build_city(tmp_path_factory.mktemp("repeat")) as opened:
        yield opened


@pytest.fixture(scope="module")
def client(city: City) -> FlaskClient:
    return checked(create_app(Settings(token=None), city).server)


def answered(client: FlaskClient, more: str = "", path: str = "/") -> dict[str, Any]:
    answer = client.get(f"/api/v1/map/repeat_spots?path={path}&search={quote(f'?{MOMENT}{more}')}")
    return dict(answer.get_json())


def test_a_spot_lies_where_its_cases_do_with_its_length_its_number_and_the_way_to_its_list(client: FlaskClient) -> None:
    answer = answered(client, "&period=2024-06-10..2024-06-10")
    [spot] = answer["spots"]
    assert (answer["total"], spot["n"], spot["open"], spot["quarters"]) == (1, 3, 1, 1)
    assert (spot["lon"], spot["lat"]) == pytest.approx(POINTS["E1"], abs=1e-4)
    assert [line.split(" · ")[0] for line in spot["said"]] == ["parking", spot["said"][1], "3 cases"]
    assert "(2024-06-01 to 2024-06-07)" in spot["said"][1]
    assert spot["href"] == ("/spots?lang=en&as_of=2024-06-10T18:20:00%2B08:00&layers=cells,repeat_spots&spot=tiny/K1")
    assert "as of 2024-06-10 18:00): 1 spots with 3 cases, 1 of them open." in answer["legend"][0]


def test_of_spots_that_are_not_drawn_the_legend_says_how_many(
    client: FlaskClient, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(repeat_spots, "MOST_ON_A_WALL", 0)
    answer = answered(client, path="/wall")
    assert (answer["total"], answer["spots"]) == (1, [])
    assert answer["legend"][1] == "Drawn are the 0 that last longest, 1 others are not."


def test_an_area_without_any_says_so_and_by_which_rule(client: FlaskClient) -> None:
    answer = answered(client, "&area=W")
    assert answer["total"] == 0
    assert answer["notes"][0].startswith("Of one category, within 60 days and 30 m of another one, 3 at least; ")
    assert answer["notes"][1] == "There is no such spot here."
