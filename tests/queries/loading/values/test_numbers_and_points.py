"""Decimal commas, and points that stand in one column."""

import json

import pytest

from tests.queries.loading.conftest import SmallCity

POINTS = "SELECT lon, lat, placed_by FROM city.events ORDER BY source_id"


def test_decimal_commas_are_read_and_said(city: SmallCity) -> None:
    rows = "".join(f"{n};2024-03-01 08:00;10,5;0,{n}\n" for n in range(1, 6))
    summary = city.load_text("CaseID;created_date;lat;lon\n" + rows)
    assert city.rows(POINTS) == [(n / 10, 10.5, "point") for n in range(1, 6)]
    assert "5 values of lat were read with a comma: '10,5' (row 2), '10,5' (row 3), '10,5' (row 4)." in summary.warnings


@pytest.mark.parametrize("lat", ["10,500", "10,5", "+10,50", " 10,5 ", "10,5°"])
def test_three_digits_behind_a_comma_are_decimals_of_degrees(city: SmallCity, lat: str) -> None:
    city.load_text(f"CaseID;created_date;lat;lon\n1;2024-03-01;{lat};0,5\n")
    assert city.rows(POINTS) == [(0.5, 10.5, "point")]


POINTS_AS_TEXT = r"""
(10.5, 0.5)
10.5,0.5
[10.5, 0.5]
10.5 0.5
10,5; 0,5
POINT (0.5 10.5)
point(0.5 10.5)
SRID=4326;POINT(0.5 10.5)
POINT Z (0.5 10.5 3)
0101000000000000000000E03F0000000000002540
{"type":"Point","coordinates":[0.5,10.5]}
{"latitude":"10.5","longitude":"0.5","human_address":"{}"}
{"lng":0.5,"lat":10.5}
{'latitude': '10.5', 'longitude': '0.5'}
(0.5, 10.5)
POINT (10.5 0.5)
"""


@pytest.mark.parametrize("text", POINTS_AS_TEXT.strip().splitlines())
def test_a_point_in_one_column_is_read_in_the_order_that_lies_in_the_city(city: SmallCity, text: str) -> None:
    quoted = text.replace('"', '""')
    city.load_text(f'CaseID,created_date,Point\n1,2024-03-01,"{quoted}"\n2,2024-03-01,\n3,2024-03-01,NA\n')
    assert city.rows(POINTS) == [(0.5, 10.5, "point"), (None, None, "none"), (None, None, "none")]


def test_the_order_is_said(city: SmallCity) -> None:
    summary = city.load_text('CaseID,created_date,Point\n1,2024-03-01,"(10.5, 0.5)"\n')
    assert "Points such as '(10.5, 0.5)' (row 2) were read as latitude, longitude." in summary.warnings
    summary = city.load_text('CaseID,created_date,Point\n2,2024-03-01,"(0.5, 10.5)"\n', "b.csv")
    said = "Points such as '(0.5, 10.5)' (row 2) were read as longitude, latitude because only so they lie in the city."
    assert said in summary.warnings


def test_a_column_called_location_may_hold_points_or_addresses(city: SmallCity) -> None:
    rows = '1,2024-03-01,POINT (0.5 10.5)\n2,2024-03-01,"5 Main St\nTown\n(10.5, 1.5)"\n3,2024-03-01,7 Side St\n'
    city.load_text("CaseID,created_date,Location\n" + rows)
    assert city.rows(POINTS) == [(0.5, 10.5, "point"), (1.5, 10.5, "point"), (None, None, "none")]
    addresses = city.rows("SELECT address FROM city.events ORDER BY source_id")
    assert addresses == [(None,), ("5 Main St\nTown",), ("7 Side St",)]


def test_what_is_no_point_is_named(city: SmallCity) -> None:
    summary = city.load_text('CaseID,created_date,Point\n1,2024-03-01,"(10.5, 0.5)"\n2,2024-03-01,somewhere\n')
    assert "1 value of point is no point and was left empty: 'somewhere' (row 3)." in summary.warnings


def test_objects_of_json_lines_are_points(city: SmallCity) -> None:
    rows = [
        {"case_id": 1, "open_dt": "2024-03-01", "location": {"latitude": "10.5", "longitude": "0.5"}},
        {"case_id": 2, "open_dt": "2024-03-01", "location": {"type": "Point", "coordinates": [0.5, 10.5]}},
    ]
    city.load_text("\n".join(map(json.dumps, rows)), "a.jsonl")
    assert city.rows(POINTS) == [(0.5, 10.5, "point")] * 2
