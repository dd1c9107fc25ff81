"""Where cases are put: point, named area, root; default points are a property of all cases of a source."""

from dataclasses import replace
from pathlib import Path
from typing import Literal

import numpy as np
import pyarrow as pa
import pytest

from geodata.city.profile import SourceProfile
from geodata.coordinates.crs import from_wgs84
from queries.conversion.case_places import AreaNames
from tests.queries.loading.conftest import SmallCity, open_small_city

HEADER = "id,open_dt,lon,lat,neighborhood\n"
CITY_HALL = "1.25,10.25"


def rows(first: int, count: int, point: str, area: str = "") -> str:
    return "".join(f"{n},2011-07-01,{point},{area}\n" for n in range(first, first + count))


def spread(first: int, count: int) -> str:
    return "".join(f"{n},2011-07-01,{0.1 + n / 10_000:.4f},10.5,\n" for n in range(first, first + count))


def test_the_point_wins_over_the_named_area_and_the_disagreement_is_counted(city: SmallCity) -> None:
    summary = city.load_text(
        HEADER + "1,2011-07-01,0.5,10.5,East Side\n2,2011-07-01,0.5,10.5,west side\n3,2011-07-01,,,Old harbour\n"
    )
    assert city.rows("SELECT area_id, placed_by FROM city.events ORDER BY source_id") == [
        (2, "point"),
        (2, "point"),
        (3, "area"),
    ]
    assert summary.disagreements == 1
    assert summary.placed_by == {"area": 1, "point": 2}
    assert "1 case lies outside the area that it names; the point was believed." in summary.warnings


def test_a_point_shared_by_too_many_is_not_trusted_and_named_areas_stand_in(city: SmallCity) -> None:
    shared = rows(1, 20, CITY_HALL) + rows(21, 5, CITY_HALL, "West Side")
    summary = city.load_text(HEADER + shared + spread(100, 300))
    assert summary.default_points == ((1.25, 10.25, 25),)
    assert "25 cases share the point (10.2500, 1.2500); it is taken for a default and not trusted." in summary.warnings
    placed = (
        "SELECT placed_by, area_id, count(*) FROM city.events WHERE point_status = 'default' GROUP BY ALL ORDER BY ALL"
    )
    assert city.rows(placed) == [("area", 2, 5), ("none", 1, 20)]


def test_a_default_point_becomes_trusted_again_when_its_share_falls_and_the_history_follows(city: SmallCity) -> None:
    city.load_text(HEADER + rows(1, 20, CITY_HALL) + "1,2011-06-01," + CITY_HALL + ",\n", "a.csv")
    status = "SELECT point_status, count(*) FROM city.{} GROUP BY ALL"
    assert city.rows(status.format("events")) == [("default", 20)]
    assert city.rows(status.format("event_history")) == [("default", 1)]
    city.load_text(HEADER + spread(100, 2_000), "b.csv")
    assert city.rows("SELECT count(*) FROM city.default_points") == [(0,)]
    assert city.rows("SELECT DISTINCT point_status, area_id FROM city.event_history") == [("trusted", 3)]
    city.load_text(HEADER + rows(5_000, 20, CITY_HALL), "c.csv")
    assert city.rows("SELECT n FROM city.default_points") == [(40,)]
    assert city.rows("SELECT DISTINCT point_status, area_id FROM city.event_history") == [("default", 1)]


def test_re_placing_does_not_make_a_new_version(city: SmallCity) -> None:
    city.load_text(HEADER + rows(1, 20, CITY_HALL), "a.csv")
    city.load_text(HEADER + spread(100, 2_000), "b.csv")
    assert city.load_text(HEADER + rows(1, 20, CITY_HALL), "again.csv").duplicate == 20


def test_a_path_of_named_areas_is_followed_as_far_as_it_is_known(city: SmallCity) -> None:
    header = "id,open_dt,所属区县,所属街道,区划代码\n"
    summary = city.load_text(
        header + "1,2011-07-01,East Side,Nowhere,\n2,2011-07-01,,,A1\n3,2011-07-01,,Nowhere,\n4,2011-07-01,,,\n"
    )
    assert summary.loaded == 4
    assert city.rows("SELECT area_id, area_name FROM city.events ORDER BY source_id") == [
        (3, "East Side › Nowhere"),
        (2, None),
        (1, "Nowhere"),
        (1, None),
    ]


@pytest.mark.parametrize("crs", ["GCJ-02", "BD-09"])
def test_declared_offsets_are_undone(tmp_path: Path, crs: Literal["GCJ-02", "BD-09"]) -> None:
    city = open_small_city(tmp_path, cases=SourceProfile(crs=crs))
    lon, lat = from_wgs84(0.75, 10.5, crs)
    city.load_text(HEADER + f"1,2011-07-01,{lon},{lat},\n")
    [(stored, system)] = city.rows("SELECT lon, crs_source FROM city.events")
    assert stored == pytest.approx(0.75, abs=1e-6)
    assert system == crs
    city.store.close()


def test_a_name_that_several_areas_share_means_none_of_them(city: SmallCity) -> None:
    twins = replace(city.tree, name=np.array(["small", "Twin", "twin "], dtype=object))
    names = AreaNames(twins, {})
    assert names.named(None, pa.array(["TWIN", "Small", None])).tolist() == [0, 1, 0]
    assert names.named(None, None).tolist() == []


def test_areas_that_the_city_does_not_have_are_named_where_nothing_else_tells_the_place(city: SmallCity) -> None:
    summary = city.load_text(HEADER + "1,2011-07-01,,,Far Side\n2,2011-07-01,0.5,10.5,Far Side\n3,2011-07-01,,,small\n")
    [said] = [line for line in summary.warnings if "that the city does not have" in line]
    assert said.startswith("1 row names an area")
    assert "'Far Side' (row 2)" in said
    assert "[aliases]" in said


@pytest.mark.parametrize(
    ("header", "value"), [("区划代码", "east side"), ("neighborhood", "A2"), ("neighborhood", "Old harbour")]
)
def test_a_name_stands_in_the_column_of_codes_as_well_and_a_code_in_that_of_names(
    city: SmallCity, header: str, value: str
) -> None:
    city.load_text(f"id,open_dt,{header}\n1,2011-07-01,{value}\n")
    assert city.rows("SELECT area_id FROM city.events") == [(3,)]
