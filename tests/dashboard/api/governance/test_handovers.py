"""A case that is handed over by its hold time, and what people do about it, stand on the page with the evidence."""

from __future__ import annotations

from datetime import UTC, datetime
from pathlib import Path

import pyarrow as pa

from dashboard.access.actor import Actor
from dashboard.governance.case_acts import CaseAct, CaseActs
from dashboard.governance.handing_over import hand_over
from dashboard.screens.panel_registry import PANELS
from dashboard.screens.registration import draw_panel
from queries.calendar.clock import Clock
from tests.cities.builder import build_city
from tests.cities.steerable_clock import SteerableClock
from tests.cities.tiny.cases import AS_OF
from tests.dashboard.screens.conftest import texts

LI = Actor("li", "test")


def test_evidence_and_receipt_of_handovers_by_the_system_and_by_people(tmp_path: Path) -> None:
    clock = SteerableClock(AS_OF)
    with build_city(tmp_path / "tiny", clock=clock) as city:
        assert hand_over(city) == 4
        assert hand_over(city) == 0
        handed = CaseAct(
            kind="handover", loop="supervision", source="tiny", source_id="K6", unit="监察", state="received"
        )
        acts = CaseActs(city)
        clock.advance(minutes=5)
        acts.keep(handed, LI)
        acts.keep(handed.model_copy(update={"source_id": "K15", "state": "handed_over"}), LI)
        clock.advance(minutes=5)
        shown = texts(draw_panel(PANELS["loop_cases"], city, "/loops", "?loop=supervision", None))
    assert "2024-06-10 18:00 · 系统（自动） · 移交 · 已移交 · 纪检监察室" in shown
    assert "2024-06-10 18:05 · li · 移交 · 已接收 · 监察" in shown
    [of_k15] = [one for one in shown if "移交依据（2024-06-10 18:05）" in one]
    assert "核查退回未结，命中于 2024-06-08 10:00" in of_k15
    assert "案件版本" in of_k15


def test_nothing_is_handed_over_by_itself_of_data_that_have_ended(tmp_path: Path) -> None:
    """Whoever loads a file of the past finds no acts of the system in it."""
    with build_city(tmp_path / "tiny", clock=Clock("data")) as city:
        assert hand_over(city) == 0
        shown = texts(draw_panel(PANELS["loop_cases"], city, "/loops", "?loop=supervision", None))
    assert [one for one in shown if "命中于" in one and "仅人工移交" in one]
    assert not [one for one in shown if "自动移交" in one]


def test_a_city_that_speaks_english_hands_over_to_a_unit_named_so(tmp_path: Path) -> None:
    with build_city(tmp_path / "tiny", profile={"language": "en"}, clock=SteerableClock(AS_OF)) as city:
        assert hand_over(city) == 4
        shown = texts(draw_panel(PANELS["loop_cases"], city, "/loops", "?loop=supervision&lang=en", None))
    assert [one for one in shown if "handed over" in one and "Supervision office" in one]


def test_a_list_of_what_no_source_knows_does_not_say_that_all_is_done(tmp_path: Path) -> None:
    cases = pa.table({"source_id": ["1"], "reported_at": [datetime(2024, 6, 1, tzinfo=UTC)]})
    with build_city(tmp_path / "bare", cases=cases) as city:
        shown = texts(draw_panel(PANELS["loop_cases"], city, "/loops", "?loop=cross_boundary&lang=en", None))
    assert "no data from this source" in shown
