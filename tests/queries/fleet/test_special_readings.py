"""What sensors measure in special grids: the newest value with its age, the day by the hour, and who may see it."""

from collections.abc import Iterator
from datetime import datetime, timedelta
from pathlib import Path
from typing import Any

import pytest

from queries.device_reports.applying import Applied
from queries.fleet.special_readings import GridReadings, SensorReading, SpecialReadings
from queries.kpis.question import Question
from queries.scope import WHOLE_CITY, Scope
from tests.cities.builder import build_city
from tests.cities.tiny.cases import AS_OF, local
from tests.cities.tiny.special_grids import special_grids
from tests.cities.town import Town

INSIDE_E1 = {"lon": 113.15, "lat": 34.05}


@pytest.fixture
def town(tmp_path: Path) -> Iterator[Town]:
    with build_city(tmp_path / "tiny", cases=(), clock=AS_OF, special_grids=special_grids()) as city:
        yield Town(city, [])


def persons(said: str, value: float, **where: str) -> dict[str, Any]:
    """A reading of persons, said as "10 17:55"; of the station without `where`."""
    of = where or {"special_grid": "ZS1"}
    return {**of, "quantity": "客流", "value": value, "unit": "人", "measured_at": local(said).isoformat()}


def index(said: str, value: float, **where: str) -> dict[str, Any]:
    return persons(said, value, **where) | {"quantity": "congestion", "unit": "index"}


def told(town: Town, area: str = "C", as_of: datetime = AS_OF, **more: Any) -> SpecialReadings:
    question = Question("", area, as_of=as_of, scope=more.pop("scope", WHOLE_CITY), **more)
    return town.city.fleet.special_readings(question)


def of(grid: str, found: SpecialReadings) -> GridReadings:
    return next(one for one in found.grids if one.code == grid)


def footfall(town: Town, grid: str = "ZS1", **more: Any) -> SensorReading:
    return of(grid, told(town, **more)).readings[0]


def test_the_newest_reading_has_its_moment_and_is_stale_after_its_limit(town: Town) -> None:
    town.report("readings", persons("10 17:40", 900), persons("10 17:55", 1200), index("10 17:30", 4.5))
    crowd, jam = of("ZS1", told(town)).readings
    assert (crowd.quantity.unit, crowd.state, crowd.value, crowd.measured_at) == (
        "person",
        "current",
        1200,
        local("10 17:55"),
    )
    assert (jam.quantity.is_scale, jam.quantity.least, jam.quantity.greatest) == (True, 1, 10)
    assert (jam.state, jam.value, jam.measured_at) == ("stale", 4.5, local("10 17:30"))
    assert footfall(town, as_of=local("10 18:10")).state == "current"
    assert footfall(town, as_of=local("10 18:11")).state == "stale"


def test_key_grids_without_sensors_say_so_and_others_are_told_when_they_are_measured(town: Town) -> None:
    assert not told(town).is_measured
    assert [(one.code, one.readings[0].state) for one in told(town).grids] == [("ZS1", "none"), ("ZS2", "none")]
    town.report("readings", persons("10 17:55", 7, special_grid="Park"))
    assert [(one.code, one.readings[0].value) for one in told(town).grids] == [
        ("ZS1", None),
        ("ZS2", None),
        ("ZS3", 7),
    ]


def test_a_moment_is_told_as_it_was_and_never_before_it_was_measured(town: Town) -> None:
    town.report("readings", persons("10 9:00", 300), persons("10 17:55", 1200))
    seconds = persons("10 9:20", 500) | {"measured_at": (local("10 9:20") + timedelta(seconds=30)).isoformat()}
    town.report("readings", seconds)
    values = [footfall(town, as_of=local("10 9:20") + timedelta(seconds=second)).value for second in (0, 29, 60)]
    assert values == [300, 300, 500]
    assert footfall(town, as_of=local("10 8:59")).state == "none"
    assert footfall(town, recorded_as_of=AS_OF - timedelta(seconds=1)).state == "none"


def test_late_and_repeated_deliveries_change_nothing_and_a_reading_can_be_put_right(town: Town) -> None:
    rows = [persons("10 17:55", 1200), persons("10 17:50", 1000)]
    town.report("readings", *rows)
    before = town.state("readings")
    assert town.report("readings", *rows).duplicate == 2
    assert town.state("readings") == before
    town.report("readings", persons("10 9:00", 1))
    assert footfall(town).value == 1200
    town.report("readings", persons("10 17:55", 120) | {"reported_at": local("10 17:59").isoformat()})
    assert footfall(town).value == 120


def test_before_a_reading_was_put_right_it_was_known_as_it_was_sent_first(town: Town) -> None:
    sent = [AS_OF + timedelta(hours=hour) for hour in range(3)]
    for minute, (value, at) in enumerate(zip((1200, 130, 120), sent, strict=True)):
        told_at = {"reported_at": local(f"10 17:5{6 + minute}").isoformat()}
        town.report("readings", persons("10 17:55", value) | told_at, at=at)
    assert [footfall(town, recorded_as_of=at).value for at in sent] == [1200, 130, 120]
    assert [hour.mean for at in sent if (hour := footfall(town, recorded_as_of=at).hours[17])] == [1200, 130, 120]
    assert footfall(town, recorded_as_of=sent[0] - timedelta(seconds=1)).state == "none"
    later = AS_OF + timedelta(days=90)
    town.report("readings", persons("10 17:55", 9) | {"measured_at": later.isoformat()}, at=later)
    assert town.rows("SELECT count(*) FROM city.reading_history") == [(0,)]


def test_the_day_by_the_hour_is_the_mean_of_each_hour_so_far(town: Town) -> None:
    town.report("readings", persons("10 8:00", 100), persons("10 8:59", 300), persons("10 17:00", 50))
    town.report("readings", persons("9 8:00", 9), persons("9 23:59", 9))
    hours = footfall(town).hours
    assert {hour: (one.mean, one.sensors) for hour, one in enumerate(hours) if one} == {8: (200, 1), 17: (50, 1)}
    assert footfall(town, as_of=local("10 8:30")).hours[8] is not None
    assert [hour for hour, one in enumerate(footfall(town, as_of=local("10 8:30")).hours) if one] == [8]
    assert [hour for hour, one in enumerate(footfall(town, as_of=local("9 12:00")).hours) if one] == [8]


def test_devices_count_together_in_each_grid_that_holds_them_unless_the_grid_itself_is_measured(town: Town) -> None:
    both = {"lon": 113.125, "lat": 34.05}
    places = {"a": INSIDE_E1, "b": both, "c": both}
    for device, place in places.items():
        town.report("devices", {"device": device, "kind": "camera", "heartbeat_at": AS_OF.isoformat(), **place})
    for device, value in (("a", 100), ("b", 40)):
        town.report("readings", persons("10 17:55", value, device=device), index("10 17:55", value / 20, device=device))
    town.report("readings", persons("10 17:30", 10, device="c"))
    crowd, jam = of("ZS1", told(town)).readings
    assert (crowd.value, crowd.current, crowd.sensors) == (140, 2, 3)
    assert (jam.value, jam.sensors) == (3.5, 2)
    assert [(one and (one.mean, one.sensors)) for one in crowd.hours][17] == (150, 3)
    assert (footfall(town, "ZS2").value, footfall(town, "ZS2").sensors) == (40, 2)
    town.report("readings", persons("10 17:50", 130))
    assert footfall(town).value == 130
    hour = footfall(town).hours[17]
    assert hour is not None
    assert (hour.mean, hour.sensors) == (130, 1)


def test_readings_of_a_device_that_nobody_knows_wait_for_it_and_are_counted(town: Town) -> None:
    town.report("readings", persons("10 17:55", 100, device="x"), persons("10 17:55", 9, special_grid="no such grid"))
    assert (told(town).adrift, told(town).is_measured) == (2, False)
    town.report("devices", {"device": "x", "kind": "camera", "heartbeat_at": AS_OF.isoformat(), **INSIDE_E1})
    assert (told(town).adrift, footfall(town).value) == (1, 100)


def test_an_area_and_an_asker_are_told_of_the_grids_that_lie_wholly_inside(town: Town) -> None:
    town.report("readings", *(persons("10 17:55", 5, special_grid=code) for code in ("ZS1", "ZS2", "ZS3")))
    town.report("devices", {"device": "x", "kind": "camera", "heartbeat_at": AS_OF.isoformat(), **INSIDE_E1})
    town.report("readings", index("10 17:55", 2, device="x"))
    assert [one.code for one in told(town, "E").grids] == ["ZS1"]
    assert [one.code for one in told(town, "W2").grids] == ["ZS3"]
    east, west = (Scope(areas=((area.area_id, area.last_id),)) for area in map(town.city.tree.area, ("E", "W")))
    seen = told(town, scope=east)
    assert [(one.code, one.readings[0].value, one.readings[1].value) for one in seen.grids] == [("ZS1", 5, 2)]
    unseen = told(town, scope=west)
    assert ([one.code for one in unseen.grids], unseen.adrift) == (["ZS3"], 0)
    named = town.city.fleet.special_readings(Question("", "W", as_of=AS_OF, scope=west), ("ZS1", "ZS3"))
    assert [one.code for one in named.grids] == ["ZS3"]


def test_readings_are_kept_for_so_many_days_whatever_comes_first(town: Town) -> None:
    old, new = persons("1 12:00", 1), persons("10 12:00", 2)
    later = persons("10 12:00", 3) | {"measured_at": local("7 12:00").replace(month=7).isoformat()}
    july = local("7 13:00").replace(month=7)
    town.report("readings", old, new)
    town.report("readings", later, at=july)
    expected = town.state("readings")
    assert len(expected) == 2
    assert town.report("readings", old, at=july) == Applied(older=1)
    assert town.state("readings") == expected
    town.forget("readings")
    town.report("readings", later, old, new, at=july)
    assert town.state("readings") == expected


def test_of_a_minute_one_reading_is_kept_so_that_a_fast_sensor_fills_nothing(town: Town) -> None:
    rows = [
        persons("10 9:00", second) | {"measured_at": (local("10 9:00") + timedelta(seconds=second)).isoformat()}
        for second in range(1, 121)
    ]
    town.report("readings", *rows)
    assert town.rows("SELECT value FROM city.readings ORDER BY minute") == [(60,), (120,)]
