"""What a wall is told: until when, in whose area, and the last word of all."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

import pytest

from dashboard.walls.steering import ALL, Steerings
from queries.values import Scope

BEGIN = datetime(2024, 8, 20, 4, tzinfo=UTC)
LASTS = timedelta(minutes=10)
CITY, WEST, EAST = Scope(), Scope(areas=((2, 9),)), Scope(areas=((10, 20),))


class Clock:
    def __init__(self) -> None:
        self.moment = BEGIN

    def __call__(self) -> datetime:
        return self.moment


@pytest.fixture
def clock() -> Clock:
    return Clock()


def test_what_was_told_ends_when_nothing_more_is_said(clock: Clock) -> None:
    held = Steerings(clock)
    first = held.tell("w1", "Li", LASTS, CITY, scene="cross", paused=True)
    assert held.of_wall("w1", WEST) == held.of_wall("w1", CITY) == first
    clock.moment += timedelta(minutes=9)
    second = held.tell("w1", "Li", LASTS, CITY, steps=1)
    assert (second.scene, second.steps, second.serial > first.serial) == ("cross", 1, True)
    clock.moment += timedelta(minutes=9)
    assert held.of_wall("w1", CITY) == second
    clock.moment += timedelta(minutes=2)
    assert held.of_wall("w1", CITY) is None
    assert held.tell("w1", "Wu", LASTS, CITY).scene == "", "it begins anew"


def test_the_last_word_counts_whether_it_was_to_one_wall_or_to_all(clock: Clock) -> None:
    held = Steerings(clock)
    held.tell("w1", "Li", LASTS, WEST, scene="cross")
    to_all = held.tell(ALL, "Wu", LASTS, WEST, scene="assess")
    assert held.of_wall("w1", WEST) == to_all
    to_one = held.tell("w1", "Li", LASTS, WEST, paused=True)
    assert held.of_wall("w1", WEST) == to_one
    assert held.of_wall("w2", WEST) == to_all
    assert held.end(ALL, WEST)
    assert held.of_wall("w2", WEST) is None


def test_walls_of_other_areas_hear_nothing(clock: Clock) -> None:
    held = Steerings(clock)
    held.tell(ALL, "Li", LASTS, WEST, scene="cross")
    assert held.of_wall("w1", EAST) is None
    assert held.of_wall("w1", CITY) is None, "a wall shows more than who steers may see"
    assert held.of_wall("w1", Scope(areas=((3, 4),))) is not None


def test_one_district_neither_changes_nor_ends_what_another_tells_all_its_walls(clock: Clock) -> None:
    held = Steerings(clock)
    west = held.tell(ALL, "Li", LASTS, WEST, scene="cross", steps=2)
    east = held.tell(ALL, "Wu", LASTS, EAST, paused=True)
    assert (held.of_wall("w1", WEST), held.of_wall("e1", EAST)) == (west, east)
    assert (east.scene, east.steps) == ("", 0), "nothing of the other is taken over"
    assert held.of_target(ALL, EAST) == east
    assert held.end(ALL, EAST)
    assert held.of_wall("w1", WEST) == west
