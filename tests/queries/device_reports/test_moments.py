"""Units, devices, rosters and partners are known as they are now: of an earlier moment nothing is claimed."""

from datetime import timedelta

import pytest

from geodata.city.profile import SourceProfile
from queries.fleet.partner_lines import partner_lines
from queries.fleet.totals import fleet_totals
from queries.kpis.report_facts import ReportFacts
from queries.scope import WHOLE_CITY
from tests.cities.tiny.cases import AS_OF, CASES, local, table_of
from tests.cities.town import Town

STATES = ("online", "staffed", "roster", "linked")


@pytest.fixture
def fleet(town: Town) -> Town:
    """Told at 17:59: of four devices three are heard of, of three units on duty two, of two partners one."""
    body = local("10 17:59")
    beat = {"heartbeat_at": body.isoformat()}
    camera = {"kind": "camera", "status": "online"}
    devices = [{"device": f"d{n}", "area": area, **camera, **beat} for n, area in enumerate(["E1", "E2", "W1"])]
    silent = {"device": "silent", "area": "E1", **camera, "heartbeat_at": local("10 15:00").isoformat()}
    unheard = {"device": "unheard", "area": "W1", **camera}
    repaired = {"device": "repaired", "kind": "lift", "status": "maintenance", **beat}
    town.report("devices", *devices, silent, unheard, repaired, at=body)
    on = {"kind": "grid_worker", "duty": "on"}
    town.report(
        "units",
        {"unit": "a", "home_area": "E1", **on, "seen_at": body.isoformat()},
        {"unit": "b", "home_area": "W1", **on, "seen_at": body.isoformat()},
        {"unit": "c", "home_area": "W1", **on, "seen_at": local("10 17:00").isoformat()},
        {"unit": "d", "home_area": "W1", "kind": "fire", "duty": "off", "seen_at": body.isoformat()},
        {"kind": "grid_worker", "area": "E", "people": 70, "reported_at": body.isoformat()},
        {"kind": "grid_worker", "area": "W1", "people": 50, "reported_at": body.isoformat()},
        at=body,
    )
    seen = {"seen_at": body.isoformat()}
    town.report(
        "partners",
        {"partner": "p1", "kind": "department", "link": "up", **seen},
        {"partner": "p2", "kind": "system", "link": "down", **seen},
        at=body,
    )
    return town


def test_the_state_now(fleet: Town) -> None:
    figures = {key: (fleet.ask(key).numerator, fleet.ask(key).n) for key in STATES}
    assert figures == {"online": (3, 4), "staffed": (2, 3), "roster": (120, 120), "linked": (1, 2)}
    assert fleet.ask("online", "with_unknown").n == 5
    assert fleet.ask("online").notes == ("not online: 1",)
    assert [(row.code, row.numerator, row.n) for row in fleet.ask("online", by="area").rows] == [
        ("E", 2, 3),
        ("W", 1, 1),
        ("_not_placed", 0, 0),
    ]
    assert [(row.code, row.n) for row in fleet.ask("roster", by="area").rows] == [
        ("E", 70),
        ("W", 50),
        ("_not_placed", 0),
    ]
    assert fleet.ask("linked", by="area").status == "no_data"


@pytest.mark.parametrize("key", STATES)
def test_an_earlier_moment_is_not_known(fleet: Town, key: str) -> None:
    answer = fleet.ask(key, as_of=local("10 17:00"))
    assert (answer.status, answer.value, answer.n) == ("no_data", None, 0)
    assert "only the newest reports are kept" in answer.notes[0]


@pytest.mark.parametrize("key", STATES)
def test_a_moment_of_recording_before_the_newest_is_not_known(fleet: Town, key: str) -> None:
    again = local("10 18:30")
    for kind in ("devices", "units", "partners"):
        rows = {
            "devices": {"device": "d0", "kind": "camera", "heartbeat_at": again.isoformat()},
            "units": {"kind": "fire", "area": "E", "people": 3, "reported_at": again.isoformat()},
            "partners": {"partner": "p1", "kind": "department", "link": "down", "seen_at": again.isoformat()},
        }
        fleet.report(kind, rows[kind], at=again)
    fleet.report("units", {"unit": "a", "kind": "fire", "duty": "on", "seen_at": again.isoformat()}, at=again)
    assert fleet.ask(key, as_of=again).status == "ok"
    assert fleet.ask(key, as_of=again, recorded_as_of=local("10 18:00")).status == "no_data"
    assert fleet.ask(key, as_of=again, recorded_as_of=again).status == "ok"


def test_a_screen_whose_stamp_is_a_minute_old_keeps_its_number(fleet: Town) -> None:
    for seconds in (10, 50):
        body = AS_OF + timedelta(seconds=seconds)
        moved = {"unit": "a", "home_area": "E1", "kind": "grid_worker", "duty": "on", "seen_at": body.isoformat()}
        fleet.report("units", moved, at=body)
        answer = fleet.ask("staffed", as_of=AS_OF)
        assert (answer.status, answer.numerator, answer.n) == ("ok", 2, 3)


def test_a_clock_that_runs_ahead_does_not_make_the_present_unknown(fleet: Town) -> None:
    ahead = {"device": "ahead", "kind": "smoke", "heartbeat_at": (AS_OF + timedelta(minutes=9)).isoformat()}
    fleet.report("devices", ahead, at=AS_OF)
    assert (fleet.ask("online").numerator, fleet.ask("online").n) == (4, 5)
    assert ReportFacts(fleet.city._runner).newest_sign("devices") == AS_OF


def test_a_device_that_falls_silent_is_offline_after_its_limit(fleet: Town) -> None:
    for minutes, online in ((14, 3), (15, 3), (16, 1)):
        moment = local("10 17:59") + timedelta(minutes=minutes)
        fleet.report("devices", {"device": "d0", "kind": "camera", "heartbeat_at": moment.isoformat()}, at=moment)
        assert fleet.ask("online", as_of=moment).numerator == online


def test_a_device_whose_source_goes_on_reporting_is_offline_though_nothing_is_new(fleet: Town) -> None:
    later = local("10 18:30")
    fleet.report("devices", {"device": "silent", "kind": "camera", "area": "E1"}, at=later)
    assert (fleet.ask("online", as_of=later).numerator, fleet.ask("online", as_of=later).n) == (0, 4)


def test_when_a_source_falls_silent_the_numbers_stay_and_the_source_is_late(fleet: Town) -> None:
    fleet.city._context.profile = fleet.city.profile.model_copy(
        update={"sources": {kind: SourceProfile(kind=kind, cadence_s=60) for kind in ("devices", "units", "partners")}}
    )
    before = {key: (fleet.ask(key).numerator, fleet.ask(key).n) for key in STATES}
    hours_later = local("10 23:00")
    assert {key: (a.numerator, a.n) for key in STATES for a in [fleet.ask(key, as_of=hours_later)]} == before
    answer = fleet.ask("online", as_of=hours_later)
    assert (answer.freshness.status, answer.freshness.sources[0].late_since) == ("broken", local("10 18:01"))
    assert (
        fleet_totals(fleet.city._runner, hours_later).devices
        == fleet_totals(fleet.city._runner, local("10 17:59")).devices
    )


@pytest.mark.parametrize("key", [*STATES, "connect", "calls"])
def test_without_a_source_there_is_no_number(town: Town, key: str) -> None:
    town.city.acts.load_table(table_of(CASES), "tiny", recorded_at=AS_OF)
    answer = town.ask(key)
    assert (answer.status, answer.value) == ("no_data", None)
    assert answer.notes[0].startswith("No source of this city knows")
    assert not town.city.kpis.answerable(key, scope=WHOLE_CITY)


def test_kpis_of_cases_do_not_hear_of_reports(fleet: Town) -> None:
    assert fleet.ask("reported").notes == ("Nothing has been loaded into this city yet.",)
    fleet.city.acts.load_table(table_of(CASES), "tiny", recorded_at=local("11 8:00"))
    before = local("10 20:00")
    assert fleet.ask("reported", recorded_as_of=before).notes[0].code == "nothing_known_yet"
    for key in ("reported", "declined", "suspended"):
        answer = fleet.ask(key)
        assert (answer.status, [source.name for source in answer.freshness.sources]) == ("ok", ["tiny"])
        assert not [text for text in answer.notes if "units" in text or "devices" in text]
    assert fleet.city._facts.watermark() == local("10 19:05")
    assert [source.name for source in fleet.ask("online").freshness.sources] == ["devices"]
    assert [source.name for source in fleet.ask("roster").freshness.sources] == ["units"]


def test_lists_of_the_screens_claim_nothing_of_an_earlier_moment(fleet: Town) -> None:
    runner = fleet.city._runner
    now, before = fleet_totals(runner, AS_OF), fleet_totals(runner, local("10 17:00"))
    assert ({one.kind: one.n for one in now.devices}, now.roster) == ({"camera": 5, "lift": 1}, {"grid_worker": 120})
    assert (before.units, before.devices, before.roster) == ((), (), {})
    assert [one.partner for one in partner_lines(runner, AS_OF)] == ["p1", "p2"]
    assert partner_lines(runner, local("10 17:00")) == ()
