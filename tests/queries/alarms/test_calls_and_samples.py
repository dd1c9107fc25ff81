"""Alarms about centres that are late at a roll-call, and about units whose closed cases do not pass the review."""

from __future__ import annotations

from datetime import timedelta
from pathlib import Path

from queries.city import City
from queries.roll_calls.standing_calls import ENDED
from queries.samples.sampling_rule import OWN_SAMPLING, STANDARD_SAMPLING
from queries.scope import WHOLE_CITY
from tests.cities.builder import build_city
from tests.cities.steerable_clock import SteerableClock
from tests.cities.tiny.cases import AS_OF
from tests.queries.alarms.test_alarms import OFF, watch
from tests.queries.roll_calls.test_roll_calls import answer, call
from tests.queries.samples.test_samples import drawn, sample, verdict

RULES = (
    OFF
    + """
[called]
zh = "点名"
en = "Called"
kind = "roll_call"
above = 0.05
severity = "warning"

[reviewed]
zh = "抽检"
en = "Reviewed"
kind = "sample"
severity = "notice"
"""
)


def test_centres_are_late_when_the_time_of_their_level_is_over(tmp_path: Path) -> None:
    """Two districts have a minute, four streets ten."""
    clock = SteerableClock(AS_OF)
    with build_city(tmp_path / "tiny", clock=clock, recorded_at=AS_OF, alarms=RULES) as city:
        call(city)
        clock.advance(seconds=30)
        answer(city, "E")
        assert watch(city) == []
        clock.advance(minutes=1)
        assert watch(city) == [("called", "raised", "C", "district", 0.5)]
        answer(city, "W")
        assert watch(city) == [("called", "cleared", "C", "district", 0.0)]
        clock.moment = AS_OF + timedelta(minutes=11)
        assert watch(city) == [("called", "raised", "C", "street", 1.0)]
        call(city, ENDED)
        assert watch(city) == [("called", "cleared", "C", "street", None)]
        [ran] = city.roll_calls.running(AS_OF + timedelta(minutes=5), scope=WHOLE_CITY)
        assert ran.answered == 2


def test_a_unit_has_an_alarm_where_its_pass_rate_lies_below_with_all_of_its_interval(tmp_path: Path) -> None:
    """Three cases of each district; of one department there are too few."""
    clock = SteerableClock(AS_OF)
    with build_city(tmp_path / "tiny", clock=clock, recorded_at=AS_OF, alarms=RULES) as founded:
        folder = founded.ground.folder
    few = STANDARD_SAMPLING.read_text(encoding="utf-8").replace("fewest = 10", "fewest = 3")
    (folder / OWN_SAMPLING).write_text(few, encoding="utf-8")
    with City.open(folder, clock=clock.clock()) as city:
        drawn(city)
        assert watch(city) == []
        of_east = {one.source_id: one.values[0] == "E" for one in sample(city).cases}
        for number, is_east in of_east.items():
            verdict(city, number, "failed" if is_east else "passed")
        assert watch(city) == [("reviewed", "raised", "E", "", 0.0)]
        clock.advance(minutes=1)
        for number in of_east:
            verdict(city, number, "passed")
        assert watch(city) == [("reviewed", "cleared", "E", "", 1.0)]
