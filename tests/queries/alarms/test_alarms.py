"""Alarms of the tiny city, counted by hand: what its rules find, what of it is kept, and who sees it."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import datetime, timedelta
from pathlib import Path

import pytest

from queries.alarms.evaluation import AlarmState
from queries.alarms.rule_file import standard_rules
from queries.alarms.watch import Watch
from queries.city import City
from queries.door.alarms import AlarmsAsked
from queries.errors import IntakeFull
from queries.intake.receipt import Receipt
from queries.kpis.question import Question
from queries.scope import WHOLE_CITY, LineOfBusiness, Scope, answering
from tests.cities.builder import build_city
from tests.cities.steerable_clock import SteerableClock
from tests.cities.tiny.cases import AS_OF, local

OFF = "".join(f"[{key}]\noff = true\n" for key in standard_rules() if key != "unanswered")
RULES = (
    OFF
    + """
[many_open]
zh = "在办过多"
en = "Many open"
kind = "threshold"
kpi = "open"
levels = [0, 1]
above = 2
clear = 1
severity = "warning"

[open_of_department]
zh = "部门在办"
en = "Open of a department"
kind = "threshold"
kpi = "open"
by = "department"
above = 0
severity = "notice"
hold_minutes = 10

[near]
zh = "临近"
en = "Near"
kind = "limit_near"
spent = 75
levels = [1]
above = 0
severity = "critical"

[same_place]
zh = "同地"
en = "Same place"
kind = "cluster"
category = "category3"
cases = 2
metres = 50
minutes = 10000
level = 2
severity = "notice"
"""
)


@pytest.fixture
def clock() -> SteerableClock:
    return SteerableClock(AS_OF)


@pytest.fixture
def city(tmp_path: Path, clock: SteerableClock) -> Iterator[City]:
    with build_city(tmp_path / "tiny", clock=clock, recorded_at=AS_OF, alarms=RULES) as opened:
        yield opened


def watch(city: City) -> list[tuple[str, str, str, str, float | None]]:
    reception = city.acts.reception()
    found = city.alarms.watch(lambda: reception)
    reception.apply_waiting()
    return [(one.rule, one.step, one.area_code, one.subject, one.value) for one in found]


def listed(city: City, scope: Scope = WHOLE_CITY, known: datetime | None = None) -> list[tuple[str, str, str, bool]]:
    found = city.alarms.listed(AlarmsAsked(city.tree.root), known, scope=scope)
    return [(one.last.rule, one.last.area_code, one.last.subject, one.cleared_at is None) for one in found]


FIRST = [("many_open", "raised", "C", "", 4.0), ("many_open", "raised", "W", "", 3.0)]  # K6 K7 K9, K15 in the east


def test_what_rules_find_is_raised_once_and_kept(city: City, clock: SteerableClock) -> None:
    data_version = city.sources.data_version
    assert (watch(city), city.alarms.watch_cost.asked, city.alarms.watch_cost.rules) == (FIRST, 4, 5)
    assert (watch(city), city.sources.data_version) == ([], data_version)
    assert city.alarms.watch_cost.asked == 3, "a rule that waits for ten minutes is not asked again at once"
    clock.advance(minutes=10)
    assert watch(city) == [
        ("open_of_department", "raised", "C", "police", 1.0), ("open_of_department", "raised", "C", "water", 1.0),
    ]  # fmt: skip
    open_ones = listed(city)
    assert open_ones == [
        ("many_open", "C", "", True), ("many_open", "W", "", True),
        ("open_of_department", "C", "police", True), ("open_of_department", "C", "water", True),
    ]  # fmt: skip
    assert (city.acts.reconcile(), listed(city, known=AS_OF + timedelta(minutes=5))) == ((), open_ones[:2])
    city.acts.rebuild()
    assert (listed(city), city.acts.reconcile()) == (open_ones, ())


def test_rules_for_which_there_is_no_time_are_the_first_of_the_next_minute(city: City, clock: SteerableClock) -> None:
    watching, minutes = Watch(city.alarms.rules, at_once_s=0.0), []
    state, asking = AlarmState(), city.alarms._asking(WHOLE_CITY)
    for _ in range(8):
        with answering(WHOLE_CITY):
            evaluated = watching.judged(asking, state, clock.moment)
        state = evaluated.state
        minutes.append((watching.cost.slowest, [(one.rule, one.area_code) for one in evaluated.transitions]))
        clock.advance(minutes=1)
    in_turn = ["many_open", "open_of_department", "near", "same_place"]
    assert [rule for rule, _ in minutes] == in_turn * 2
    assert [raised for _, raised in minutes if raised] == [[("many_open", "C"), ("many_open", "W")]]
    assert state.answered.keys() == set(in_turn)


def test_a_city_that_is_opened_again_goes_on_with_its_alarms(city: City, clock: SteerableClock) -> None:
    watch(city)
    city.close()
    clock.moment = local("10 18:01")
    with City.open(city.ground.folder, clock=clock.clock()) as again:
        assert watch(again) == []
        assert len(listed(again)) == 2


def test_a_case_is_near_its_limit_from_three_quarters_of_it_on(city: City, clock: SteerableClock) -> None:
    """K9: filed on the 9th, due 72 hours later; K7 is suspended."""

    def near(day: str, denominator: str | None = None) -> int:
        asked = Question("near_limit", "W", as_of=local(day), denominator=denominator, scope=WHOLE_CITY)
        return city.kpis.ask(asked).n

    assert [near(day) for day in ("11 14:19", "11 14:20", "12 8:20", "12 8:21")] == [0, 1, 1, 0]
    assert [near(day, "nine_tenths") for day in ("12 1:07", "12 1:08", "12 8:20")] == [0, 1, 1]
    clock.moment = local("11 14:20")
    assert ("near", "raised", "W", "", 1.0) in watch(city)


def test_a_delivery_that_is_refused_changes_nothing_and_is_tried_again(city: City) -> None:
    class Full:
        def accept(self, *_: object) -> Receipt:
            raise IntakeFull("full")

    with pytest.raises(IntakeFull):
        city.alarms.watch(Full)
    assert (listed(city), len(watch(city))) == ([], 2)


def test_alarms_are_for_those_who_may_see_all_of_their_area(city: City) -> None:
    watch(city)
    west = city.tree.area("W")
    assert listed(city, Scope(areas=((west.area_id, west.last_id),))) == [("many_open", "W", "", True)]
    assert listed(city, Scope(areas=((west.last_id, west.last_id),))) == []
    assert listed(city, Scope(lines_of_business=(LineOfBusiness("噪声", "noise", ("noise",)),))) == []


def test_a_cluster_stays_one_alarm_and_is_over_when_its_cases_are_old(tmp_path: Path) -> None:
    clock = SteerableClock(local("1 10:30"))
    with build_city(tmp_path / "tiny", clock=clock, recorded_at=AS_OF, alarms=RULES) as city:
        assert ("same_place", "raised", "E1", "parking", 2.0) in watch(city)  # K1 and K2
        [alarm] = city.alarms.listed(AlarmsAsked(city.tree.root, rule="same_place"), scope=WHOLE_CITY)
        assert (alarm.last.lon, alarm.last.lat) != (None, None)
        [hidden] = city.alarms.listed(
            AlarmsAsked(city.tree.root, rule="same_place"), scope=Scope(closed_lines=(LineOfBusiness("噪声", "noise"),))
        )
        assert (hidden.last.lon, hidden.last.area_code) == (None, "E")
        clock.moment = local("1 20:00")
        assert not [one for one in watch(city) if one[0] == "same_place"]
        clock.moment = local("10 18:00")
        assert ("same_place", "cleared", "E1", "parking", None) in watch(city)
