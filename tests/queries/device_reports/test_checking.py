"""Bad rows are refused with the reason that mends them; good rows are read however the source writes them."""

from datetime import UTC, datetime, timedelta
from typing import Any

import pyarrow as pa
import pytest

from queries.device_reports.row_check import check_rows
from tests.cities.tiny.cases import AS_OF, local

ZONE = "Asia/Shanghai"
UNIT = {"unit": "u1", "kind": "grid_worker"}
DEVICE = {"device": "d1", "kind": "camera"}
HOUR = {"hour": "2024-06-10T10:00:00+08:00", "calls": 100}
CROWD = {"special_grid": "station", "quantity": "footfall", "value": 1200, "unit": "person"}
CROWD |= {"measured_at": AS_OF.isoformat()}
LATER = (AS_OF + timedelta(minutes=11)).isoformat()

BAD: list[tuple[str, Any, str]] = [
    ("units", "u1", "the row is no JSON object"),
    ("units", {"kind": "grid_worker"}, "no unit"),
    ("units", {"unit": "  ", "kind": "grid_worker"}, "no unit"),
    ("units", {"unit": "u1"}, "no kind"),
    ("units", {"unit": True, "kind": "fire"}, "unit: is no text"),
    ("units", {"unit": "u" * 501, "kind": "fire"}, "unit: is longer than 500 characters"),
    ("units", UNIT | {"duty": "perhaps"}, "duty: 'perhaps' is not known; write one of on, off, leave"),
    ("units", UNIT | {"lon": 113.05}, "lon without lat, or lat without lon"),
    ("units", UNIT | {"lon": 200, "lat": 34}, "lon and lat are no degrees"),
    ("units", UNIT | {"lon": "east", "lat": 34}, "lon: 'east' is no number"),
    ("units", UNIT | {"lon": float("nan"), "lat": 34.0}, "lon: is no finite number"),
    ("units", UNIT | {"seen_at": "yesterday"}, "seen_at: 'yesterday' is no time; write ISO 8601"),
    ("units", UNIT | {"seen_at": 1718000000}, "seen_at: '1718000000' is no time; write ISO 8601"),
    ("units", UNIT | {"seen_at": "0001-01-01T00:00:00+08:00"}, "seen_at: '0001-01-01T00:00:00+08:00' lies before 1900"),
    ("units", UNIT | {"seen_at": LATER}, "seen_at lies in the future"),
    ("units", {"kind": "grid_worker", "people": -3}, "people: '-3' is no whole number from 0 on"),
    ("devices", {"device": "d1", "kind": "toaster"}, "kind: 'toaster' is not known; write one of camera, water_level"),
    ("devices", DEVICE | {"status": ["online"]}, "status: is no text"),
    ("calls", {"calls": 3}, "no hour"),
    ("calls", HOUR | {"hour": "2024-06-10T10:15:00+08:00"}, "hour is not the beginning of an hour"),
    ("calls", HOUR | {"calls": 2.5}, "calls: '2.5' is no whole number from 0 on"),
    ("calls", HOUR | {"answered": 101}, "answered is more than calls"),
    ("calls", HOUR | {"answered": 90, "answered_15s": 91}, "answered_15s is more than answered"),
    ("partners", {"partner": "p1", "kind": "department", "link": "wobbly"}, "link: 'wobbly' is not known"),
    ("readings", {**CROWD, "special_grid": None}, "no device and no special_grid"),
    ("readings", CROWD | {"device": "d1"}, "a device and a special_grid; a reading is of one"),
    ("readings", CROWD | {"quantity": "happiness"}, "quantity: 'happiness' is not known; write one of footfall, cong"),
    ("readings", CROWD | {"unit": "index"}, "unit: footfall is measured in person"),
    ("readings", CROWD | {"unit": "万人"}, "unit: '万人' is not known; write one of person, index"),
    ("readings", {**CROWD, "unit": None}, "no unit"),
    ("readings", CROWD | {"value": -1}, "value: footfall lies between 0 and 500,000"),
    ("readings", CROWD | {"quantity": "拥堵指数", "unit": "指数", "value": 11}, "value: congestion lies between 1 and"),
    ("readings", CROWD | {"value": "many"}, "value: 'many' is no number"),
    ("readings", CROWD | {"measured_at": LATER}, "measured_at lies in the future"),
]


@pytest.mark.parametrize(("kind", "row", "reason"), BAD)
def test_a_bad_row_is_refused_with_its_reason_and_the_others_are_taken(kind: str, row: Any, reason: str) -> None:
    others = {"partners": {"partner": "p2", "kind": "system"}, "readings": CROWD}
    good = {"units": UNIT, "devices": DEVICE, "calls": HOUR, **others}[kind]
    table, refused = check_rows(kind, [good, row, good], zone=ZONE, now=AS_OF)
    assert [body.row for body in refused] == [1]
    assert refused[0].reason.startswith(reason)
    assert table.column("row").to_pylist() == [0, 2]


def utc(said: str) -> datetime:
    return local(said).astimezone(UTC).replace(tzinfo=None)


def test_another_kind_of_report_is_no_report() -> None:
    with pytest.raises(KeyError):
        check_rows("events", [{}], zone=ZONE)


def test_nothing_sent_is_nothing_read() -> None:
    table, refused = check_rows("devices", [], zone=ZONE)
    assert (table.num_rows, refused) == (0, [])


def test_columns_and_words_may_be_written_as_the_source_writes_them() -> None:
    row = {
        "设备编号": "d1",
        "类型": "摄像头",
        "经度": "113.05",
        "纬度": "34.05",
        "状态": "在线",
        "心跳时间": "2024-06-10 09:55",
    }
    table, refused = check_rows("devices", [row], zone=ZONE)
    assert refused == []
    body = table.to_pylist()[0]
    assert (body["device"], body["kind"], body["status"]) == ("d1", "camera", "online")
    assert (body["lon"], body["lat"], body["heartbeat_at"]) == (113.05, 34.05, utc("10 9:55"))


def test_a_mapping_names_the_columns_of_a_source() -> None:
    row = {"no": 7, "what": "smoke", "device": "something else"}
    table, refused = check_rows("devices", [row], zone=ZONE, mapping={"device": "no", "kind": "what"})
    assert refused == []
    assert table.column("device").to_pylist() == ["7"]


def test_a_time_without_a_zone_is_one_of_the_source() -> None:
    rows = [UNIT | {"seen_at": "2024-06-10T10:00:00+08:00"}, UNIT | {"seen_at": "2024-06-10T10:00:00"}]
    both, _ = check_rows("units", rows, zone=ZONE)
    assert both.column("seen_at").to_pylist() == [utc("10 10:00")] * 2
    elsewhere, _ = check_rows("units", rows[1:], zone="America/New_York")
    assert elsewhere.column("seen_at").to_pylist() == [utc("10 22:00")]


def test_zero_zero_is_no_place() -> None:
    table, refused = check_rows("units", [UNIT | {"lon": 0, "lat": 0}], zone=ZONE)
    assert (refused, table.column("lon").to_pylist()) == ([], [None])


def test_a_row_with_people_is_a_roster() -> None:
    rows = [{"kind": "grid_worker", "area": "E1", "people": 120}, UNIT]
    table, refused = check_rows("units", rows, zone=ZONE)
    assert refused == []
    assert {row["table"]: row["row"] for row in table.to_pylist()} == {"rosters": 0, "units": 1}


@pytest.mark.parametrize("kind", ["units", "devices", "calls"])
def test_a_table_of_texts_is_read_as_the_objects_are(kind: str) -> None:
    rows: dict[str, list[dict[str, Any]]] = {
        "units": [UNIT | {"lon": 113.05, "lat": 34.05, "speed": 3}, {"kind": "fire", "people": 12, "area": "E1"}],
        "devices": [DEVICE | {"heartbeat_at": "2024-06-10T10:00:00+08:00"}, DEVICE | {"lon": 1}],
        "calls": [HOUR | {"answered": 99}, HOUR | {"answered": 3.5}],
    }
    names = sorted({name for row in rows[kind] for name in row})
    texts = {
        name: pa.array([str(row[name]) if name in row else None for row in rows[kind]], pa.string()) for name in names
    }
    objects, refused = check_rows(kind, rows[kind], zone=ZONE)
    table, refused_too = check_rows(kind, pa.table(texts), zone=ZONE)
    assert table.equals(objects)
    assert [row.row for row in refused] == [row.row for row in refused_too]
