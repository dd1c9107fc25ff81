"""The scenes of a city: what is declared, what of it is due, and what a mistake in its own file does."""

from __future__ import annotations

import json
from collections.abc import Iterator
from dataclasses import replace
from datetime import timedelta
from typing import Any

import pytest

from dashboard.commands.check import city_lines
from dashboard.panels.wall.scenes import ask, render
from dashboard.screens.panel_registry import PANELS
from dashboard.screens.registration import draw_panel
from dashboard.screens.scenes import scene_at
from dashboard.screens.screen_answers import slots_in
from dashboard.screens.screen_registry import REGISTRY
from dashboard.view.wall_scene import WallScene
from dashboard.walls.city_scenes import OWN_SCENES, mistake_in, scenes_of, walls_of
from dashboard.walls.declaration import PANELS as DECLARED_PANELS
from dashboard.walls.declaration import SceneFileError, scenes_in
from dashboard.walls.mode_walls import due
from dashboard.walls.places import places_of
from dashboard.words.catalogue import catalogue
from queries.city import City
from queries.kpis.dictionary import Dictionary
from tests.cities.builder import build_city
from tests.cities.little.cases import NOON
from tests.cities.little.history import history

OWN = """
[special]
shown = false

[park]
zh = "公园"
en = "Parks"
order = 15
dwell_s = 20
address = "kpi=open&period=7d"
figures = ["open", "unheard_of", "reported"]
panels = ["trend", "ranking"]
months = [12, 1]
"""


@pytest.fixture(scope="module")
def city(tmp_path_factory: pytest.TempPathFactory) -> Iterator[City]:
    with build_city(tmp_path_factory.mktemp("scenes"), "little", cases=history(), clock=NOON) as opened:
        yield opened


@pytest.fixture
def own(city: City) -> Iterator[City]:
    """The same city with scenes of its own."""
    file = city.ground.folder / OWN_SCENES
    file.write_text(OWN, encoding="utf-8")
    yield city
    file.unlink()


def keys(scenes: tuple[WallScene, ...]) -> list[str]:
    return [scene.key for scene in scenes]


def test_scenes_of_the_program_name_what_there_is(city: City) -> None:
    dictionary, layout = Dictionary.read(), REGISTRY.screen_at("/wall").layout
    screen, words = REGISTRY.screen_at("/wall"), catalogue("en")
    slots = set(slots_in(layout(screen, city.profile, city.tree.root.bbox, words)))
    assert set(DECLARED_PANELS) <= slots
    for scene in scenes_of(city):
        assert set(places_of(scene)) <= slots, scene.key
        assert {*scene.figures, *scene.settled} <= dictionary.keys(), scene.key
        notices = scene_at(city, "/wall", f"?{scene.address}", None).notices
        assert not notices or scene.needs, (scene.key, notices)


def test_only_scenes_that_the_city_can_show_are_due(city: City) -> None:
    scene = scene_at(city, "/wall", "", None)
    assert keys(due(city, scene))[:4] == ["overview", "receive", "dispatch", "supervise"]
    assert "networks" not in keys(due(city, scene)), "no source of devices"
    assert "heating" in keys(due(city, scene))
    in_summer = replace(scene, now=replace(scene.now, as_of=NOON + timedelta(days=200)))
    assert "heating" not in keys(due(city, in_summer))


def test_a_scene_chooses_what_the_address_does_not(city: City) -> None:
    scene = scene_at(city, "/wall", "?scene=supervise", None)
    assert (scene.wall and scene.wall.key, scene.metric.key) == ("supervise", "overdue_open")
    assert scene_at(city, "/wall", "?kpi=open&scene=supervise", None).metric.key == "open"
    assert scene_at(city, "/wall", "?turn=assess", None).metric.key == "closed_on_time"
    assert scene_at(city, "/", "?scene=supervise", None).metric.key == "reported"
    assert [one.key for one in scene_at(city, "/wall", "?scene=nonsense", None).notices] == ["notice_scene"]


def test_a_citys_own_file_adds_changes_and_leaves_out(own: City) -> None:
    assert keys(scenes_of(own))[:3] == ["overview", "park", "receive"]
    assert "special" not in keys(scenes_of(own))
    parks = scene_at(own, "/wall", "?scene=park", None)
    assert (parks.metric.key, parks.period.kind) == ("open", "7d")
    assert "park" not in keys(due(own, parks)), "it is November"
    later = replace(parks, now=replace(parks.now, as_of=NOON + timedelta(days=20)))
    assert "park" in keys(due(own, later))


def test_cards_of_a_scene_are_the_kpis_that_can_be_answered(own: City) -> None:
    drawn = [draw_panel(PANELS[f"figure-{place}"], own, "/wall", "?scene=park", None) for place in range(3)]
    assert [getattr(one, "data-metric", None) for one in drawn] == ["open", "reported", None]


def test_what_the_browser_is_told(own: City) -> None:
    scene = scene_at(own, "/wall", "?turn=receive", None)
    told: dict[str, Any] = json.loads(getattr(render(ask(own, scene), scene), "data-scenes"))
    assert (told["shown"], told["stands"]) == ("receive", False)
    [park] = [one for one in told["scenes"] if one["key"] == "park"]
    assert park["panels"] == ["trend", "ranking"]
    assert (park["is_due"], park["dwell_s"]) == (False, 20)


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("[x", "not valid TOML"),
        ("x = 1", "x: a scene is a table"),
        ('[x]\nzh = "某"\nen = "x"\norder = 1', "x: dwell_s missing"),
        ("[overview]\ndwell_s = 1", "overview.dwell_s: must be from 5 to 3600"),
        ("[overview]\ndwel_s = 9", "overview.dwel_s: there is no such field"),
        ('[overview]\npanels = ["map"]', "overview.panels: 'map' is none of"),
        ("[overview]\nmonths = [13]", "overview.months"),
        ("[overview]\norder = true", "overview.order: must be a whole number"),
        ('[overview]\nneeds = ["luck"]', "overview.needs: 'luck' is neither"),
        ('[overview]\nfigures = ["open", "open"]', "overview.figures: at most 6, each once"),
        ("[overview]\nalarms = [1]", "overview.alarms: are keys of rules"),
        ("[wall]\nidle = 90", "wall.idle: there is no such field"),
        ("[wall]\njump_s = 1", "wall.jump_s: must be a whole number from 5 to 600"),
        ('[wall]\njump_severity = "huge"', "wall.jump_severity: 'huge' is none of notice, warning, critical, never"),
    ],
)
def test_a_mistake_is_told_and_the_scenes_of_the_program_stand(city: City, text: str, said: str) -> None:
    file = city.ground.folder / OWN_SCENES
    before = scenes_of(city)
    file.write_text(text, encoding="utf-8")
    try:
        assert said in mistake_in(city)
        assert said in next(line.advice for line in city_lines(city) if line.what == "wall")
        assert scenes_of(city) == before
        scene = scene_at(city, "/wall", "", None)
        assert "yiping check" in str(render(ask(city, scene), scene))
    finally:
        file.unlink()
    assert not mistake_in(city)


def test_a_file_is_refused_in_one_sentence() -> None:
    with pytest.raises(SceneFileError, match=r"^x: zh, en, order, dwell_s missing\.$"):
        scenes_in("[x]")


def test_what_walls_do_that_nobody_looks_after_is_data_of_the_city_and_no_scene(city: City) -> None:
    standard = walls_of(city).unattended
    file = city.ground.folder / OWN_SCENES
    file.write_text('[unattended]\ndim_percent = 55\nshift_pixels = 0\ndim_from = "23:15"\n', encoding="utf-8")
    try:
        changed = replace(standard, dim_percent=55, shift_pixels=0, dim_from="23:15")
        assert walls_of(city).unattended == changed
        assert "unattended" not in keys(scenes_of(city))
        section: Any = draw_panel(PANELS["scenes"], city, "/wall", "", None)
        told = json.loads(section.to_plotly_json()["props"]["data-unattended"])
        assert (told["zone"], told["dim_from"], told["dim_percent"]) == (city.profile.zone, "23:15", 55)
    finally:
        file.unlink()


@pytest.mark.parametrize(
    ("line", "said"),
    [
        ('dim_from = "25:00"', 'unattended.dim_from: must be a time of day such as "22:00".'),
        ("shift_pixels = 9", "unattended.shift_pixels: must be a whole number from 0 to 4."),
        ("memory_mb = true", "unattended.memory_mb: must be a whole number from 100 to 16000."),
        ("brightness = 1", "unattended.brightness: there is no such field"),
    ],
)
def test_a_mistake_in_it_is_said_and_changes_nothing(city: City, line: str, said: str) -> None:
    standard = walls_of(city)
    file = city.ground.folder / OWN_SCENES
    file.write_text(f"[unattended]\n{line}\n", encoding="utf-8")
    try:
        assert mistake_in(city).startswith(said)
        assert walls_of(city) == standard
    finally:
        file.unlink()
