"""Roll-calls of the tiny city: its two districts answer within a minute, its four streets within ten."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from datetime import timedelta
from pathlib import Path

import pytest

from queries.city import City
from queries.errors import DictionaryError
from queries.roll_calls.reach import OWN_CENTRES
from queries.roll_calls.roll_call import RollCall
from queries.roll_calls.standing_calls import ANSWER, CALL, ENDED, roll_call_answer_key
from queries.scope import WHOLE_CITY, Scope
from queries.values import Act
from tests.cities.builder import build_city, found_city
from tests.cities.steerable_clock import SteerableClock
from tests.cities.tiny.cases import AS_OF

KEY = "call1"
# Seconds after the call at which each centre answered; W2 never did.
ANSWERED = {"E": 20, "W": 61, "E1": 100, "E2": 200, "W1": 700}


@pytest.fixture
def clock() -> SteerableClock:
    return SteerableClock(AS_OF)


@pytest.fixture
def city(tmp_path: Path, clock: SteerableClock) -> Iterator[City]:
    with build_city(tmp_path / "tiny", clock=clock) as opened:
        yield opened


def act(city: City, kind: str, key: str, state: str, **more: str) -> Act:
    return replace(Act(kind, key, "saved", "li", "10.0.0.9", city.acts.moment()), state=state, **more)  # type: ignore[arg-type]


def call(city: City, state: str = "called") -> None:
    city.acts.deliver([act(city, CALL, KEY, state, text="防汛点名", area_code="C", unit="district,street")])


def answer(city: City, code: str, state: str = "answered", deed: str = "saved") -> None:
    given = act(city, ANSWER, roll_call_answer_key(KEY, code), state, area_code=code)
    city.acts.deliver([replace(given, deed=deed)])  # type: ignore[arg-type]


def called_and_answered(city: City, clock: SteerableClock) -> None:
    call(city)
    for code, seconds in ANSWERED.items():
        clock.moment = AS_OF + timedelta(seconds=seconds)
        answer(city, code)


def one(city: City, scope: Scope = WHOLE_CITY) -> RollCall:
    found = city.roll_calls.one(KEY, scope=scope)
    assert found is not None
    return found


def test_how_many_of_how_many_and_how_soon_by_hand(city: City, clock: SteerableClock) -> None:
    called_and_answered(city, clock)
    clock.moment = AS_OF + timedelta(minutes=20)
    found = one(city)
    districts, streets = found.reached
    assert (districts.called, districts.answered, districts.in_time) == (2, 2, 1)
    assert (streets.called, streets.answered, streets.in_time) == (4, 3, 2)
    assert (districts.within, streets.within) == ({1: 1, 10: 2}, {1: 0, 10: 2})
    assert [districts.p50_s, districts.p95_s] == pytest.approx([40.5, 20 + 0.95 * 41])
    assert [streets.p50_s, streets.p95_s] == pytest.approx([200, 650])
    assert [centre.area.code for centre in found.missing] == ["W2"]
    assert found.is_open
    assert found.elapsed == timedelta(minutes=20)


def test_the_clock_stops_with_the_last_answer_and_at_the_end(city: City, clock: SteerableClock) -> None:
    called_and_answered(city, clock)
    clock.moment = AS_OF + timedelta(seconds=800)
    answer(city, "W2", "in_its_name")
    clock.advance(minutes=30)
    assert one(city).elapsed == timedelta(seconds=800)
    call(city, ENDED)
    clock.advance(minutes=1)
    found = one(city)
    assert (found.is_open, found.made.ended_by) == (False, "li")
    assert found.made.called_at == AS_OF


def test_what_came_after_the_end_does_not_count_and_an_answer_can_be_taken_back(
    city: City, clock: SteerableClock
) -> None:
    called_and_answered(city, clock)
    clock.moment = AS_OF + timedelta(seconds=710)
    answer(city, "W1", deed="withdrawn")
    clock.moment = AS_OF + timedelta(seconds=720)
    call(city, ENDED)
    clock.advance(seconds=1)
    answer(city, "W2")
    assert [centre.area.code for centre in one(city).missing] == ["W1", "W2"]
    assert one(city).elapsed == timedelta(seconds=720)


def test_a_call_comes_to_its_end_by_itself(city: City, clock: SteerableClock) -> None:
    call(city)
    clock.advance(hours=2, seconds=1)
    found = one(city)
    assert (found.is_open, found.answered, found.elapsed) == (False, 0, timedelta(hours=2))
    assert found.reached[0].p50_s is None


def test_a_past_moment_knows_what_was_known_then_and_lists_the_newest_first(city: City, clock: SteerableClock) -> None:
    called_and_answered(city, clock)
    then = AS_OF + timedelta(seconds=90)
    past = city.roll_calls.one(KEY, then, scope=WHOLE_CITY)
    assert past is not None
    assert (past.answered, past.elapsed) == (2, timedelta(seconds=90))
    assert city.roll_calls.listed(city.tree.root, known=AS_OF - timedelta(seconds=1), scope=WHOLE_CITY) == ()
    city.acts.deliver([act(city, CALL, "call2", "called", text="再点", area_code="E", unit="street")])
    listed = city.roll_calls.listed(city.tree.root, scope=WHOLE_CITY)
    assert [(found.key, len(found.centres)) for found in listed] == [("call2", 2), (KEY, 6)]
    assert [found.key for found in city.roll_calls.listed(city.tree.area("W"), scope=WHOLE_CITY)] == [KEY]


def test_one_sees_the_centres_of_ones_own_areas_alone(city: City, clock: SteerableClock) -> None:
    called_and_answered(city, clock)
    west, street = Scope(areas=((5, 7),)), Scope(areas=((3, 3),))
    assert [centre.area.code for centre in one(city, west).centres] == ["W", "W1", "W2"]
    assert [centre.area.code for centre in one(city, street).centres] == ["E1"]
    city.acts.deliver([act(city, CALL, "east", "called", text="东", area_code="E", unit="district")])
    assert city.roll_calls.one("east", scope=west) is None


def test_the_levels_of_a_city_take_the_place_of_the_standard_ones(tmp_path: Path) -> None:
    folder = found_city(tmp_path / "tiny")
    (folder / OWN_CENTRES).write_text("over_after_hours = 1\n[[levels]]\nlevel = 2\nminutes = 5\n", encoding="utf-8")
    with City.open(folder) as city:
        assert [(level.key, level.minutes) for level in city.roll_calls.reach.levels] == [("street", 5)]
    for wrong, said in (
        ("over_after_hours = 0\n[[levels]]\nlevel = 1\nminutes = 1\n", "from 1 to 48"),
        ("over_after_hours = 1\n", r"\[\[levels\]\]"),
        ("over_after_hours = 1\n[[levels]]\nlevel = 1\n", "nothing else"),
        ("over_after_hours = 1\n[[levels]]\nlevel = 1\nminutes = 0\n", "minutes a whole number"),
        ("over_after_hours = 1\n" + "[[levels]]\nlevel = 1\nminutes = 1\n" * 2, "twice"),
        ("over_after_hours = ", "cannot be read"),
    ):
        (folder / OWN_CENTRES).write_text(wrong, encoding="utf-8")
        with pytest.raises(DictionaryError, match=said):
            City.open(folder)
