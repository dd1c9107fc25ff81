"""Alarms in an emergency: by other limits in the areas that are in one, and by the usual ones elsewhere."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest

from queries.alarms.mode_rules import rules_in_mode
from queries.alarms.rule_file import read_rules
from queries.city import City
from queries.errors import RulesError
from queries.operation.mode import AlarmChanges
from queries.operation.mode_file import OWN_MODES
from tests.cities.builder import build_city
from tests.cities.steerable_clock import SteerableClock
from tests.cities.tiny.cases import AS_OF
from tests.queries.alarms.test_alarms import OFF, watch
from tests.queries.alarms.test_rules import whole_dictionary
from tests.queries.operation.test_emergencies import switch

# In hand: 4 in the city, 3 in its west (K6 K7 K9), 1 in its east (K15).
OPEN = """
[many_open]
zh = "在办过多"
en = "Many open"
kind = "threshold"
kpi = "open"
levels = [0, 1]
above = 4
severity = "notice"
"""
SOONER = """
[emergency.alarms]
thresholds = 0.2
holds = 1
rules = {}
"""


@pytest.fixture
def clock() -> SteerableClock:
    return SteerableClock(AS_OF)


@pytest.fixture
def city(tmp_path: Path, clock: SteerableClock) -> Iterator[City]:
    with build_city(tmp_path / "tiny", clock=clock, recorded_at=AS_OF, alarms=OFF + OPEN) as opened:
        (opened.ground.folder / OWN_MODES).write_text(SOONER, encoding="utf-8")
        yield opened


def test_the_west_alone_is_judged_by_other_limits_until_it_is_back(city: City, clock: SteerableClock) -> None:
    assert watch(city) == []
    switch(city, "W")
    clock.advance(minutes=1)
    assert watch(city) == [("many_open", "raised", "W", "", 3.0)]
    switch(city, "C")
    clock.advance(minutes=1)
    assert {one[2] for one in watch(city)} == {"C", "E"}, "of the whole city too"
    for code in ("C", "W"):
        switch(city, code, "normal")
    clock.advance(minutes=1)
    assert {one[1:3] for one in watch(city)} == {("cleared", "C"), ("cleared", "E"), ("cleared", "W")}


def test_a_rule_of_emergencies_alone_has_its_name_and_is_over_with_them(city: City, clock: SteerableClock) -> None:
    own = '[emergency.alarms.rules.any]\nzh = "有在办"\nen = "Any open"\nkind = "threshold"\nkpi = "open"\n'
    own += 'levels = [1]\nabove = 0\nseverity = "critical"\n[emergency.alarms.rules.many_open]\noff = true\n'
    (city.ground.folder / OWN_MODES).write_text(own, encoding="utf-8")
    switch(city, "E")
    assert watch(city) == [("any", "raised", "E", "", 1.0)]
    named = city.alarms.rule("any")
    assert named is not None
    assert (named.en, named.severity) == ("Any open", "critical")
    switch(city, "E", "normal")
    clock.advance(minutes=1)
    assert [one[:3] for one in watch(city)] == [("any", "cleared", "E")]


def test_rules_of_every_kind_are_sooner_and_a_named_one_is_as_it_is_written() -> None:
    dictionary, nowhere = whole_dictionary(), Path("nowhere.toml")
    usual = read_rules(nowhere, dictionary)
    changes = AlarmChanges(0.8, 0.5, {"sources_silent": {"severity": "critical"}})
    rules = rules_in_mode(usual, changes, nowhere, dictionary)
    assert (rules["devices_offline"].above, rules["devices_offline"].clear) == pytest.approx((0.24, 0.16))
    assert (rules["links_failing"].below, rules["links_failing"].clear) == pytest.approx((0.92, 0.96)), "of a share"
    assert (rules["overdue_share"].hold_minutes, rules["reported_unusual"].hold_minutes) == (30, 15)
    assert rules["case_cluster"].cases == 5
    assert (rules["sources_silent"].severity, rules["sources_silent"].hold_minutes) == ("critical", 5)
    with pytest.raises(RulesError, match="missing: zh"):
        rules_in_mode(usual, AlarmChanges(rules={"x": {"kind": "threshold"}}), nowhere, dictionary)
    with pytest.raises(RulesError, match="there is no KPI"):
        rules_in_mode(usual, AlarmChanges(rules={"overdue_share": {"kpi": "x"}}), nowhere, dictionary)
