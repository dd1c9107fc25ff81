"""The wall scene of command: the newest roll-call by hand, who is missing, who is on duty; absent without a call."""

from __future__ import annotations

import json
from collections.abc import Iterator
from datetime import timedelta
from pathlib import Path

import pytest

from dashboard.panels.wall.command import MOST_MISSING
from dashboard.screens.panel_registry import PANELS
from dashboard.screens.registration import draw_panel
from dashboard.screens.scenes import scene_at
from dashboard.walls.mode_walls import due
from queries.city import City
from tests.cities.builder import build_city
from tests.cities.steerable_clock import SteerableClock
from tests.cities.tiny.cases import AS_OF
from tests.dashboard.screens.conftest import found, texts
from tests.queries.roll_calls.test_roll_calls import call, called_and_answered


@pytest.fixture
def clock() -> SteerableClock:
    return SteerableClock(AS_OF)


@pytest.fixture
def city(tmp_path: Path, clock: SteerableClock) -> Iterator[City]:
    with build_city(tmp_path / "tiny", clock=clock) as opened:
        yield opened


def said(city: City, panel: str) -> list[str]:
    return texts(draw_panel(PANELS[panel], city, "/wall", "?scene=command&lang=en", None))


def rows(city: City, panel: str) -> list[list[str]]:
    [listed] = found(draw_panel(PANELS[panel], city, "/wall", "?scene=command&lang=en", None), "rows")
    return [[text for _, text in row["cells"]] for row in json.loads(getattr(listed, "data-list"))]


def test_the_scene_is_there_once_somebody_has_called(city: City) -> None:
    assert "command" not in [one.key for one in due(city, scene_at(city, "/wall", "", None))]
    assert "No roll-call yet in this area." in said(city, "wall_call")
    call(city)
    assert "command" in [one.key for one in due(city, scene_at(city, "/wall", "", None))]
    assert rows(city, "wall_missing")[0] == ["", "E side", "district"]


def test_clock_figures_and_who_is_missing_by_hand(city: City, clock: SteerableClock) -> None:
    called_and_answered(city, clock)
    clock.moment = AS_OF + timedelta(minutes=20, seconds=5)
    shown = said(city, "wall_call")
    assert "20:05" in shown
    district = shown.index("district")
    assert shown[district : district + 5] == ["district", "2", "/ 2", "1 within 1 min", "P50 0:40 · P95 0:58"]
    assert rows(city, "wall_missing") == [["▲ late", "W2 side", "W side"]]
    assert "Missing: 1" in said(city, "wall_missing")


def test_few_are_named_and_the_others_counted(
    city: City, clock: SteerableClock, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("dashboard.panels.wall.command.MOST_MISSING", MOST_MISSING - 4)
    call(city)
    assert [row[1] for row in rows(city, "wall_missing")] == ["E side", "W side"]
    assert "and 4 more" in said(city, "wall_missing")


def test_who_is_on_duty_stands_without_telephone(city: City) -> None:
    assert "no duty roster" in " ".join(said(city, "wall_duty"))
    (city.ground.folder / "duty.csv").write_text(
        "area,from,until,name,role,telephone\nE,2024-06-10 08:00,2024-06-10 20:00,Chen,lead,0371-60000001\n", "utf-8"
    )
    assert rows(city, "wall_duty") == [["E side", "Chen", "lead"]]
    assert "Nobody is on duty at 1 centres" in said(city, "wall_duty")
