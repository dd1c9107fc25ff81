"""Points whose value or file states the coordinate system that they are in: EWKT, EWKB, the `crs` of GeoJSON."""

import json
from pathlib import Path
from typing import Any

import pytest
import shapely

from queries.conversion.file_outlook import file_outlook
from queries.conversion.review.column_review import review_columns
from queries.recovery.rebuild import rebuild
from tests.queries.loading.conftest import SmallCity
from tests.queries.loading.values.test_published_systems import NEW_YORK, PLACES, projected, small_city, spread, table

FEET, CRS84 = "urn:ogc:def:crs:EPSG::2263", "urn:ogc:def:crs:OGC:1.3:CRS84"


def collection(points: list[tuple[float, float]], crs: str, **properties: Any) -> str:
    features = [
        {
            "type": "Feature",
            "properties": {"id": str(number), "created": "2024-05-01", **properties},
            "geometry": {"type": "Point", "coordinates": point},
        }
        for number, point in enumerate(points, 10)
    ]
    about = {"type": "name", "properties": {"name": crs}}
    return json.dumps({"type": "FeatureCollection", "features": features, "crs": about})


def placed(city: SmallCity) -> list[tuple[float, float]]:
    return [(lon, lat) for _, lon, lat, by in city.rows(PLACES) if by == "point"]


def near(found: list[tuple[float, float]], wanted: list[tuple[float, float]]) -> bool:
    return len(found) == len(wanted) and all(
        abs(lon - x) < 2e-4 and abs(lat - y) < 2e-4 for (lon, lat), (x, y) in zip(found, wanted, strict=True)
    )


@pytest.mark.parametrize("writing", ["ewkt", "ewkb", "geojson"])
def test_a_value_states_its_own_system(tmp_path: Path, writing: str) -> None:
    city, points = small_city(tmp_path, NEW_YORK), spread(NEW_YORK, 6)
    cells = []
    for (x, y), (lon, lat) in zip(projected(points, "EPSG:2263"), points, strict=True):
        in_feet, in_degrees = shapely.Point(x, y), shapely.Point(lon, lat)
        match writing:
            case "ewkt":
                cells += [f"SRID=2263;POINT({x} {y})", f" srid=4326;POINT({lon} {lat})"]
            case "ewkb":
                for point, code in ((in_feet, 2263), (in_degrees, 4326)):
                    cells.append(shapely.to_wkb(shapely.set_srid(point, code), hex=True, include_srid=True))
            case _:
                crs = {"type": "name", "properties": {"name": "EPSG:2263"}}
                cells += [json.dumps({"type": "Point", "coordinates": [x, y], "crs": crs}), f"POINT ({lon} {lat})"]
    quoted = ['"' + cell.replace('"', '""') + '"' for cell in cells]
    summary = city.load_text(table("point", quoted))
    assert near(placed(city), [point for point in points for _ in range(2)])
    assert [line for line in summary.warnings if "6 points were read in EPSG:2263" in line and "(row 2)" in line]
    city.store.close()


def test_a_collection_states_the_system_of_its_points(tmp_path: Path) -> None:
    """Also where the `crs` follows the features, in what is looked at before, and at a rebuild of the rows kept."""
    city, points = small_city(tmp_path, NEW_YORK), spread(NEW_YORK)
    summary = city.load_text(collection(projected(points, "EPSG:2263"), FEET), "feet.geojson")
    assert near(placed(city), points)
    assert [line for line in summary.warnings if "12 points were read in EPSG:2263" in line]
    box = file_outlook(tmp_path / "feet.geojson").box
    assert box
    assert abs(box[0] - NEW_YORK[0]) < 0.01
    assert any("EPSG:2263" in note for note in review_columns(tmp_path / "feet.geojson").notes)
    rebuild(city.context)
    assert near(placed(city), points)
    city.store.close()


def test_what_is_declared_stands_above_what_a_file_states_and_the_contradiction_is_said(tmp_path: Path) -> None:
    city, points = small_city(tmp_path, NEW_YORK, crs="EPSG:2263"), spread(NEW_YORK)
    summary = city.load_text(collection(projected(points, "EPSG:2263"), "EPSG:32618"), "wrong.geojson")
    assert near(placed(city), points)
    assert [line for line in summary.warnings if "states EPSG:32618" in line and "read in EPSG:2263" in line]
    agreeing = city.load_text(collection(projected(points, "EPSG:2263"), FEET), "right.geojson")
    assert not [line for line in agreeing.warnings if "--crs" in line]
    city.store.close()


def test_degrees_that_a_file_calls_feet_are_degrees(tmp_path: Path) -> None:
    city, points = small_city(tmp_path, NEW_YORK), spread(NEW_YORK)
    summary = city.load_text(collection(points, FEET), "degrees.geojson")
    assert near(placed(city), points)
    assert [line for line in summary.warnings if "read as degrees" in line and "EPSG:2263" in line]
    plain = city.load_text(collection(points, CRS84), "plain.geojson")
    assert not [line for line in plain.warnings if "points" in line and "states that" not in line]
    city.store.close()


def test_a_system_that_is_not_known_is_said(tmp_path: Path) -> None:
    city = small_city(tmp_path, NEW_YORK)
    summary = city.load_text(collection(spread(NEW_YORK), "urn:town:grid"), "odd.geojson")
    assert [line for line in summary.warnings if "not known here, 'urn:town:grid'" in line]
    city.store.close()
