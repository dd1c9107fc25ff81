"""Beside a rate near 100 % stand those that failed: how many on its card, who and since when in a list."""

from __future__ import annotations

from datetime import timedelta
from pathlib import Path

from dashboard.panels.card import ask_card, render_card
from dashboard.screens.panel_registry import PANELS
from dashboard.screens.registration import draw_panel
from dashboard.screens.scenes import scene_at
from tests.cities.builder import build_city
from tests.cities.little.cases import NOON
from tests.dashboard.screens.conftest import texts


def test_of_a_hundred_devices_the_two_that_are_silent_are_named_the_longest_first(tmp_path: Path) -> None:
    beats = {f"c{n:03d}": 0 if n > 2 else n * 60 for n in range(1, 101)}  # c002 is silent for longer than c001
    devices = [
        {"device": name, "kind": "camera", "owner": "公安", "status": "online",
         "heartbeat_at": (NOON - timedelta(minutes=minutes)).isoformat()}
        for name, minutes in beats.items()
    ]  # fmt: skip
    with build_city(tmp_path, "little", cases=(), reports={"devices": devices}, clock=NOON) as city:
        listed = texts(draw_panel(PANELS["failures"], city, "/wall", "?kpi=online&lang=en", None))
        assert listed[:2] == ["Who failed · Devices online", "not online: 2"]
        assert [one for one in listed if one.startswith("c0")] == ["c002", "c001"]
        assert "2 h" in listed
        scene = scene_at(city, "/wall", "?kpi=online&lang=en", None)
        card = texts(render_card("card-0", ask_card(city, scene, "online"), scene))
        assert "98.0" in card
        assert "not online: 2" in card
        number = texts(draw_panel(PANELS["number"], city, "/", "?kpi=online&number=chosen&lang=en", None))
        assert number[number.index("Who failed") :][:4] == [
            "Who failed",
            "not online: 2",
            "c002",
            "since 10:00:00 (2 h)",
        ]
        nobody = texts(draw_panel(PANELS["failures"], city, "/wall", "?kpi=reported&lang=en", None))
        assert "This KPI has no list of who failed." in nobody
