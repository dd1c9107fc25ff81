"""Every source has a standing: how far it has come, since when it is late, and what was refused of it."""

from datetime import timedelta

import pytest

from geodata.city.profile import SourceProfile
from queries.privacy.masking import masked
from queries.scope import WHOLE_CITY
from tests.cities.tiny.cases import AS_OF, CASES, local, table_of
from tests.cities.town import Town

CAMERA = {"device": "d1", "kind": "camera"}


def declare(town: Town, **sources: SourceProfile) -> None:
    town.city._context.profile = town.city.profile.model_copy(update={"sources": sources})


def test_all_sources_with_kind_and_title_also_those_that_never_delivered(town: Town) -> None:
    declare(
        town,
        devices=SourceProfile(kind="devices", title_zh="设备", title_en="Devices", cadence_s=300),
        partners=SourceProfile(kind="partners", cadence_s=60),
    )
    town.city.acts.load_table(table_of(CASES), "tiny", recorded_at=AS_OF)
    town.report("devices", CAMERA | {"heartbeat_at": local("10 17:58").isoformat()}, at=local("10 17:59"))
    standings = {source.name: source for source in town.city.sources.standings(AS_OF, scope=WHOLE_CITY)}
    assert {name: (source.kind, source.status, source.rows) for name, source in standings.items()} == {
        "devices": ("devices", "fresh", 1),
        "partners": ("partners", "empty", 0),
        "tiny": ("events", "fresh", 16),
    }
    devices = standings["devices"]
    assert (devices.title("zh-CN"), devices.title("en"), devices.cadence_s) == ("设备", "Devices", 300)
    assert (devices.watermark, devices.last_load, devices.lag_s) == (local("10 17:58"), local("10 17:59"), 120)
    assert standings["partners"].title("en") == "partners"
    assert (standings["partners"].watermark, standings["partners"].lag_s) == (None, None)
    assert devices.as_json()["watermark"] == "2024-06-10T09:58:00+00:00"


@pytest.mark.parametrize(
    ("minutes", "status", "late"),
    [(10, "fresh", False), (10.1, "late", True), (50, "late", True), (50.1, "broken", True)],
)
def test_a_silent_source_is_late_since_two_deliveries_were_missed(
    town: Town, minutes: float, status: str, late: bool
) -> None:
    declare(town, devices=SourceProfile(kind="devices", cadence_s=300))
    town.report("devices", CAMERA | {"heartbeat_at": AS_OF.isoformat()}, at=AS_OF)
    now = AS_OF + timedelta(minutes=minutes)
    source = town.city.sources.standings(now, scope=WHOLE_CITY)[0]
    assert (source.status, source.late_since) == (status, AS_OF + timedelta(minutes=10) if late else None)
    body = town.city.sources.freshness(now, scope=WHOLE_CITY)
    assert (body.status, body.sources[0].late_since) == (status, source.late_since)
    assert body.as_json()["sources"][0]["late_since"] == (source.late_since.isoformat() if source.late_since else None)


def test_a_delivery_that_changes_nothing_is_a_sign_of_life(town: Town) -> None:
    declare(town, devices=SourceProfile(kind="devices", cadence_s=60))
    town.report("devices", CAMERA, at=AS_OF)
    later = AS_OF + timedelta(minutes=5)
    assert town.city.sources.standings(later, scope=WHOLE_CITY)[0].status == "late"
    town.report("devices", CAMERA, at=later)
    assert (
        town.city.sources.standings(later, scope=WHOLE_CITY)[0].status,
        town.city.sources.standings(later, scope=WHOLE_CITY)[0].last_load,
    ) == ("fresh", later)


def test_a_late_feed_of_reports_does_not_make_the_numbers_of_cases_late(town: Town) -> None:
    declare(town, devices=SourceProfile(kind="devices", cadence_s=60), tiny=SourceProfile(cadence_s=3600))
    town.city.acts.load_table(table_of(CASES), "tiny", recorded_at=AS_OF)
    town.report("devices", CAMERA | {"heartbeat_at": local("10 17:00").isoformat()}, at=local("10 17:00"))
    assert (town.city.sources.freshness(AS_OF, scope=WHOLE_CITY).status, town.ask("reported").freshness.status) == (
        "broken",
        "fresh",
    )
    assert town.ask("online").freshness.status == "broken"


def test_the_watermark_of_reports_does_not_run_ahead_with_a_wrong_clock(town: Town) -> None:
    town.report("units", {"unit": "u1", "kind": "fire", "seen_at": (AS_OF + timedelta(minutes=9)).isoformat()})
    assert town.city.sources.standings(AS_OF, scope=WHOLE_CITY)[0].watermark is None
    town.report("units", {"unit": "u2", "kind": "fire", "seen_at": local("10 17:00").isoformat()})
    assert town.city.sources.standings(AS_OF, scope=WHOLE_CITY)[0].watermark == local("10 17:00")


def test_refused_rows_are_counted_and_shown_newest_first_without_persons(town: Town) -> None:
    with town.city._context.store.write() as cursor:
        for line, raw in enumerate(['{"来电人": "王小明", "号码": "13812345678"}', "K1,2024-06-31,110105194912310025"]):
            cursor.execute(
                "INSERT INTO city.quarantine VALUES ('b', 'hotline', 'f.csv', $line, 'no time', $raw, now())",
                {"line": line, "raw": raw},
            )
        town.city._context.store.note_reports()
    source = town.city.sources.standings(AS_OF, scope=WHOLE_CITY)[0]
    assert (source.name, source.refused, source.rows, source.status) == ("hotline", 2, 0, "empty")
    table = town.city.sources.refused_rows("hotline", 10, scope=WHOLE_CITY)
    assert table.column_names == ["recorded_at", "file", "line", "reason", "raw"]
    assert table.column("raw").to_pylist() == ['{"来电人": "***", "号码": "138***78"}', "K1,2024-06-31,110***25"]
    assert town.city.sources.refused_rows("hotline", 1, scope=WHOLE_CITY).num_rows == 1
    assert town.city.sources.refused_rows("nobody", 1, scope=WHOLE_CITY).num_rows == 0


@pytest.mark.parametrize(
    ("text", "body"),
    [
        (None, None),
        ("113.665432,34.765432", "113.665432,34.765432"),
        ("C20240610000123,2024-06-10 09:00:00", "C20240610000123,2024-06-10 09:00:00"),
        ('{"联系电话": 13812345678, "title": "井盖"}', '{"联系电话": "***", "title": "井盖"}'),
        ('{"caller": {"phone": "0371-67123456", "x": 1}}', '{"caller": "***"}'),
        ('{"from": {"phone": "0371-67123456", "x": 1}}', '{"from": {"phone": "***", "x": 1}}'),
        ('{"姓名": "王小明", "text": "cut off', '{"姓名": ***, "text": "cut off'),
        ("call 0371-67123456 or a.b@example.org", "call 037***56 or ***"),
        ("(617) 555-0123 says", "(61***23 says"),
    ],
)
def test_what_is_personal_is_masked(text: str | None, body: str | None) -> None:
    assert masked(text) == body
