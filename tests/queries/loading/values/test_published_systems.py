"""Points of cases in published coordinate systems (EPSG): where they lie, which axis is which, and what is said."""

import json
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import numpy as np
import pyproj
import pytest
import shapely

from geodata.city.profile import SourceProfile, load_profile, write_profile
from geodata.errors import ProfileError
from geodata.founding.new_city import create_city
from queries.city import City
from queries.city_context import CityContext
from queries.conversion.mapping_suggestion import suggest_mapping
from queries.errors import FileRefused, MappingRefused
from tests.cities.deliveries import deliver
from tests.queries.loading.conftest import SmallCity

STUTTGART, BERN, NEW_YORK = (9.1, 48.75), (7.42, 46.93), (-74.0, 40.7)
SHENZHEN, HONG_KONG = (114.0, 22.55), (114.15, 22.28)
SIZE = 0.05
PLACES = "SELECT source_id, round(lon, 5), round(lat, 5), placed_by FROM city.events ORDER BY source_id"
UNITS = "SELECT round(lon, 5), round(lat, 5) FROM city.units"


def small_city(folder: Path, place: tuple[float, float], **about: Any) -> SmallCity:
    """A city of two squares side by side, its south-west corner at `place`, with the source `cases`."""
    lon, lat = place
    boxes = [shapely.box(lon + n * SIZE, lat, lon + (n + 1) * SIZE, lat + SIZE) for n in (0, 1)]
    features = [
        {"type": "Feature", "properties": {"name": f"Ward {n}"}, "geometry": shapely.geometry.mapping(box)}
        for n, box in enumerate(boxes)
    ]
    (folder / "ward.geojson").write_text(json.dumps({"type": "FeatureCollection", "features": features}))
    create_city(folder / "city", "town", [(None, folder / "ward.geojson")], "UTC", title_en="Town")
    profile = load_profile(folder / "city")
    sources = {"cases": SourceProfile.model_validate(about)} if about else {}
    write_profile(profile.model_copy(update={"sources": sources}), folder / "city")
    return SmallCity(folder, CityContext.open(folder / "city"))


def spread(place: tuple[float, float], rows: int = 12) -> list[tuple[float, float]]:
    """Places in the western square, not in a row or column."""
    return [(place[0] + 0.002 + n * 0.003, place[1] + 0.004 + (n * 7 % 12) * 0.0035) for n in range(rows)]


def projected(places: list[tuple[float, float]], system: str) -> list[tuple[float, float]]:
    """Eastings and northings, as another program writes them."""
    x, y = pyproj.Transformer.from_crs(4326, system, always_xy=True).transform(*np.array(places).T)
    return list(zip(x.round(3).tolist(), y.round(3).tolist(), strict=True))


def table(header: str, cells: list[str]) -> str:
    return f"id;created;{header}\n" + "".join(f"{n};2024-05-01;{cell}\n" for n, cell in enumerate(cells, 10))


def lie_where_they_should(city: SmallCity, places: list[tuple[float, float]]) -> bool:
    stored = city.rows(PLACES)
    assert {placed_by for *_, placed_by in stored} == {"point"}
    return bool(np.abs(np.array([row[1:3] for row in stored], dtype=float) - places).max() < 3e-5)


@pytest.mark.parametrize(
    ("place", "system"),
    [
        (NEW_YORK, "EPSG:2263"), (STUTTGART, "EPSG:31467"), (STUTTGART, "EPSG:25832"), (BERN, "EPSG:2056"),
        (STUTTGART, "EPSG:3857"), (HONG_KONG, "EPSG:2326"), (SHENZHEN, "EPSG:4547"), (NEW_YORK, "ESRI:102718"),
    ],
)  # fmt: skip
def test_eastings_and_northings_lie_where_they_should_in_either_order(
    tmp_path: Path, place: tuple[float, float], system: str
) -> None:
    places = spread(place)
    points = projected(places, system)
    city = small_city(tmp_path, place, crs=system)
    summary = city.load_text(table("easting;northing", [f"{x};{y}" for x, y in points]))
    assert lie_where_they_should(city, places)
    [said] = [text for text in summary.warnings if "Coordinates were read" in text]
    assert f"as easting, northing in {system} (" in said
    assert "accuracy of the conversion: " in said
    turned = city.load_text(table("easting;northing", [f"{y};{x}" for x, y in points]), "turned.csv")
    assert lie_where_they_should(city, places)
    assert any("as northing, easting" in text and "only so they lie in the city" in text for text in turned.warnings)
    assert city.rows("SELECT DISTINCT crs_source FROM city.events") == [(system,)]
    city.store.close()


def test_the_old_observatory_of_bern_lies_at_its_published_degrees(tmp_path: Path) -> None:
    city = small_city(tmp_path, BERN, crs="2056")
    city.load_text(table("E;N", ["2600000;1200000"]))
    [(_, lon, lat, _)] = city.rows(PLACES)
    assert (lon, lat) == pytest.approx((7.43864, 46.95108), abs=2e-5)  # swisstopo: 7°26'19.08" E, 46°57'03.9" N
    city.store.close()


@pytest.fixture
def stuttgart(tmp_path: Path) -> Iterator[SmallCity]:
    city = small_city(tmp_path, STUTTGART, crs="EPSG:25832")
    yield city
    city.store.close()


@pytest.mark.parametrize("writing", ["POINT ({x} {y})", "SRID=25832;POINT({x} {y})", "({x}, {y})", "{y}, {x}"])
def test_points_in_one_column(stuttgart: SmallCity, writing: str) -> None:
    places = spread(STUTTGART)
    cells = [f'"{writing.format(x=x, y=y)}"' for x, y in projected(places, "EPSG:25832")]
    stuttgart.load_text(table("wkt", cells))
    assert lie_where_they_should(stuttgart, places)


def test_decimal_commas_and_missing_points_and_zeros(stuttgart: SmallCity) -> None:
    [(x, y)] = projected([(9.12, 48.77)], "EPSG:25832")
    comma = f"{x};{y}".replace(".", ",")
    summary = stuttgart.load_text(table("Rechtswert;Hochwert", [comma, ";", "0;0", "9e9;9e30"]))
    assert summary.points == {"trusted": 1, "missing": 2, "zero": 1}
    assert any(text.startswith("1 point is no place in EPSG:25832 and was left empty") for text in summary.warnings)
    assert stuttgart.rows(PLACES)[0] == ("10", 9.12, 48.77, "point")


def test_a_wrong_system_is_refused_with_those_that_would_be_right(tmp_path: Path) -> None:
    city = small_city(tmp_path, NEW_YORK, crs="EPSG:25832")
    cells = [f"{x};{y}" for x, y in projected(spread(NEW_YORK), "EPSG:2263")]
    with pytest.raises(FileRefused, match=r"not in EPSG:25832 .* would lie in the city as EPSG:2263 .*right one with"):
        city.load_text(table("x;y", cells))
    with pytest.raises(FileRefused, match="look like degrees: give --crs WGS-84"):
        city.load_text(table("lon;lat", [f"{x};{y}" for x, y in spread(NEW_YORK)]))
    assert city.count() == 0
    city.store.close()


def test_metres_without_a_system_are_refused_until_one_is_named_or_the_points_are_left_out(tmp_path: Path) -> None:
    city = small_city(tmp_path, BERN)
    text = table("lon;lat", [f"{x};{y}" for x, y in projected(spread(BERN), "EPSG:2056")])
    with pytest.raises(FileRefused, match=r"100% of the points are no degrees .* EPSG:2056 \(CH1903\+ / LV95\)"):
        city.load_text(text)
    assert city.load_text(text, mapping={"lon": "", "lat": ""}).loaded == 12
    changed = city.load_text(text, mapping={"crs": "EPSG:2056", "lon": "lon", "lat": "lat"})
    assert changed.loaded == 12
    assert lie_where_they_should(city, spread(BERN))
    city.store.close()


def test_columns_that_look_like_coordinates_are_asked_about(tmp_path: Path) -> None:
    city = small_city(tmp_path, BERN)
    summary = city.load_text(table("e;n", ["2600000;1200000"]))
    assert any("columns 'e' and 'n' look like coordinates and were not used" in text for text in summary.warnings)
    city.store.close()


def test_of_degrees_and_eastings_in_one_file_the_system_says_which_are_meant(tmp_path: Path) -> None:
    places = spread(NEW_YORK)
    feet = projected(places, "EPSG:2263")
    header = "Longitude;Latitude;X Coordinate (State Plane);Y Coordinate (State Plane)"
    cells = [f"{lon};{lat};{x};{y}" for (lon, lat), (x, y) in zip(places, feet, strict=True)]
    for number, crs in enumerate(("WGS-84", "EPSG:2263")):
        (tmp_path / str(number)).mkdir()
        city = small_city(tmp_path / str(number), NEW_YORK, crs=crs)
        summary = city.load_text(table(header, cells))
        assert lie_where_they_should(city, places)
        assert any("in EPSG:2263" in text for text in summary.warnings) == (crs == "EPSG:2263")
        city.store.close()


def test_an_unknown_code_is_a_sentence_with_what_to_write(tmp_path: Path) -> None:
    city = small_city(tmp_path, BERN)
    with pytest.raises(MappingRefused, match=r"'EPSG:99999' is no coordinate system known here; write WGS-84, .*25832"):
        city.load_text(table("e;n", ["2600000;1200000"]), mapping={"crs": "EPSG:99999"})
    city.store.close()
    profile = tmp_path / "city" / "city.toml"
    for wrong, sentence in (('crs = "EPSG:1"', "no coordinate system"), ('mapping = { crs = "2056" }', "beside its")):
        profile.write_text(profile.read_text().split("[sources")[0] + f"\n[sources.cases]\n{wrong}\n")
        with pytest.raises(ProfileError, match=sentence):
            load_profile(profile)


def test_a_mapping_that_columns_wrote_names_the_system(stuttgart: SmallCity) -> None:
    places = spread(STUTTGART)
    file = stuttgart.folder / "gk.csv"
    file.write_text(table("x;y", [f"{x};{y}" for x, y in projected(places, "EPSG:31467")]))
    assert 'are used when crs = "EPSG:…" names their system' in suggest_mapping(file)
    text = suggest_mapping(file, {"crs": "31467"})
    assert 'crs = "31467"' in text
    assert "→ 9.10" in text
    (stuttgart.folder / "mapping.toml").write_text(text)
    stuttgart.load(file, mapping=stuttgart.folder / "mapping.toml")
    assert lie_where_they_should(stuttgart, places)


def test_what_is_posted_is_judged_row_by_row(tmp_path: Path) -> None:
    small_city(tmp_path, STUTTGART, crs="EPSG:25832").store.close()
    places = spread(STUTTGART, 2)
    (x, y), (other_x, other_y) = projected(places, "EPSG:25832")
    profile = load_profile(tmp_path / "city")
    units = SourceProfile(kind="units", crs="EPSG:25832")
    write_profile(profile.model_copy(update={"sources": profile.sources | {"cars": units}}), tmp_path / "city")
    with City.open(tmp_path / "city") as city:
        reception = city.acts.reception()
        reception.start()
        case = {"reported_at": "2024-05-01T08:00:00Z"}
        for row in ({"id": "10", "easting": x, "northing": y}, {"id": "11", "lon": other_y, "lat": other_x}):
            assert reception.accept("cases", "events", [case | row]).refused == ()
        reception.stop()
        car = {
            "kind": "patrol_car",
            "home_area": "Ward 0",
            "on_duty": True,
            "status": "idle",
            "seen_at": "2024-05-01T08:00Z",
        }
        cars = [
            {"unit": "a", "lon": x, "lat": y},
            {"unit": "b", "lon": y, "lat": x},
            {"unit": "c", "lon": 9e30, "lat": 9e30},
        ]
        refused = deliver(city, "units", *(car | one for one in cars)).refused
        assert [(row.row, row.reason) for row in refused] == [(2, "lon and lat are no place in EPSG:25832")]
        stored = SmallCity(tmp_path, city._context)
        assert lie_where_they_should(stored, places)
        seen = stored.rows(UNITS)
        assert seen == [pytest.approx(places[0], abs=2e-5)] * 2
        before = stored.rows(PLACES)
        city.acts.rebuild()
        assert stored.rows(PLACES) == before


@pytest.mark.parametrize(
    ("place", "system", "said"),
    [
        (STUTTGART, "EPSG:31467", "about 3 m (about 1 m with a grid file that is not installed here)"),
        (STUTTGART, "EPSG:25832", "about 1 m"), (STUTTGART, "EPSG:3857", "exact"),
        (SHENZHEN, "EPSG:4547", "as CGCS2000 is taken for WGS-84"),
        (SHENZHEN, "EPSG:2383", "no conversion of its datum (Xian 1980) is published"),
    ],
)  # fmt: skip
def test_the_accuracy_is_said_and_nothing_is_fetched(
    tmp_path: Path, place: tuple[float, float], system: str, said: str
) -> None:
    city = small_city(tmp_path, place, crs=system)
    summary = city.load_text(table("x;y", [f"{x};{y}" for x, y in projected(spread(place), system)]))
    assert any(text.endswith(f"{said}.") or said in text for text in summary.warnings)
    assert not pyproj.network.is_network_enabled()
    city.store.close()
