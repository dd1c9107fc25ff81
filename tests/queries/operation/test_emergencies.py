"""Emergencies of the tiny city: which areas are in one, since when and why, how each ended, and who is told."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from datetime import datetime, timedelta
from pathlib import Path

import pytest

from queries.city import City
from queries.operation.emergency import RETURNS, SWITCH
from queries.operation.mode_file import OWN_MODES
from queries.scope import WHOLE_CITY, Scope
from queries.values import Act
from tests.cities.builder import build_city
from tests.cities.steerable_clock import SteerableClock
from tests.cities.tiny.cases import AS_OF

MINUTE = timedelta(minutes=1)


@pytest.fixture
def clock() -> SteerableClock:
    return SteerableClock(AS_OF)


@pytest.fixture
def city(tmp_path: Path, clock: SteerableClock) -> Iterator[City]:
    with build_city(tmp_path / "tiny", clock=clock) as opened:
        yield opened


def switch(city: City, code: str, state: str = "emergency", until: datetime | None = None, search: str = "") -> None:
    given = Act(SWITCH, code, "saved", "li", "10.0.0.9", city.acts.moment(), area_code=code, unit="commander")
    text = "防汛 13812345678" if state == "emergency" else "解除"
    city.acts.deliver([replace(given, state=state, text=text, until_at=until, search=search)])


def modes(city: City, scope: Scope = WHOLE_CITY, known: datetime | None = None) -> str:
    """The areas of the tree that are in an emergency."""
    areas = [city.tree.by_id(number) for number in range(1, len(city.tree) + 1)]
    found = [one.code for one in areas if city.operation.here(one, known, scope=scope).emergency]
    return " ".join(found)


def test_an_area_is_in_an_emergency_while_it_or_one_around_it_is(city: City, clock: SteerableClock) -> None:
    assert modes(city) == ""
    switch(city, "W")
    clock.advance(minutes=5)
    assert modes(city) == "W W1 W2"
    assert [one.area.code for one in city.operation.here(city.tree.root, scope=WHOLE_CITY).below] == ["W"]
    switch(city, "C")
    assert modes(city) == "C E E1 E2 W W1 W2"
    clock.advance(minutes=5)
    switch(city, "C", "normal")
    assert modes(city) == "W W1 W2", "its own emergency goes on"
    assert modes(city, known=AS_OF - MINUTE) == ""
    assert modes(city, known=AS_OF + 6 * MINUTE) == "C E E1 E2 W W1 W2"
    city.acts.rebuild()
    assert modes(city) == "W W1 W2"


def test_each_has_its_reason_masked_its_length_and_how_it_ended(city: City, clock: SteerableClock) -> None:
    switch(city, "W", until=AS_OF + 30 * MINUTE)
    clock.advance(minutes=10)
    switch(city, "W", until=AS_OF + 60 * MINUTE)
    [one] = city.operation.emergencies(city.tree.root, scope=WHOLE_CITY)
    assert (one.since, one.by, one.role, one.expected_end) == (AS_OF, "li", "commander", AS_OF + 60 * MINUTE)
    assert "13812345678" not in one.text
    clock.advance(minutes=60)
    [late] = city.operation.emergencies(city.tree.root, scope=WHOLE_CITY)
    assert (late.is_late(clock.moment), late.until, late.lasted(clock.moment)) == (True, None, 70 * MINUTE)
    switch(city, "W", "normal")
    clock.advance(minutes=1)
    switch(city, "W")
    newest, first = city.operation.emergencies(city.tree.area("W1"), scope=WHOLE_CITY)
    assert (first.ended, first.ended_by, first.end_text, first.lasted(clock.moment)) == (
        "switched", "li", "解除", 70 * MINUTE,
    )  # fmt: skip
    assert newest.until is None


def test_one_returns_by_itself_only_where_that_was_declared_when_it_was_switched(
    city: City, clock: SteerableClock
) -> None:
    switch(city, "E", until=AS_OF + 10 * MINUTE)
    switch(city, "W", until=AS_OF + 10 * MINUTE, search=RETURNS)
    clock.advance(minutes=10)
    assert modes(city) == "E E1 E2"
    [west] = city.operation.emergencies(city.tree.area("W"), scope=WHOLE_CITY)
    assert (west.ended, west.until, west.ended_by) == ("by_itself", AS_OF + 10 * MINUTE, "")


def test_nobody_is_told_of_areas_that_they_may_not_see(city: City) -> None:
    west = city.tree.area("W")
    of_west = Scope(areas=((west.area_id, west.last_id),))
    switch(city, "E")
    assert city.operation.emergencies(city.tree.root, scope=of_west) == ()
    assert city.operation.here(city.tree.root, scope=of_west).below == ()
    switch(city, "C")
    assert modes(city, of_west).endswith("W W1 W2")


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("[x", "not valid TOML"),
        ("[panic]\n", "panic: there is no such mode"),
        ("[normal]\nwall = {}\n", "normal.wall: there is no such field"),
        ('[emergency]\nreturns_by_itself = "yes"\n', "emergency.returns_by_itself: must be true or false"),
        ("[emergency.alarms]\nthresholds = 0\n", "emergency.alarms.thresholds: must be a number from 0.1 to 10"),
        ("[emergency.alarms]\nthreshold = 1\n", "emergency.alarms.threshold: there is no such field"),
        ("[emergency.alarms]\nrules = 1\n", "emergency.alarms.rules: are tables"),
    ],
)
def test_a_mistake_in_the_citys_own_file_is_told_and_the_programs_modes_hold(city: City, text: str, said: str) -> None:
    file = city.ground.folder / OWN_MODES
    standard = city.operation.modes
    file.write_text('[emergency]\nzh = "应急"\n[emergency.wall]\ndwell_s = 9\n', encoding="utf-8")
    own = city.operation.modes["emergency"]
    assert (own.zh, own.en, own.wall["dwell_s"], own.wall["scenes"]) == (
        "应急", "Emergency", 9, standard["emergency"].wall["scenes"],
    )  # fmt: skip
    file.write_text(text, encoding="utf-8")
    assert city.operation.mistake.startswith((said, "The file"))
    assert said in city.operation.mistake
    assert city.operation.modes == standard
