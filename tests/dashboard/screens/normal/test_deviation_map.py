"""The map of what is not normal: each area against its own band, coloured only outside of it."""

from __future__ import annotations

import json
from dataclasses import replace
from typing import Any

import numpy as np
import pytest

from dashboard.display.classes import NO_CASES
from dashboard.map.cell_values import shown
from dashboard.map.deviation import (
    BETTER,
    NORMAL,
    WORSE,
    Deviations,
    deviations,
    legend_of,
    places_of,
    shades_of,
)
from dashboard.map.painting import ask, paint
from dashboard.map.panel import PANEL
from dashboard.screens.scenes import scene_as_of
from dashboard.view.scene import Scene
from queries.city import City
from queries.values import Normal
from tests.cities.little.cases import NOON
from tests.dashboard.screens.conftest import found, texts

SHADE_OF = {None: NO_CASES, "inside": NORMAL}


def scene_of(city: City, search: str) -> Scene:
    return scene_as_of(city, "/", f"?period=today&lang=en&colours=normal{search}", NOON)


@pytest.mark.parametrize(("kpi", "above", "below"), [("reported", WORSE, BETTER), ("handled_daily", BETTER, WORSE)])
def test_each_area_has_the_colour_of_its_own_band(city: City, kpi: str, above: int, below: int) -> None:
    """As if it were asked for alone; no more than a quarter of the areas is odd on an ordinary day."""
    scene = scene_of(city, f"&kpi={kpi}")
    painted = shown(city, scene, 1)
    shades = dict(zip(painted.answer.area_id.tolist(), painted.shades.tolist(), strict=True))
    assert len(shades) > 3
    shade_of = SHADE_OF | {"above": above, "below": below}
    for child in city.tree.children(city.tree.root):
        question = replace(scene.question(kpi), area=child.code)
        place = city.kpis.normal(question).place_of(city.kpis.ask(question))
        assert shades[child.area_id] == shade_of[place], child.name
    assert NORMAL in shades.values()
    assert sum(one in (WORSE, BETTER) for one in shades.values()) <= len(shades) / 4


def surge(city: City, factor: float) -> tuple[Scene, Any, Deviations]:
    """The city as a whole, today, with `factor` times its cases."""
    scene = scene_of(city, "")
    answer = city.kpis.by_level(scene.question("reported"), 0)
    found = deviations(city, scene.question("reported"), answer)
    moved = replace(answer, value=answer.value * factor, n=(answer.n * factor).astype(np.int64))
    return scene, moved, replace(found, places=places_of(moved, found.normal))


@pytest.mark.parametrize(("factor", "shade"), [(20, WORSE), (0, BETTER)])
def test_a_surge_and_a_silence_have_colours_of_their_own(city: City, factor: float, shade: int) -> None:
    scene, answer, found = surge(city, factor)
    shades = dict(zip(answer.area_id.tolist(), shades_of(answer, found, scene.metric).tolist(), strict=True))
    assert {shades[number] for number in found.normal} == {shade}
    signs = {found.words(number, "case", scene)[0] for number in found.normal}
    assert signs == {"▲" if shade == WORSE else "▼"}, "colour is not the only cue"


def test_few_cases_never_colour(city: City) -> None:
    """A band of few cases all the time tells nothing, and none of a rate of few cases."""
    scene, answer, found = surge(city, 0.0)
    few = {
        number: Normal(one.band, tuple(replace(then, n=1) for then in one.earlier), least_n=20)
        for number, one in found.normal.items()
    }
    unknown = replace(found, normal=few, places=places_of(answer, few))
    assert set(shades_of(answer, unknown, scene.metric).tolist()) == {NO_CASES}


def test_where_nothing_can_be_judged_the_map_shows_values_and_says_so(
    city: City, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("dashboard.map.deviation.MOST_JUDGED", 1)
    scene = scene_of(city, "")
    painted = shown(city, scene, 1)
    assert painted.deviations is None
    assert max(painted.shades.tolist()) <= NO_CASES
    assert painted.breaks
    drawn = PANEL.render(ask(city, scene), scene)
    assert [texts(one) for one in found(drawn, "not-judged")] == [
        ["Too few comparable days or cases: coloured by value"]
    ]


def test_the_map_says_what_its_colours_mean_and_the_band_of_each_area(city: City) -> None:
    scene = scene_of(city, "")
    answers = ask(city, scene)
    told = json.loads(paint(answers, scene))
    assert told["cells"]["level"] == 1, "not the level of the zoom, in which few cases are known"
    assert [words for _, words in told["cells"]["painted"]["legend"]] == [
        "▲ above normal", "▼ below normal", "normal", "not judged: few cases or no comparable days",
    ]  # fmt: skip
    judged = [words for shade, words in told["values"].values() if shade in (NORMAL, WORSE, BETTER)]
    assert judged
    assert all("normal " in words for words in judged)


def test_of_a_kpi_where_more_is_better_more_is_not_worse(city: City) -> None:
    scene = scene_of(city, "&kpi=handled_daily")
    legend = dict(legend_of(scene.metric, scene))
    assert (legend[BETTER], legend[WORSE]) == ("▲ above normal", "▼ below normal")
