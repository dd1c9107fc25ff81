"""Each loop says whether an alarm of it is open and since when, on the page and in answers, within one's areas."""

from __future__ import annotations

import tomllib
from collections.abc import Iterator
from datetime import timedelta
from pathlib import Path

import pytest

from dashboard.governance.loop_alarms import open_alarms
from dashboard.governance.loop_answers import loops_as_json
from dashboard.screens.panel_registry import PANELS
from dashboard.screens.registration import draw_panel
from dashboard.words.catalogue import catalogue
from queries.alarms import rule
from queries.city import City
from queries.governance import loop_declaration
from queries.scope import LineOfBusiness, Scope
from tests.cities.builder import build_city
from tests.cities.steerable_clock import SteerableClock
from tests.cities.tiny.cases import AS_OF
from tests.dashboard.screens.conftest import found, texts
from tests.queries.alarms.test_alarms import OFF, watch

OWN = """
[overdue_share]
zh = "在办过多"
en = "Many open"
kind = "threshold"
kpi = "open"
levels = [0, 1]
above = 2
clear = 1
severity = "warning"
"""


@pytest.fixture(scope="module")
def city(tmp_path_factory: pytest.TempPathFactory) -> Iterator[City]:
    clock = SteerableClock(AS_OF)
    rules = OFF.replace("[overdue_share]\noff = true\n", "") + OWN
    with build_city(tmp_path_factory.mktemp("tiny"), clock=clock, recorded_at=AS_OF, alarms=rules) as opened:
        watch(opened)
        clock.advance(minutes=30)
        yield opened


def test_the_row_says_how_many_since_when_and_leads_to_them(city: City) -> None:
    rows = found(draw_panel(PANELS["loops"], city, "/loops", "?lang=en", None), "loops")[0].children
    told = {getattr(row, "data-loop"): found(row, "loop-alarms") for row in rows}
    [link] = told.pop("supervision")
    assert texts(link) == ["Open alarms: 2, the first since 18:00:00"]
    assert (link.href.partition("?")[0], link.className) == ("/alarms", "loop-alarms warning")
    assert not any(told.values())


def test_the_answer_names_each_and_of_a_moment_before_none(city: City) -> None:
    [told] = loops_as_json(city, {"loop": "supervision"}, catalogue("en"))["loops"]
    assert told["alarm_rules"] == ["overdue_share", "limit_near", "limit_nearer"]
    assert [(one["rule"], one["name"], one["area"], one["since"]) for one in told["alarms"]] == [
        ("overdue_share", f"Many open · {place} side", place, "2024-06-10T18:00:00+08:00") for place in ("C", "W")
    ]
    before = {"loop": "supervision", "as_of": (AS_OF - timedelta(minutes=1)).isoformat()}
    assert loops_as_json(city, before, catalogue("en"))["loops"][0]["alarms"] == []
    of_the_east = loops_as_json(city, {"loop": "supervision", "area": "E"}, catalogue("en"))
    assert of_the_east["loops"][0]["alarms"] == []


def test_one_sees_those_of_ones_own_areas_and_of_all_lines_only(city: City) -> None:
    loops = [city.governance.loops["supervision"]]
    west = open_alarms(city, loops, city.tree.root, scope=Scope(areas=((5, 7),)))
    assert west is not None
    assert [one.last.area_code for one in west["supervision"]] == ["W"]
    of_a_line = Scope(lines_of_business=(LineOfBusiness("水", "water", ("water",)),))
    assert open_alarms(city, loops, city.tree.root, scope=of_a_line) is None


def test_loops_of_the_program_name_rules_that_there_are() -> None:
    rules = tomllib.loads(Path(rule.__file__).with_name("rules.toml").read_text(encoding="utf-8")).keys()
    loops = tomllib.loads(Path(loop_declaration.__file__).with_name("loops.toml").read_text(encoding="utf-8"))
    for key, loop in loops.items():
        assert loop.get("alarms"), f"{key} names no rule of alarms"
        assert {*loop["alarms"]} <= rules, key
