"""Scenes of lines of business: of their own cases, in their season, and unknown to whoever may not see the line."""

from __future__ import annotations

import json
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import replace
from datetime import date, timedelta

import pytest
from flask import Flask

from dashboard.access.request_visitor import set_request_visitor
from dashboard.access.roles.visitor import local_visitor
from dashboard.panels.wall.scenes import ask, render
from dashboard.screens.scenes import scene_at
from dashboard.walls.city_scenes import OWN_SCENES
from dashboard.walls.mode_walls import due
from geodata.city.lines_of_business import LineProfile
from queries.city import City
from queries.values import LineOfBusiness, Scope
from tests.cities.builder import build_city
from tests.cities.little.cases import NOON
from tests.cities.little.history import history

SCENE = """
[hush]
zh = "噪声条线"
en = "Noise line"
order = 15
dwell_s = 20
address = "kpi=reported&period=30d"
figures = ["reported"]
line = "noise"
"""
LINE = LineProfile(zh="噪声", en="noise", categories=("噪声扰民",), season=("11-15", "03-15"))
NOISE, STREET = LineOfBusiness("噪声", "noise", ("噪声扰民",)), LineOfBusiness("街面", "street", ("街面秩序",))
EVERYBODY, OF_THE_LINE = Scope(), Scope(lines_of_business=(NOISE,))
WITHOUT_RIGHT = (Scope(lines_of_business=(STREET,)), Scope(closed_lines=(NOISE,)))


@pytest.fixture(scope="module")
def city(tmp_path_factory: pytest.TempPathFactory) -> Iterator[City]:
    with build_city(tmp_path_factory.mktemp("lines"), "little", cases=history(), clock=NOON) as opened:
        opened.acts.replace_profile(opened.profile.model_copy(update={"lines_of_business": {"noise": LINE}}))
        (opened.ground.folder / OWN_SCENES).write_text(SCENE, encoding="utf-8")
        yield opened


@contextmanager
def seen_by(scope: Scope) -> Iterator[None]:
    with Flask("wall").app_context():
        set_request_visitor(replace(local_visitor("test"), scope=scope))
        yield


def shown(city: City, search: str) -> tuple[str, list[str], str]:
    """The scene of an address, its notices, and all that the browser is told of scenes."""
    scene = scene_at(city, "/wall", search, None)
    told = render(ask(city, scene), scene)
    assert scene.wall is not None
    return scene.wall.key, [one.key for one in scene.notices], getattr(told, "data-scenes") + str(told)


def test_its_numbers_are_those_of_its_cases_alone(city: City) -> None:
    with seen_by(EVERYBODY):
        line = city.kpis.ask(scene_at(city, "/wall", "?scene=hush&lang=en", None).question("reported"))
        wide = scene_at(city, "/wall", "?scene=receive&period=30d&lang=en", None).question("reported", by="category")
        whole = city.kpis.ask(wide)
        of_noise = [row.n for row in whole.rows if row.code == "噪声扰民"]
    assert [line.n] == of_noise
    assert 0 < line.n < whole.n


@pytest.mark.parametrize("scope", WITHOUT_RIGHT)
def test_without_the_right_it_is_as_unknown_as_any_other(city: City, scope: Scope) -> None:
    with seen_by(scope):
        key, notices, _ = shown(city, "?scene=hush&lang=en")
        assert (key, notices) == ("overview", ["notice_scene"])
        assert shown(city, "?scene=nonsense&lang=en")[:2] == (key, notices)
        told = shown(city, "?lang=en")[2]
        assert "hush" not in told
        assert "oise" not in told
    for allowed in (EVERYBODY, OF_THE_LINE):
        with seen_by(allowed):
            key, notices, told = shown(city, "?scene=hush&lang=en")
            assert (key, notices) == ("hush", [])
            assert "hush" in [one["key"] for one in json.loads(told.partition("Section(")[0])["scenes"]]


def test_it_turns_in_its_season_alone(city: City) -> None:
    with seen_by(EVERYBODY):
        scene = scene_at(city, "/wall", "", None)
        assert "hush" in [one.key for one in due(city, scene)]
        summer = replace(scene, now=replace(scene.now, as_of=NOON + timedelta(days=200)))
        assert "hush" not in [one.key for one in due(city, summer)]
    days = ("11-14", "11-15", "12-31", "01-01", "03-15", "03-16")
    found = [day for day in days if LINE.is_in_season(date.fromisoformat(f"2025-{day}"))]
    assert found == ["11-15", "12-31", "01-01", "03-15"]
    assert LineProfile(zh="某", en="x", channels=("x",)).is_in_season(date(2025, 7, 1))
