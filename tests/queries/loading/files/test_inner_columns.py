"""Values within objects of JSON rows: columns of their own, from files and deliveries alike; the object stays."""

import json
from pathlib import Path
from typing import Any

import pyarrow as pa
import pytest

from queries.conversion.case_numbers import numbers_of_rows
from queries.conversion.column_names import recognise
from queries.conversion.review.column_review import review_columns
from queries.intake.reception import Reception
from queries.recovery.rebuild import rebuild
from tests.cities.stored_bytes import found_in
from tests.queries.loading.conftest import SmallCity

PERSON = "jia@canary.example"
SEE_CLICK_FIX: dict[str, Any] = {
    "id": 7, "status": "Open", "summary": "Pothole", "created_at": "2024-03-01T09:05:00Z", "lat": 10.5, "lng": 0.5,
    "request_type": {"id": 3, "title": "Pothole", "organization": "Streets"},
    "reporter": {"id": 5, "name": PERSON, "html_url": f"https://example.org/{PERSON}"},
    "media": {"image_full": None}, "contact": {"name": PERSON, "topic": "roads"},
}  # fmt: skip
SHAPES: dict[str, tuple[dict[str, Any], str, tuple[object, ...]]] = {
    "SeeClickFix": (SEE_CLICK_FIX, "status_raw, category1, lon, lat", ("Open", "Pothole", 0.5, 10.5)),
    "Socrata location": (
        {"unique_key": 7, "created_date": "2024-03-01T09:05:00Z", "status": "Closed",
         "location": {"latitude": "10.5", "longitude": "0.5", "human_address": '{"city": "x"}'}},
        "lon, lat, address", (0.5, 10.5, None),
    ),
    "named objects": (
        {"id": 7, "created_at": "2024-03-01T09:05:00Z", "status": {"id": 1, "name": "open"},
         "category": [{"name": "Lamp", "slug": "l"}], "location": {"lat": 10.5, "lng": 0.5, "address": "1 Made Up St"},
         "agency": {"code": "P", "title": "Parks"}},
        "status_raw, category1, address, department, lat", ("open", "Lamp", "1 Made Up St", "Parks", 10.5),
    ),
    "codes": (
        {"id": 7, "created_at": "2024-03-01T09:05:00Z", "owner": {"id": 5}, "category": {"code": "L", "id": 9},
         "channel": {"slug": "web", "name": None}},
        "department, category1, channel_raw", ("5", "L", None),
    ),
    "JSON:API": (
        {"id": 7, "type": "requests", "attributes": {
            "requested_datetime": "2024-03-01T09:05:00Z", "status": {"name": "closed"}, "service_name": "Lamp"},
         "geometry": {"type": "Point", "coordinates": [0.5, 10.5]}},
        "status, category1, lon", ("closed", "Lamp", 0.5),
    ),
    "Mongo": (
        {"_id": {"$oid": "7"}, "created_at": {"$date": "2024-03-01T09:05:00Z"}, "status": "Open"},
        "strftime(reported_at, '%d %H:%M')", ("01 09:05",),
    ),
    "canonical times": (
        {"_id": {"$oid": "7"}, "created_at": {"$date": {"$numberLong": "1709283900000"}}, "status": "Open"},
        "strftime(reported_at, '%d %H:%M')", ("01 09:05",),
    ),
    "FixMyStreet": (
        {"service_request_id": "7", "requested_datetime": "2024-03-01T09:05:00Z", "status": "open",
         "extended_attributes": {"title": "Hole", "user": {"name": PERSON}}},
        "strftime(reported_at, '%d %H:%M')", ("01 09:05",),
    ),
}  # fmt: skip


def test_what_a_row_says_within_objects_is_read_whatever_way_it_comes(city: SmallCity) -> None:
    reception = Reception(city.context)
    for shape, (row, _, _) in SHAPES.items():
        feature = {"type": "Feature", "geometry": None, "properties": row}
        texts = {
            "array": json.dumps([row, row], indent=1),
            "lines": json.dumps(row),
            "features": json.dumps({"type": "FeatureCollection", "features": [feature]}),
        }
        for way, text in texts.items():
            assert city.load_text(text, "cases.json", source=f"{way} {shape}").loaded == 1
        assert reception.accept(f"delivery {shape}", "events", [row]).accepted == 1
    reception.apply_waiting()
    for shape, (_, columns, expected) in SHAPES.items():
        found = city.rows(f"SELECT source, {columns} FROM city.events WHERE contains(source, '{shape}')")  # noqa: S608
        assert len(found) == 4
        assert {tuple(values) for _, *values in found} == {expected}, found
    assert found_in(city.folder / "city" / "landing", (PERSON,)) == []
    before = city.versions()
    rebuild(city.context)
    assert city.versions() == before


def test_the_object_stays_and_each_value_of_it_can_be_named(city: SmallCity, tmp_path: Path) -> None:
    path = tmp_path / "cases.json"
    path.write_text(json.dumps([SEE_CLICK_FIX | {"request_type": {"id": n, "kind": f"k{n}"}, "id": n} for n in (1, 2)]))
    found = {column.name: column for column in review_columns(path).columns}
    assert [text for text, _ in found["request_type.kind"].examples] == ["k1", "k2"]
    assert found["request_type"].examples[0][0] == '{"id":1,"kind":"k1"}'
    assert found["reporter.name"].certainty == found["contact.name"].certainty == "withheld"
    summary = city.load(path, mapping={"category1": "request_type.kind", "text": "request_type"})
    assert city.case("1", "category1, text") == ("k1", '{"id":1,"kind":"k1"}')
    assert "request_type.id" not in summary.unrecognised
    assert {"reporter", "contact.name"} <= set(summary.withheld)
    assert "reporter.name" not in summary.withheld


def test_a_plain_value_in_the_place_of_an_object_counts_too(city: SmallCity) -> None:
    rows = [{"id": 1, "status": {"name": "open"}}, {"id": 2, "status": "closed"}, {"id": 3, "status": {"name": None}}]
    summary = city.load_text(json.dumps([row | {"created_at": "2024-03-01"} for row in rows]), "cases.json")
    raw = "SELECT status_raw FROM city.events ORDER BY source_id"
    assert city.rows(raw) == [("open",), ("closed",), (None,)]
    assert any("status in status.name" in warning for warning in summary.warnings)


def test_of_a_list_only_a_single_object_gives_values(city: SmallCity) -> None:
    rows = [
        {"id": 1, "created_at": "2024-03-01", "category": [{"name": "Lamp"}]},
        {"id": 2, "created_at": "2024-03-01", "category": [{"name": "Lamp"}, {"name": "Road"}]},
    ]
    summary = city.load_text(json.dumps(rows), "cases.json")
    assert city.rows("SELECT category1 FROM city.events ORDER BY source_id") == [("Lamp",), (None,)]
    assert any("only where it holds one object" in warning for warning in summary.warnings)


def test_what_is_too_much_or_too_deep_stays_in_the_column_of_its_object_and_is_said(city: SmallCity) -> None:
    deep = {"a": {"b": {"c": {"d": {"e": 1}}}}}
    row = {"id": 1, "created_at": "2024-03-01", "more": {f"k{n:03}": n for n in range(150)}, "deep": deep}
    summary = city.load_text(json.dumps(row), "cases.json")
    said = [warning for warning in summary.warnings if "stay only in the column of their object" in warning]
    assert summary.loaded == 1
    assert len(said) == 1
    assert summary.unrecognised == ("deep", "more")


def test_what_a_mapping_declares_as_personal_within_an_object_is_left_out_of_it_too(city: SmallCity) -> None:
    row = {"id": 1, "created_at": "2024-03-01", "info": {"remark": PERSON, "kind": "x"}}
    city.load_text(json.dumps([row]), "cases.json", mapping={"personal": ["info.remark"], "text": "info"})
    assert city.case("1", "text") == ('{"kind": "x"}',)
    assert found_in(city.folder / "city" / "landing", (PERSON,)) == []


def test_a_number_made_of_a_row_is_made_of_its_whole_columns(city: SmallCity) -> None:
    row = {"created_at": "2024-03-01", "kind": "Lamp", "place": "x"}
    other = row | {"place": {"lat": 10.5, "lng": 0.5}}
    city.load_text(json.dumps([row, other]), "cases.json")
    number = numbers_of_rows(pa.Table.from_pylist([row]), list(row))[0].as_py()
    assert city.case(number, "lon") == (None,)
    assert city.rows("SELECT lon, lat FROM city.events WHERE lon IS NOT NULL") == [(0.5, 10.5)]


@pytest.mark.parametrize("name", ["comments.created_at", "user.id", "agency.lat"])
def test_a_value_within_another_thing_is_not_taken_for_that_of_the_case(name: str) -> None:
    assert recognise([name.partition(".")[0], name, f"{name.partition('.')[0]}.lng"]).inner == ()


@pytest.mark.parametrize("depth", [40, 500])
def test_a_header_of_names_within_names_is_read(city: SmallCity, depth: int) -> None:
    """A header of 1.6 kB kept a load busy for ever, one of 250 kB ended it."""
    chain = [".".join(["a"] * number) for number in range(1, depth + 1)]
    summary = city.load_text(",".join(["case_id", "reported_at", *chain]) + "\n1,2024-03-01 10:00" + ",x" * depth)
    assert summary.loaded == 1
