"""What walls report of themselves: kept within bounds, told to whoever may see what they show, and judged calmly."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from typing import Any

import pytest

from dashboard.access.accounts.account import DEVICE, Account
from dashboard.access.roles.roles import LOCAL
from dashboard.access.roles.visitor import BY_TOKEN, Visitor
from dashboard.errors import BadParameter
from dashboard.walls.health.report import WallReport, read_report
from dashboard.walls.health.seen_walls import MOST_AT_AN_ADDRESS, MOST_WALLS, SeenWalls
from dashboard.walls.health.standing import WallStanding, standing_of
from queries.values import LineOfBusiness, Scope

BEGIN = datetime(2024, 8, 20, 4, tzinfo=UTC)
RELEASE, MEMORY_MB = "0123456789ab", 800
CITY, WEST, EAST = Scope(), Scope(areas=((2, 9),)), Scope(areas=((10, 20),))
HEATING = LineOfBusiness("供暖", "Heating")


class Clock:
    moment = BEGIN

    def __call__(self) -> datetime:
        return self.moment


@pytest.fixture
def clock() -> Clock:
    return Clock()


@pytest.fixture
def seen(clock: Clock) -> SeenWalls:
    return SeenWalls(clock)


def reported(number: int = 1, **said: Any) -> WallReport:
    usual: dict[str, Any] = {
        "state": "shown",
        "state_s": 9,
        "open_s": 90,
        "freezes": 0,
        "release": RELEASE,
        "scene": "overview",
    }
    size: dict[str, Any] = {"width": 1920, "height": 1080, "painted_s": 0.9, "heap_bytes": 60 * 2**20, "nodes": 2000}
    return WallReport(wall=f"{number:016x}", **usual | size | said)


def local(origin: str = "127.0.0.1") -> Visitor:
    return Visitor(LOCAL, origin, is_local=True)


def paired(name: str, scope: Scope, title: str = "") -> Visitor:
    return Visitor(name, "10.0.0.7", scope=scope, account=Account(name, title, DEVICE, BEGIN))


def standing(seen: SeenWalls, clock: Clock) -> list[WallStanding]:
    return [standing_of(one, clock(), RELEASE, MEMORY_MB) for one in seen.within(CITY)]


@pytest.mark.parametrize(
    ("said", "state", "since_s"),
    [
        ({}, "well", None),
        ({"state": "blocked", "state_s": 7}, "frozen", 7),
        ({"state": "unpainted", "state_s": 6}, "frozen", 6),
        ({"state": "hidden", "state_s": 30}, "hidden", 30),
        ({"state": "left", "state_s": 0}, "left", 0),
    ],
)
def test_a_wall_stands_as_it_reports(
    seen: SeenWalls, clock: Clock, said: dict[str, Any], state: str, since_s: float | None
) -> None:
    seen.note(local(), reported(**said))
    [one] = standing(seen, clock)
    since = None if since_s is None else BEGIN - timedelta(seconds=since_s)
    assert (one.state, one.since, one.needs_somebody) == (state, since, state == "frozen")


@pytest.mark.parametrize("said", [{"release": "ffffffffffff"}, {"heap_bytes": 801 * 2**20}])
def test_an_old_release_and_too_much_memory_need_somebody(seen: SeenWalls, clock: Clock, said: dict[str, Any]) -> None:
    seen.note(local(), reported(**said))
    assert [(one.state, one.needs_somebody) for one in standing(seen, clock)] == [("well", True)]


def test_what_a_browser_does_not_tell_is_unknown_and_no_reason_to_worry(seen: SeenWalls, clock: Clock) -> None:
    seen.note(local(), reported(heap_bytes=None, painted_s=None, nodes=None, release=""))
    [one] = standing(seen, clock)
    assert (one.over_memory, one.painted_at, one.on_old_release, one.needs_somebody) == (None, None, None, False)


def test_a_wall_that_falls_silent_is_silent_since_its_last_report_and_forgotten_after_a_day(
    seen: SeenWalls, clock: Clock
) -> None:
    seen.note(local(), reported())
    clock.moment += timedelta(seconds=140)
    assert standing(seen, clock)[0].state == "well", "one report may be late"
    clock.moment += timedelta(seconds=20)
    [one] = standing(seen, clock)
    assert (one.state, one.since, one.needs_somebody) == ("silent", BEGIN, True)
    seen.note(local(), reported())
    assert standing(seen, clock)[0].state == "well"
    clock.moment += timedelta(hours=25)
    assert standing(seen, clock) == []


def test_one_that_was_loaded_in_another_window_is_there_once_and_two_side_by_side_are_two(
    seen: SeenWalls, clock: Clock
) -> None:
    for number in (1, 2, 1):
        seen.note(local(), reported(number))
        clock.moment += timedelta(seconds=30)
    assert [one.state for one in standing(seen, clock)] == ["well", "well"]
    clock.moment += timedelta(minutes=5)
    seen.note(local(), reported(2))
    assert [one.state for one in standing(seen, clock)] == ["silent", "well"]
    clock.moment += timedelta(minutes=5)
    seen.note(local(), reported(3))
    seen.note(local("10.0.0.8"), reported(4))
    shown = {(one.wall.address, int(one.wall.report.wall, 16)) for one in standing(seen, clock)}
    assert shown == {("127.0.0.1", 3), ("10.0.0.8", 4)}


def test_an_asker_is_told_of_walls_that_show_what_the_asker_may_see(seen: SeenWalls) -> None:
    seen.note(paired("w1", WEST, "西区大屏"), reported(1))
    seen.note(paired("w2", EAST), reported(2))
    seen.note(paired("w3", Scope(areas=((2, 9),), lines_of_business=(HEATING,))), reported(3))
    assert [one.name for one in seen.within(CITY)] == ["w2", "w3", "西区大屏"]
    assert [one.name for one in seen.within(WEST)] == ["w3", "西区大屏"]
    assert [one.name for one in seen.within(Scope(lines_of_business=(HEATING,)))] == ["w3"]
    assert seen.within(Scope(areas=((3, 4),))) == []


def test_nothing_says_who_looks_where_a_person_opened_the_wall(seen: SeenWalls) -> None:
    person = Visitor("li", "10.0.0.9", account=Account("li", "李四", "viewer", BEGIN))
    by_link = Visitor("link of li", "10.0.0.9")
    by_token = Visitor(BY_TOKEN, "10.0.0.5")
    for number, visitor in enumerate((person, by_link, by_token)):
        seen.note(visitor, reported(number))
    assert sorted((one.name, one.address) for one in seen.within(CITY)) == [("", ""), ("", ""), ("", "10.0.0.5")]


def test_no_more_is_kept_than_there_is_room_for_and_one_browser_drives_nobody_else_out(seen: SeenWalls) -> None:
    seen.note(local("10.0.0.1"), reported(1))
    for number in range(2, 3 * MOST_AT_AN_ADDRESS):
        seen.note(local("10.0.0.2"), reported(number))
    found = seen.within(CITY)
    assert len(found) == MOST_AT_AN_ADDRESS + 1
    assert found[0].address == "10.0.0.1"
    for number in range(MOST_WALLS + 5):
        seen.note(local(f"10.1.{number // 250}.{number % 250}"), reported(number))
    assert len(seen.within(CITY)) == MOST_WALLS


def test_what_is_no_report_is_refused() -> None:
    good = reported().model_dump_json()
    assert read_report(good.encode()) == reported()
    wrong = [
        "",
        "[]",
        "{}",
        good.replace('"overview"', '"<b>"'),
        good.replace(":90", ":-1"),
        good[:-1] + ',"who":"li"}',
    ]
    for body in wrong:
        with pytest.raises(BadParameter):
            read_report(body.encode())
