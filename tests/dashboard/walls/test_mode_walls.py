"""What walls show in an emergency: other scenes in another order, sooner, and a band; walls of other areas do not."""

from __future__ import annotations

import json
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from dashboard.commands.check import city_lines
from dashboard.panels.wall.scenes import ask, render
from dashboard.screens.panel_registry import PANELS
from dashboard.screens.registration import draw_panel
from dashboard.screens.scenes import scene_at
from dashboard.walls.mode_walls import mistake_in_modes
from queries.city import City
from queries.values import OWN_MODES
from tests.cities.builder import build_city
from tests.cities.steerable_clock import SteerableClock
from tests.cities.tiny.cases import AS_OF
from tests.dashboard.screens.conftest import found, texts
from tests.queries.operation.test_emergencies import MINUTE, switch

OWN = """
[emergency.wall]
scenes = ["supervise", "gone", "overview", "dispatch"]
dwell_s = 7
dwells = { overview = 33 }
behaviour = { jump_severity = "critical" }
"""


@pytest.fixture
def clock() -> SteerableClock:
    return SteerableClock(AS_OF)


@pytest.fixture
def city(tmp_path: Path, clock: SteerableClock) -> Iterator[City]:
    with build_city(tmp_path / "tiny", clock=clock) as opened:
        (opened.ground.folder / OWN_MODES).write_text(OWN, encoding="utf-8")
        yield opened


def told(city: City, search: str) -> dict[str, Any]:
    scene = scene_at(city, "/wall", search, None)
    payload: dict[str, Any] = json.loads(getattr(render(ask(city, scene), scene), "data-scenes"))
    return payload


def shown(payload: dict[str, Any]) -> list[tuple[str, int]]:
    return [(one["key"], one["dwell_s"]) for one in payload["scenes"] if one["is_due"]]


def band(city: City, path: str, search: str) -> list[str]:
    header = draw_panel(PANELS["header"], city, path, search, None)
    return [text for one in found(header, "mode-band") for text in texts(one)]


def test_the_walls_of_the_area_change_and_no_others(city: City, clock: SteerableClock) -> None:
    usual = shown(told(city, "?lang=en"))
    assert usual[0] == ("overview", 60)
    switch(city, "W", until=AS_OF + 5 * MINUTE)
    west = told(city, "?area=W&lang=en")
    assert shown(west) == [("supervise", 7), ("overview", 33), ("dispatch", 7)]
    assert (west["shown"], west["page_s"]) == ("supervise", 10), "the first one where the address names none"
    assert {one["key"] for one in west["scenes"]} == {one["key"] for one in told(city, "?lang=en")["scenes"]}
    assert shown(told(city, "?lang=en")) == shown(told(city, "?area=E&lang=en")) == usual
    clock.advance(minutes=10)
    for path in ("/wall", "/", "/alarms"):
        said = band(city, path, "?area=W&lang=en")
        assert said[:2] == ["Emergency", "W side"]
        assert said[3] == "commander"
        assert "(for 10 min)" in said[2]
        assert said[-1].startswith("past its expected end")
        assert "li" not in said, "the role, not the name"
        assert "13812345678" not in " ".join(said)
    assert band(city, "/wall", "?lang=en") == []
    assert "Emergency: W side" in texts(draw_panel(PANELS["header"], city, "/wall", "?lang=en", None))
    switch(city, "W", "normal")
    clock.advance(minutes=1)
    assert shown(told(city, "?area=W&lang=en")) == usual
    assert "平时" in texts(draw_panel(PANELS["header"], city, "/wall", "?area=W&lang=zh-CN", None))


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("[emergency.wall]\ndwell_s = 1\n", "emergency.wall.dwell_s: must be from 5 to 3600"),
        ("[emergency.wall]\nscene = []\n", "emergency.wall.scene: there is no such field"),
        ("[emergency.wall]\nbehaviour = { idle = 9 }\n", "emergency.wall.behaviour: wall.idle: there is no such field"),
        ('[emergency.alarms.rules.overdue_share]\nkpi = "x"\n', "there is no KPI 'x'"),
    ],
)
def test_a_mistake_is_told_and_the_walls_stay_as_they_are(city: City, text: str, said: str) -> None:
    (city.ground.folder / OWN_MODES).write_text(text, encoding="utf-8")
    switch(city, "C")
    assert said in mistake_in_modes(city)
    assert said in next(line.advice for line in city_lines(city) if line.what == "modes")
    scene = scene_at(city, "/wall", "?lang=en", None)
    assert "modes.toml of the city has a mistake" in str(render(ask(city, scene), scene))
