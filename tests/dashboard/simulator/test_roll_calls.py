"""Roll-calls of a simulated city: its centres answer as time goes, some late, some never, and always labelled so."""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping
from dataclasses import replace
from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest

from dashboard.commands.city_commands import CityCommands
from dashboard.errors import NotFound
from dashboard.roll_calls.simulated_answers import simulated_answer
from dashboard.settings import Settings
from dashboard.simulator.centres.answer_times import CalledCentre, answer_times
from dashboard.simulator.centres.live_answers import LiveAnswers
from dashboard.simulator.centres.past_call import KEY as MORNING
from dashboard.simulator.centres.past_call import call_past, morning_before
from queries.city import City
from queries.errors import ActRefused
from queries.scope import WHOLE_CITY
from queries.values import RollCall
from tests.cities.builder import build_city
from tests.cities.steerable_clock import SteerableClock
from tests.cities.tiny.cases import AS_OF
from tests.queries.roll_calls.test_roll_calls import KEY, call, one

SEED = 7
LABEL = "模拟数据"


class CommandsOfCity:
    """The commands as the simulator sends them to a server, done at once."""

    def __init__(self, city: City) -> None:
        self._commands = CityCommands(city, Settings())

    def ask(self, question: str, given: Mapping[str, str]) -> dict[str, Any]:
        return self._commands.ask(question, given)

    def answer_simulated(self, call: str, areas: list[str]) -> int:
        return self._commands.answer_simulated(json.dumps({"call": call, "areas": areas}))


@pytest.fixture
def clock() -> SteerableClock:
    return SteerableClock(AS_OF)


@pytest.fixture
def city(tmp_path: Path, clock: SteerableClock) -> Iterator[City]:
    with build_city(tmp_path / "tiny", clock=clock) as opened:
        opened.acts.replace_profile(opened.profile.model_copy(update={"simulated": True}))
        yield opened


def centres(city: City) -> list[CalledCentre]:
    return [CalledCentre(found.area.area_id, found.area.code, found.level.limit) for found in one(city).centres]


def test_a_call_fills_up_as_time_goes_and_whoever_was_taken_back_stays_silent(
    city: City, clock: SteerableClock
) -> None:
    call(city)
    live = LiveAnswers(city.tree, SEED, lambda: CommandsOfCity(city), lambda: clock.moment)
    assert live.answer_due() == 0, "nobody answers before their time"
    times = answer_times(SEED, KEY, centres(city))
    for answered, (centre, after) in enumerate(times, 1):
        clock.moment = AS_OF + after + timedelta(milliseconds=1)
        assert live.answer_due() == 1
        assert one(city).answered == answered, centre.code
    [first, *_] = sorted((found.answer for found in one(city).centres if found.answer), key=lambda found: found.at)
    assert (first.who, first.how, first.text) == ("simulator", "in_its_name", LABEL)
    assert first.at == AS_OF + times[0][1] + timedelta(milliseconds=1)
    taken_back = simulated_answer(city, KEY, times[0][0].code, clock.moment)
    city.acts.deliver([replace(taken_back, deed="withdrawn")])
    assert (live.answer_due(), one(city).answered) == (0, len(times) - 1)


def test_most_are_in_time_some_late_and_few_missing() -> None:
    listed = [CalledCentre(number, str(number), timedelta(minutes=10)) for number in range(1, 5_001)]
    told = answer_times(SEED, KEY, listed)
    parts = [after / timedelta(minutes=10) for _, after in told]
    assert parts == sorted(parts)
    assert 0.005 < 1 - len(told) / 5_000 < 0.02
    assert 0.02 < sum(part > 1 for part in parts) / 5_000 < 0.04
    assert max(parts) < 3
    again = answer_times(SEED, KEY, reversed(listed[:50]))
    assert dict(again).items() <= dict(told).items()
    assert dict(answer_times(SEED, "another", listed[:50])) != dict(again)


def test_a_city_begins_with_the_call_of_its_morning(city: City) -> None:
    call_past(city, SEED, AS_OF)
    call_past(city, SEED, AS_OF)
    [made] = city.roll_calls.listed(city.tree.root, scope=WHOLE_CITY)
    morning = morning_before(AS_OF, city)
    assert AS_OF - timedelta(hours=25) <= morning <= AS_OF - timedelta(hours=1)
    assert (made.key, made.made.called_at, made.is_open) == (MORNING, morning, False)
    assert LABEL in made.made.text or "simulated" in made.made.text
    assert_as_told(made, city)


def assert_as_told(made: RollCall, city: City) -> None:
    listed = [CalledCentre(found.area.area_id, found.area.code, found.level.limit) for found in made.centres]
    told = {centre.code: after for centre, after in answer_times(SEED, MORNING, listed)}
    ended = timedelta(minutes=30)
    assert {found.area.code: found.after for found in made.centres if found.after} == {
        code: pytest.approx(after, abs=timedelta(milliseconds=1)) for code, after in told.items() if after <= ended
    }


def test_no_centre_of_a_real_city_answers_by_simulation(city: City) -> None:
    call(city)
    commands = CityCommands(city, Settings())
    with pytest.raises(NotFound):
        commands.answer_simulated(json.dumps({"call": "none", "areas": ["E"]}))
    assert commands.answer_simulated(json.dumps({"call": KEY, "areas": ["E", "E9"]})) == 1
    city.acts.replace_profile(city.profile.model_copy(update={"simulated": False}))
    with pytest.raises(ActRefused, match="real city"):
        commands.answer_simulated(json.dumps({"call": KEY, "areas": ["W"]}))
