"""Tiles, levels and values of the cell layer over HTTP."""

import base64
import gzip

import numpy as np
import pytest
from flask.testing import FlaskClient

from geodata.coordinates.web_mercator import to_world
from geodata.tiles.cell_tiles import unpacked
from queries.city import City
from tests.dashboard.api.conftest import Open

PERIOD = "%3Fperiod%3D2011-07-01..2011-07-31"


def tile_address(city: City, zoom: int) -> str:
    x, y = to_world(city.tree.root.lon, city.tree.root.lat)
    return f"/cells/{city.tree.grid_version}/{zoom}/{int(x * 2**zoom)}/{int(y * 2**zoom)}"


def test_a_tile_holds_the_areas_under_its_pixels_and_never_changes(reader: FlaskClient, read_city: City) -> None:
    answer = reader.get(tile_address(read_city, 10))
    numbers = unpacked(gzip.decompress(answer.data))
    assert set(np.unique(numbers).tolist()) <= {0, *read_city.tree.area_id.tolist()}
    assert (numbers > 0).any()
    assert answer.headers["Cache-Control"] == "private, max-age=31536000, immutable"
    assert answer.headers["Content-Encoding"] == "gzip"
    again = reader.get(tile_address(read_city, 10), headers={"If-None-Match": answer.headers["ETag"]})
    assert again.status_code == 304


def test_tiles_are_kept_on_disk_and_the_kept_ones_are_the_same(visit: Open, city: City) -> None:
    first = visit().get(tile_address(city, 11)).data
    kept = [file for file in (city.ground.tiles_folder / "cells").rglob("*") if file.is_file()]
    assert [gzip.decompress(file.read_bytes()) for file in kept] == [gzip.decompress(first)]
    assert visit().get(tile_address(city, 11)).data == first


@pytest.mark.parametrize(
    "address", ["/cells/other/10/1/1", "/cells/{}/99/1/1", "/cells/{}/10/5000/1", "/cells/{}/level/9"]
)
def test_what_is_not_there_is_not_found(reader: FlaskClient, read_city: City, address: str) -> None:
    assert reader.get(address.format(read_city.tree.grid_version)).status_code == 404


def test_a_level_is_told_as_gaps_and_lengths_of_intervals(reader: FlaskClient, read_city: City) -> None:
    for level in range(read_city.tree.depth + 1):
        data = gzip.decompress(reader.get(f"/cells/{read_city.tree.grid_version}/level/{level}").data)
        numbers = np.frombuffer(data, "<u4").astype(int)
        count, gaps, lengths = numbers[0], numbers[1 : 1 + numbers[0]], numbers[1 + numbers[0] :]
        first, before = [], 0
        for gap, length in zip(gaps.tolist(), lengths.tolist(), strict=True):
            first.append(before + gap)
            before = first[-1] + length
        assert first == read_city.tree.at_level(level).tolist()
        assert len(first) == count


def test_values_of_a_level_reconcile_with_the_number(reader: FlaskClient, read_city: City) -> None:
    body = reader.get(f"/api/v1/map?path=/&search={PERIOD}&level=1").get_json()
    shades = np.frombuffer(base64.b64decode(body["shades"]), np.uint8)
    assert len(shades) == len(read_city.tree.at_level(1))
    whole = reader.get("/api/v1/kpi?key=reported&from=2011-07-01&to=2011-07-31").get_json()
    assert body["placed"] + body["not_placed"] == body["total"] == whole["n"]
    assert body["legend"][-1][0] == 6
    assert {shade for shade, _ in body["legend"]} >= set(shades.tolist())


@pytest.mark.parametrize("level", ["", "x", "-1", "9"])
def test_an_unknown_level_is_a_clear_error(reader: FlaskClient, level: str) -> None:
    answer = reader.get(f"/api/v1/map?level={level}")
    assert answer.status_code == 400
    assert "level" in answer.get_json()["sentence"]


def test_a_spot_is_the_area_whose_polygon_contains_it(reader: FlaskClient, read_city: City) -> None:
    random = np.random.default_rng(2)
    west, south, east, north = read_city.tree.root.bbox
    lon, lat = random.uniform(west, east, 60), random.uniform(south, north, 60)
    exact = read_city.ground.placer.place(lon, lat)
    for x, y, number in zip(lon.tolist(), lat.tolist(), exact.tolist(), strict=True):
        body = reader.get(f"/api/v1/map/spot?level={read_city.tree.depth}&lon={x}&lat={y}&search={PERIOD}").get_json()
        assert (body["code"] if body else None) == (read_city.tree.by_id(number).code if number else None)


def test_a_spot_tells_value_and_n_of_its_area(reader: FlaskClient, read_city: City) -> None:
    area = read_city.tree.by_id(2)
    body = reader.get(f"/api/v1/map/spot?level=1&area=2&path=/&search={PERIOD}%26lang%3Den").get_json()
    asked = reader.get(f"/api/v1/kpi?key=reported&area={area.code}&from=2011-07-01&to=2011-07-31").get_json()
    assert body["name"] == area.name
    assert body["value"].split()[0] == (str(asked["n"]) if asked["n"] else "No")


def test_a_spot_without_a_place_is_a_clear_error(reader: FlaskClient) -> None:
    for query in ("lon=1", "lon=x&lat=1", "area=x"):
        assert reader.get(f"/api/v1/map/spot?level=1&{query}").status_code == 400
