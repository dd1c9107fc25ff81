"""The alarm that takes a wall to a scene: the gravest new one without an answer, and only for a while."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import timedelta

import pytest

from dashboard.screens.scenes import scene_as_of
from dashboard.walls.alarmed import AlarmShown, alarm_shown
from dashboard.walls.city_scenes import OWN_SCENES
from queries.city import City
from tests.cities.builder import build_city
from tests.cities.steerable_clock import SteerableClock
from tests.cities.tiny.cases import AS_OF
from tests.queries.alarms.test_alarms import RULES, watch

NAMED = '[supervise]\nalarms = ["many_open"]\n'


@pytest.fixture(scope="module")
def city(tmp_path_factory: pytest.TempPathFactory) -> Iterator[City]:
    clock = SteerableClock(AS_OF)
    with build_city(tmp_path_factory.mktemp("tiny"), clock=clock, recorded_at=AS_OF, alarms=RULES) as opened:
        watch(opened)
        yield opened


def shown(city: City, search: str = "", own: str = NAMED, minutes: int = 0) -> AlarmShown | None:
    file = city.ground.folder / OWN_SCENES
    file.write_text(own, encoding="utf-8")
    try:
        scene = scene_as_of(city, "/wall", f"?lang=en{search}", AS_OF + timedelta(minutes=minutes))
        return alarm_shown(city, scene)
    finally:
        file.unlink()


def test_the_gravest_new_alarm_names_its_scene_place_and_number(city: City) -> None:
    found = shown(city)
    assert found is not None
    assert (found.scene, found.severity, found.title, found.said) == (
        "supervise", "warning", "Many open · C side", "4 cases (limit 2 cases)",
    )  # fmt: skip
    assert (found.areas, found.lon) == (("C",), None), "of the whole city"


def test_a_rule_that_no_scene_names_is_shown_by_the_first(city: City) -> None:
    found = shown(city, own='[wall]\njump_severity = "notice"\n')
    assert found is not None
    assert found.scene == "overview"


@pytest.mark.parametrize(
    ("search", "own", "minutes"),
    [
        ("", NAMED + '[wall]\njump_severity = "critical"\n', 0),
        ("", NAMED + '[wall]\njump_severity = "never"\n', 0),
        ("", NAMED, 16),
        ("&as_of=2024-08-20T09:00:00", NAMED, 0),
    ],
)
def test_none_that_is_too_light_or_old_or_when_a_wall_looks_back(
    city: City, search: str, own: str, minutes: int
) -> None:
    assert shown(city, search, own, minutes) is None


def test_only_alarms_of_the_area_of_the_wall(city: City) -> None:
    found = shown(city, "&area=W")
    assert found is not None
    assert found.areas == ("W", city.tree.root.code)
    assert (found.lon, found.lat) == (city.tree.area("W").lon, city.tree.area("W").lat)
