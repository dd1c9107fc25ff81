"""The page of the meeting on cross-boundary cases: its groups, what stands beside a case, the minutes of one held."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import datetime
from pathlib import Path
from urllib.parse import quote

import pytest
from dash import html

from dashboard.access.actor import Actor
from dashboard.governance.case_acts import CaseAct, CaseActs
from dashboard.screens.panel_registry import PANELS
from dashboard.screens.registration import draw_panel
from dashboard.screens.scenes import scene_at
from queries.city import City
from tests.cities.builder import build_city
from tests.cities.steerable_clock import SteerableClock
from tests.cities.tiny.cases import CASES, local, table_of
from tests.dashboard.screens.conftest import texts
from tests.queries.governance.test_agenda import MORE

PAGE = "/agenda"


@pytest.fixture
def clock() -> SteerableClock:
    return SteerableClock(local("1 0:00"))


@pytest.fixture
def city(tmp_path: Path, clock: SteerableClock) -> Iterator[City]:
    with build_city(tmp_path / "tiny", cases=table_of((*CASES, *MORE)), clock=clock) as opened:
        yield opened


def drawn(city: City, moment: datetime, more: str = "") -> html.Section:
    return draw_panel(PANELS["agenda"], city, PAGE, f"?lang=en&as_of={quote(moment.isoformat())}{more}", None)


def test_what_stands_is_decided_on_the_page_and_told_at_the_next_meeting(city: City, clock: SteerableClock) -> None:
    clock.moment = local("20 8:00")
    said = texts(drawn(city, clock.moment))
    assert "Meeting on cross-boundary cases · 2024-06-20 · as of 2024-06-20 08:00" in said
    assert "2 cases stand: 1 carried over, 1 new, 0 decided" in said
    assert "open too long · declined 3 times · on the agenda at least since 2024-06-13 (1)" in said
    assert "first_action" in str(draw_panel(PANELS["loop_act"], city, PAGE, "?lang=en", None))
    clock.moment = local("20 9:30")
    about = {"loop": "cross_boundary", "source": "tiny", "source_id": "X1"}
    kept = CaseActs(city)
    for said_of_it in (
        {"kind": "decision", "text": "roads leads", "unit": "roads"},
        {"kind": "first_action", "state": "acts_first", "unit": "crew"},
    ):
        kept.keep(CaseAct.model_validate(about | said_of_it), Actor("local", "test"))
    clock.moment = local("21 8:00")
    lines = texts(drawn(city, clock.moment))
    told = "leads: roads · acts first: crew · not moved since the decision (last step 2024-06-03 09:00)"
    assert any(told in one for one in lines)
    held = texts(drawn(city, clock.moment, "&meeting=2024-06-20"))
    assert "Meeting on cross-boundary cases · 2024-06-20 · as of 2024-06-20 09:00" in held
    assert "2 cases stand: 1 carried over, 1 new, 0 decided" in held
    assert held.count("Minutes · ") == 2


def test_a_moved_meeting_and_a_day_without_one_are_told(city: City) -> None:
    october = datetime(2024, 10, 2, 12, tzinfo=local("1 0:00").tzinfo)
    assert "2024-10-03 is a day off; the meeting is on 2024-10-08." in texts(drawn(city, october))
    friday = texts(drawn(city, local("28 12:00"), "&meeting=2024-06-14"))
    assert any("· 2024-06-20 · as of 2024-06-20 09:00" in one for one in friday)
    scene = scene_at(city, PAGE, "?meeting=noon", None)
    assert [notice.key for notice in scene.notices] == ["notice_meeting"]
