"""A case that is handed over by its hold time, and what people do about it, stand on the page with the evidence."""

from __future__ import annotations

from pathlib import Path

from dashboard.access.request_actor import Actor
from dashboard.governance.case_acts import CaseAct, CaseActs
from dashboard.governance.handing_over import hand_over
from dashboard.screens.panel_registry import PANELS
from dashboard.screens.registration import draw_panel
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
