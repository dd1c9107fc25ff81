"""The layer of special grids over HTTP."""

import pytest
import shapely
from flask.testing import FlaskClient

from geodata.areas.special_grids import SpecialGrids, write_special_grids
from queries.city import City

WORLD = "zoom=10&bbox=-72,41,-70,43"


@pytest.fixture
def grids(city: City) -> None:
    outlines = [shapely.box(-71.2, 42.0, -71.1, 42.1), shapely.box(-71.15, 42.0, -71.0, 42.2)]
    made = SpecialGrids.of(["S1", "S2"], ["Station", "Harbour"], ["station", "mall"], "given", outlines)
    made.key[:] = [True, False]
    write_special_grids(city._context.store.folder, made)
    vars(city._context.store).pop("special_grids", None)  # read when the cases were loaded


@pytest.mark.usefixtures("grids")
def test_outlines_in_sight_the_key_ones_from_afar(client: FlaskClient) -> None:
    far = client.get(f"/api/v1/map/special?{WORLD}&search=%3Flang%3Den").get_json()
    assert [grid["code"] for grid in far["grids"]] == ["S1"]
    assert (far["total"], far["seen"], far["compare"]) == (2, 1, None)
    near = client.get("/api/v1/map/special?zoom=14&bbox=-71.12,42.0,-71.05,42.05").get_json()
    assert [grid["code"] for grid in near["grids"]] == ["S1", "S2"]
    assert shapely.geometry.shape(near["grids"][1]["outline"]).bounds == (-71.15, 42.0, -71.0, 42.2)


@pytest.mark.usefixtures("grids")
def test_those_chosen_are_always_there_and_side_by_side(client: FlaskClient) -> None:
    body = client.get(f"/api/v1/map/special?{WORLD}&search=%3Fspecial%3DS2,S1%26lang%3Den").get_json()
    assert [grid["code"] for grid in body["grids"]] == ["S2", "S1"]
    assert body["compare"]["names"] == ["Harbour", "Station"]
    assert len(body["compare"]["rows"]) == 6
    assert body["without"]["S2"] == "/?lang=en&layers=cells,special,labels,tiles&special=S1"


@pytest.mark.usefixtures("grids")
def test_who_has_the_outlines_gets_the_rest_only(client: FlaskClient) -> None:
    whole = client.get(f"/api/v1/map/special?{WORLD}&search=%3Fspecial%3DS1").get_json()
    rest = client.get(f"/api/v1/map/special?{WORLD}&search=%3Fspecial%3DS1&outlines=none").get_json()
    assert rest == whole | {"grids": []}


def test_a_city_without_special_grids_says_so(client: FlaskClient) -> None:
    body = client.get(f"/api/v1/map/special?{WORLD}&search=%3Flang%3Den").get_json()
    assert (body["grids"], body["legend"]) == ([], ["This city has no special grids."])


@pytest.mark.parametrize("query", ["", "zoom=3", "zoom=x&bbox=1,2,3,4", "zoom=3&bbox=3,2,1,4", "zoom=nan&bbox=1,2,3,4"])
def test_no_view_is_a_clear_error(client: FlaskClient, query: str) -> None:
    assert client.get(f"/api/v1/map/special?{query}").status_code == 400
