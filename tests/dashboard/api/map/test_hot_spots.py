"""The layer of hot spots over HTTP: their outlines and links, or why there are none."""

from collections.abc import Iterator
from urllib.parse import quote

import pytest
import shapely
from flask.testing import FlaskClient

from dashboard.server.app import create_app
from dashboard.settings import Settings
from queries.city import City
from queries.kpis.question import Question
from queries.scope import WHOLE_CITY
from tests.cities.builder import build_city
from tests.cities.little.cases import NOON
from tests.cities.little.hot_spot import TUESDAY, planted
from tests.dashboard.api.checked_client import checked

DAY = "?period=2026-11-17..2026-11-17&layers=cells,hot_spots&lang=en"


@pytest.fixture(scope="module")
def city(tmp_path_factory: pytest.TempPathFactory) -> Iterator[City]:
    with build_city(tmp_path_factory.mktemp("hot"), "little", cases=planted(), clock=NOON) as opened:
        yield opened


@pytest.fixture(scope="module")
def client(city: City) -> FlaskClient:
    return checked(create_app(Settings(token=None), city).server)


def test_a_spot_is_the_outline_of_its_areas_with_its_sentence_and_a_link_to_where_it_lies(
    city: City, client: FlaskClient
) -> None:
    found = city.kpis.hot_spots(Question("reported", city.tree.root.code, *TUESDAY, as_of=NOON, scope=WHOLE_CITY))
    answer = client.get(f"/api/v1/map/hot_spots?path=/&search={quote(DAY)}").get_json()
    assert answer["total"] == len(answer["spots"]) == len(found.spots) >= 1
    spot, drawn = found.spots[0], answer["spots"][0]
    areas = shapely.union_all(city.tree.geometry([city.tree.number_of_code[code] for code in spot.areas]))
    assert shapely.geometry.shape(drawn["outline"]).symmetric_difference(areas).area < 0.01 * areas.area
    assert f"now {spot.now} cases" in drawn["said"]
    assert drawn["href"] == f"/?area={spot.place}&period=2026-11-17..2026-11-17&lang=en&layers=cells,hot_spots"
    assert answer["legend"][0].startswith(f"Clearly more cases than usual: {len(found.spots)} places in ")


def test_inside_a_spot_those_of_the_nearest_area_with_enough_areas_stay_drawn(city: City, client: FlaskClient) -> None:
    leaf = next(area for area in city.tree if area.is_leaf and area.level == city.tree.depth)
    inside = client.get(f"/api/v1/map/hot_spots?path=/&search={quote(f'{DAY}&area={leaf.code}')}").get_json()
    assert inside["total"] >= 1
    assert inside["legend"]


def test_what_has_no_hot_spots_says_why(client: FlaskClient) -> None:
    answer = client.get(f"/api/v1/map/hot_spots?path=/&search={quote(f'{DAY}&kpi=closed_on_time')}").get_json()
    assert (answer["total"], answer["spots"], answer["legend"]) == (0, [], [])
    assert "not in rates" in answer["notes"][0]
