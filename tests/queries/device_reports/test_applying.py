"""Of each unit, device, hour and partner the newest report counts, whatever the order in which reports arrive."""

import random
from collections.abc import Callable
from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest

from geodata.city.profile import SourceProfile
from geodata.coordinates.crs import from_wgs84
from queries.city import City
from queries.device_reports.applying import Applied
from queries.scope import WHOLE_CITY
from tests.cities.builder import found_city
from tests.cities.tiny.areas import POINTS
from tests.cities.tiny.cases import AS_OF, local
from tests.cities.town import Town
from tests.queries.device_reports.conftest import cut


def unit(name: str, clock: str | None = None, **more: Any) -> dict[str, Any]:
    seen = {"seen_at": local(f"10 {clock}").isoformat()} if clock else {}
    return {"unit": name, "kind": "grid_worker", **seen, **more}


def at(street: str) -> dict[str, Any]:
    return dict(zip(("lon", "lat"), POINTS[street], strict=True))


def test_the_newest_report_counts_and_older_and_equal_ones_change_nothing(town: Town) -> None:
    first = unit("u1", "9:00", duty="on")
    assert town.report("units", first) == Applied(loaded=1)
    assert town.report("units", first) == Applied(duplicate=1)
    assert town.report("units", unit("u1", "9:05", duty="off")) == Applied(loaded=1)
    before = town.state("units")
    assert town.report("units", first, unit("u1", "8:00")) == Applied(older=2)
    assert town.report("units", unit("u1", "9:05", duty="off"), unit("u1", "9:05", duty="off")) == Applied(duplicate=2)
    assert town.state("units") == before
    assert town.rows("SELECT duty FROM city.units") == [("off",)]


def test_two_reports_of_one_unit_in_one_delivery(town: Town) -> None:
    assert town.report("units", unit("u1", "9:05", status="idle"), unit("u1", "9:00", status="sos")) == Applied(1, 1, 0)
    assert town.rows("SELECT status FROM city.units") == [("idle",)]


def test_a_report_may_tell_of_a_change_without_a_sign_of_life(town: Town) -> None:
    town.report("units", unit("u1", "9:00", duty="on", reported_at=local("10 9:00").isoformat()))
    town.report("units", unit("u1", "9:00", duty="off", reported_at=local("10 12:00").isoformat()))
    assert town.rows("SELECT duty, seen_at::VARCHAR FROM city.units") == [("off", "2024-06-10 01:00:00")]


def test_an_inventory_without_times_is_replaced_by_the_next_and_by_any_report(town: Town) -> None:
    town.report("units", unit("u1", status="idle"))
    assert town.report("units", unit("u1", status="offline")) == Applied(loaded=1)
    town.report("units", unit("u1", "9:00", status="sos"))
    assert town.report("units", unit("u1", status="idle")) == Applied(older=1)
    assert town.rows("SELECT status FROM city.units") == [("sos",)]


def test_sources_do_not_disturb_each_other(town: Town) -> None:
    town.report("units", unit("u1", "9:00"))
    town.report("partners", {"partner": "u1", "kind": "system", "link": "up"})
    assert town.rows("SELECT source, kind, rows FROM city.sources ORDER BY ALL") == [
        ("partners", "partners", 1),
        ("units", "units", 1),
    ]


def fail_after(step: Callable[[], None]) -> None:
    step()
    raise RuntimeError


def histories() -> dict[str, list[dict[str, Any]]]:
    """Reports of each kind, some older, some equal, some of the same time with other content."""
    dice = random.Random(20260101)  # noqa: S311
    clock = [f"{hour}:{minute:02}" for hour in (8, 9) for minute in (0, 20, 40)]
    units = [unit(f"u{dice.randrange(6)}", dice.choice(clock), speed=dice.randrange(3)) for _ in range(80)]
    devices = [
        {"device": f"d{dice.randrange(6)}", "kind": "smoke", "status": dice.choice(["online", "fault"]),
         "heartbeat_at": local(f"10 {dice.choice(clock)}").isoformat()}
        for _ in range(80)
    ]  # fmt: skip
    calls = [
        {
            "hour": local(f"10 {dice.randrange(8, 12)}:00").isoformat(),
            "calls": dice.randrange(5, 9),
            "answered": dice.randrange(5),
        }
        | ({"reported_at": local(f"10 {dice.choice(clock)}").isoformat()} if dice.random() < 0.5 else {})
        for _ in range(80)
    ]
    partners = [
        {"partner": f"p{dice.randrange(4)}", "kind": "system", "lag_s": dice.randrange(3),
         "seen_at": local(f"10 {dice.choice(clock)}").isoformat()}
        for _ in range(60)
    ]  # fmt: skip
    readings = [
        {"device": f"d{dice.randrange(3)}", "quantity": "footfall", "unit": "person", "value": dice.randrange(4),
         "measured_at": (local(f"10 {dice.choice(clock)}") + timedelta(seconds=dice.randrange(60))).isoformat()}
        for _ in range(80)
    ]  # fmt: skip
    return {"units": units, "devices": devices, "calls": calls, "partners": partners, "readings": readings}


@pytest.mark.parametrize("kind", ["units", "devices", "calls", "partners", "readings"])
@pytest.mark.parametrize("seed", [0, 1, *(pytest.param(seed, marks=pytest.mark.soak) for seed in (2, 3))])
def test_the_state_does_not_depend_on_order_or_cut(town: Town, kind: str, seed: int) -> None:
    rows = histories()[kind]
    body = town.report(kind, *rows)
    assert (body.loaded + body.older + body.duplicate, town.refused) == (len(rows), [])
    expected = town.state(kind)
    town.forget(kind)
    dice = random.Random(seed)  # noqa: S311
    shuffled = dice.sample(rows, len(rows)) + dice.sample(rows, 10)
    for piece in cut(shuffled, *(dice.randrange(len(shuffled)) for _ in range(9))):
        town.report(kind, *piece)
    assert town.state(kind) == expected


def test_a_unit_counts_where_it_belongs_and_a_device_where_it_stands(town: Town) -> None:
    town.report("units", unit("home", home_area="W2") | at("E1"), unit("placed") | at("E1"), unit("nowhere"))
    town.report("units", unit("strange", home_area="no such area"), unit("by name", home_area="E2 side"))
    numbers = dict(town.rows("SELECT unit, area_id FROM city.units"))
    code = {name: town.city.tree.by_id(number).code for name, number in numbers.items()}
    assert code == {"home": "W2", "placed": "E1", "nowhere": "C", "strange": "C", "by name": "E2"}
    device = {"kind": "camera"}
    town.report(
        "devices", {"device": "d1", "area": "W1", **device, **at("E1")}, {"device": "d2", "area": "W1", **device}
    )
    town.report("devices", {"device": "far", "lon": 0.5, "lat": 0.5, **device})
    assert town.rows("SELECT device, area_id FROM city.devices ORDER BY 1") == [("d1", 3), ("d2", 6), ("far", 1)]


def test_points_are_kept_in_wgs84_whatever_the_source_uses(town: Town) -> None:
    profile = town.city.profile
    town.city._context.profile = profile.model_copy(
        update={"sources": {"units": SourceProfile(kind="units", crs="GCJ-02")}}
    )
    lon, lat = from_wgs84(*POINTS["E1"], "GCJ-02")
    town.report("units", unit("u1", lon=float(lon), lat=float(lat)))
    held = town.rows("SELECT lon, lat, area_id FROM city.units")[0]
    assert held == pytest.approx((*POINTS["E1"], 3), abs=1e-6)


def test_reports_move_their_own_version_only_and_only_when_they_are_committed(town: Town) -> None:
    store = town.city._context.store
    assert (store.data_version, store.report_version) == (0, 0)
    town.report("units", unit("u1", "9:00"))
    assert (store.data_version, store.report_version) == (0, 1)
    with pytest.raises(RuntimeError), store.write():
        fail_after(store.note_reports)
    assert store.report_version == 1
    with store.write():
        pass
    assert store.report_version == 1


def test_an_answer_about_reports_is_never_an_old_one(town: Town) -> None:
    town.report("units", unit("u1", "17:50", duty="on"))
    assert town.ask("staffed").n == 1
    town.report("units", unit("u2", "17:55", duty="on"))
    assert town.ask("staffed").n == 2


def test_reports_on_a_lake_come_to_the_same(town: Town, tmp_path: Path) -> None:
    folder = found_city(tmp_path / "lake")
    with City.open(folder, location=f"ducklake:{folder / 'catalogue.ducklake'}") as city:
        lake = Town(city, [])
        for kind, rows in histories().items():
            for piece in cut(rows, 20, 50):
                assert lake.report(kind, *piece) == town.report(kind, *piece)
            assert lake.state(kind) == town.state(kind)
        assert lake.ask("connect", by="day").rows == town.ask("connect", by="day").rows
        assert [source.rows for source in city.sources.standings(AS_OF, scope=WHOLE_CITY)] == [
            source.rows for source in town.city.sources.standings(AS_OF, scope=WHOLE_CITY)
        ]


def test_a_fleet_of_177000_devices_is_applied_within_seconds(town: Town) -> None:
    moment = AS_OF.isoformat()
    rows = [
        {"device": f"D{number}", "kind": "camera", "status": "online", "heartbeat_at": moment, **at("E1")}
        for number in range(177_000)
    ]
    assert town.report("devices", *rows) == Applied(loaded=177_000)
    assert town.report("devices", *rows[:17_700]) == Applied(duplicate=17_700)
    assert town.ask("online").n == 177_000
