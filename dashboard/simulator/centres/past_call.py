"""The roll-call of the morning with which the simulated city begins, and who has answered it."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import datetime, time, timedelta

from dashboard.access.actor import SIMULATOR
from dashboard.roll_calls.simulated_answers import simulated_answer
from dashboard.simulator.centres.answer_times import CalledCentre, answer_times, declaration
from dashboard.words.catalogue import catalogue
from queries.city import City
from queries.values import ROLL_CALL, ROLL_CALL_ENDED, WHOLE_CITY, Act, areas_called

KEY = "simulatedmorning"


def call_past(city: City, seed: int, end: datetime) -> None:
    """Make the roll-call of the last morning before `end` (aware), with its answers, unless the city has it."""
    if city.roll_calls.reach.levels and city.roll_calls.one(KEY, scope=WHOLE_CITY) is None:
        city.acts.deliver([*_acts(city, seed, morning_before(end, city))])


def morning_before(end: datetime, city: City) -> datetime:
    """When that was."""
    said, zone = declaration()["past"], city.profile.time_zone
    latest = (end - timedelta(hours=said["hours_before"])).astimezone(zone)
    at = datetime.combine(latest.date(), time.fromisoformat(said["at"]), zone)
    return at if at <= latest else at - timedelta(days=1)


def _acts(city: City, seed: int, called_at: datetime) -> Iterator[Act]:
    reach, tree = city.roll_calls.reach, city.tree
    about = {
        "text": catalogue(city.profile.language)("roll_call.simulated_morning"),
        "area_code": tree.root.code,
        "unit": ",".join(one.key for one in reach.levels),
    }
    yield _of_call(called_at, "called", about)
    centres = [
        CalledCentre(area.area_id, area.code, level.limit)
        for level in reach.levels
        for area in areas_called(tree, tree.root, level.level)
    ]
    for centre, after in answer_times(seed, KEY, centres):
        yield simulated_answer(city, KEY, centre.code, called_at + after)
    ended_at = called_at + timedelta(minutes=declaration()["past"]["ended_after_minutes"])
    yield _of_call(ended_at, ROLL_CALL_ENDED, about)


def _of_call(at: datetime, state: str, about: dict[str, str]) -> Act:
    return Act(ROLL_CALL, KEY, "saved", SIMULATOR.who, SIMULATOR.origin, at, state=state, **about)  # type: ignore[arg-type]
