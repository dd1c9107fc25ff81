"""What a source is told when it delivers, and what becomes of its rows."""

import threading
from datetime import UTC, datetime, timedelta
from pathlib import Path
from unittest import mock

import pytest

from queries.calendar.clock import Clock
from queries.city_context import CityContext
from queries.device_reports.row_check import RefusedRow
from queries.errors import IntakeFull
from queries.intake.reception import Reception
from queries.loading.summary import LoadSummary
from queries.recovery.agreement import reconcile
from queries.recovery.rebuild import rebuild
from tests.queries.intake.conftest import applied, case, everything, landing, new_city, rows_of, versions


def test_good_rows_are_accepted_and_soon_to_be_seen(city: CityContext, reception: Reception) -> None:
    receipt = reception.accept("posted", "events", [case(1, lon=0.5, lat=10.5), case("2", area_code="A2")])
    assert (receipt.accepted, receipt.refused) == (2, ())
    assert f"{receipt.segment}.segment" in landing(city)
    applied(reception)
    assert rows_of(city, "SELECT source, source_id, area_id, placed_by FROM city.events ORDER BY ALL") == [
        ("posted", "1", 2, "point"),
        ("posted", "2", 3, "area"),
    ]
    assert city.store.data_version == 1


def test_a_bad_row_is_refused_with_its_reason_and_kept(city: CityContext, reception: Reception) -> None:
    rows = [case(1), {"source_id": "2"}, 5, case(3, reported_at="soon"), {}]
    receipt = reception.accept("posted", "events", rows)
    assert receipt.accepted == 1
    assert receipt.refused == (
        RefusedRow(1, "no time of report"),
        RefusedRow(2, "the row is no JSON object"),
        RefusedRow(3, "reported_at: 'soon' is no time between 1900 and 2100"),
        RefusedRow(4, "no case number"),
    )
    applied(reception)
    kept = rows_of(city, "SELECT line, reason FROM city.quarantine ORDER BY line")
    assert kept == [(refused.row + 1, refused.reason) for refused in receipt.refused]


def test_rows_that_are_all_bad_are_kept_too(city: CityContext, reception: Reception) -> None:
    assert reception.accept("posted", "events", [{"colour": "red"}]).accepted == 0
    applied(reception)
    assert rows_of(city, "SELECT reason FROM city.quarantine") == [("no case number",)]
    assert reception.accept("posted", "events", []).segment == ""


def test_every_row_says_what_it_means_whatever_it_travels_with(tmp_path: Path) -> None:
    rows = [
        {"案卷编号": 1, "上报时间": "2026-06-01 08:00:00", "type": "pothole", "受理时间": "2026-06-01 09:00:00"},
        {"案卷编号": 2, "上报时间": "2026-06-01 08:00:00", "大类名称": "街面"},
        {"id": 3, "created_date": "03/04/2026 08:00", "status": "closed"},
        {"id": 4, "created_date": "03/13/2026 08:00", "resolved": True, "satisfaction": 5},
    ]
    held = []
    for name, deliveries in {"one": [[row] for row in rows], "all": [rows[:2], rows[2:]]}.items():
        city = new_city(tmp_path / name)
        reception = Reception(city)
        for delivery in deliveries:
            assert not reception.accept("posted", "events", delivery).refused
        reception.start()
        applied(reception)
        reception.stop()
        held.append(versions(city))
        if name == "all":
            assert rows_of(
                city, "SELECT source_id, category1, category3, accepted_at IS NULL FROM city.events ORDER BY 1"
            ) == [
                ("1", None, "pothole", False),
                ("2", "街面", None, True),
                ("3", None, None, True),
                ("4", None, None, True),
            ]
        city.close()
    assert held[0] == held[1]


def test_a_source_that_declares_its_steps_has_the_others_filled_in(tmp_path: Path) -> None:
    with new_city(tmp_path, '\n[sources.posted]\nsteps = ["reported", "closed"]\n') as city:
        reception = Reception(city)
        reception.accept("posted", "events", [case(1)])
        reception.start()
        reception.stop()
        assert rows_of(city, "SELECT accepted_at = reported_at FROM city.events") == [(True,)]


def test_people_are_not_to_be_read_in_landing(city: CityContext, reception: Reception) -> None:
    reception.accept("posted", "events", [case(1, 联系电话="13800001111", email="ann@example.org"), case(2)])
    applied(reception)
    assert rows_of(city, "SELECT length(person_ref) FROM city.events ORDER BY source_id") == [(32,), (None,)]
    content = b"".join(path.read_bytes() for path in (city.store.folder / "landing").iterdir())
    assert b"13800001111" not in content
    assert b"ann@example.org" not in content


def test_deliveries_that_come_while_the_applier_is_busy_become_one_batch(city: CityContext) -> None:
    body: list[LoadSummary] = []
    reception = Reception(city, on_applied=body.append)
    threads = [
        threading.Thread(target=reception.accept, args=("posted", "events", [case(n), case(n + 100)]))
        for n in range(20)
    ]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert reception.backlog == 40
    reception.start()
    applied(reception)
    reception.stop()
    assert [summary.loaded for summary in body] == [40]


def test_two_versions_of_a_case_in_one_segment_end_as_one_case_and_its_history(
    city: CityContext, reception: Reception
) -> None:
    reception.accept("posted", "events", [case(1, title="new", version=2), case(1, title="old", version=1), case(2)])
    reception.accept("posted", "events", [case(2), case(1, title="old", version=1)])
    applied(reception)
    assert rows_of(city, "SELECT source_id, title FROM city.events ORDER BY 1") == [("1", "new"), ("2", None)]
    assert rows_of(city, "SELECT source_id, title FROM city.event_history") == [("1", "old")]


def test_a_rebuild_makes_the_same_state_from_segments_and_repeats_are_not_kept(
    city: CityContext, reception: Reception
) -> None:
    for number in range(3):
        reception.accept("posted", "events", [case(number), {"source_id": "x"}, case(9, version=number)])
        applied(reception)
    before, kept = everything(city), landing(city)
    reception.accept("posted", "events", [case(0), case(9, version=1)])
    applied(reception)
    reception.stop()
    assert landing(city) == kept
    before["sources"] = everything(city)["sources"]
    assert reconcile(city.store) == ()
    rebuild(city)
    again = everything(city)
    assert {name: rows for name, rows in again.items() if name != "sources"} == {
        name: rows for name, rows in before.items() if name != "sources"
    }


def test_an_offset_city_records_in_its_own_time_and_never_twice_in_one_moment(city: CityContext) -> None:
    still = datetime(2026, 11, 20, 12, tzinfo=UTC)
    city.clock = Clock(mode="offset", offset=timedelta(days=-600), wall=lambda: still)
    reception = Reception(city)
    reception.start()
    for number in range(3):
        reception.accept("posted", "events", [case(number)])
        applied(reception)
    reception.stop()
    moments = [row[0] for row in rows_of(city, "SELECT recorded_at FROM city.events ORDER BY source_id")]
    first = (still - timedelta(days=600)).replace(tzinfo=None)
    assert moments == [first + timedelta(microseconds=n) for n in range(3)]


def test_a_file_is_loaded_between_two_segments(city: CityContext, reception: Reception, tmp_path: Path) -> None:
    path = tmp_path / "cases.csv"
    path.write_text("id,open_dt\n7,2026-06-01\n")
    reception.accept("posted", "events", [case(1)])
    assert reception.land_file(path, "posted").loaded == 1
    applied(reception)
    assert rows_of(city, "SELECT count(*) FROM city.events") == [(2,)]


def test_a_closed_reception_takes_nothing_and_has_applied_everything(city: CityContext) -> None:
    reception = Reception(city)
    reception.start()
    for number in range(5):
        reception.accept("posted", "events", [case(number)])
    reception.stop()
    assert reception.backlog == 0
    assert rows_of(city, "SELECT count(*) FROM city.events") == [(5,)]
    with pytest.raises(IntakeFull, match="closed"):
        reception.accept("posted", "events", [case(6)])


def test_what_waits_is_applied_without_waiting_for_a_rest_to_end(city: CityContext) -> None:
    reception = Reception(city)
    with mock.patch("queries.intake.applier.REST_S", 1_000.0):
        reception.start()
        for number in range(3):
            reception.accept("posted", "events", [case(number)])
            applied(reception)
        reception.stop()
    assert rows_of(city, "SELECT count(*) FROM city.events") == [(3,)]


def test_reports_come_the_same_way_and_bad_ones_are_kept(tmp_path: Path) -> None:
    with new_city(tmp_path, '\n[sources.cars]\nkind = "units"\n') as city:
        reception = Reception(city)
        good = {"unit": "A1", "kind": "patrol_car", "lon": 0.5, "lat": 10.5, "seen_at": "2026-06-01T08:00:00+08:00"}
        rows = [good, {"unit": "A2"}, 7, {**good, "seen_at": "2026-06-01T09:00:00+08:00", "status": "idle"}]
        receipt = reception.accept("cars", "units", rows)
        assert (receipt.accepted, [row.row for row in receipt.refused]) == (2, [1, 2])
        reception.accept("cars", "units", [good])
        reception.start()
        reception.stop()
        state = "SELECT source, unit, status, seen_at FROM city.units"
        held = [("cars", "A1", "idle", datetime(2026, 6, 1, 1))]  # noqa: DTZ001
        assert rows_of(city, state) == held
        assert rows_of(city, "SELECT line, reason FROM city.quarantine ORDER BY 1") == [
            (row.row + 1, row.reason) for row in receipt.refused
        ]
        assert reconcile(city.store) == ()
        rebuild(city)
        assert rows_of(city, state) == held
        assert reconcile(city.store) == ()
