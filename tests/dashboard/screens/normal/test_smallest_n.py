"""Everything has one smallest n: what rests on fewer cases has no rank, no colour and no verdict."""

import json
from collections.abc import Iterator

import pytest
from dash.development.base_component import Component

from dashboard.display.classes import NO_CASES
from dashboard.map.cell_values import as_json, shown
from dashboard.panels.ranking import ranked
from dashboard.screens.panel_registry import PANELS
from dashboard.screens.registration import draw_panel
from dashboard.screens.scenes import scene_as_of
from geodata.city.targets import TargetProfile
from queries.city import City
from tests.cities.builder import build_city
from tests.cities.little.cases import NOON
from tests.cities.little.history import history
from tests.dashboard.screens.conftest import found

RATES = ("closed_on_time", "handling_time", "satisfaction")
AMOUNTS = ("reported", "handled_daily", "open")
VERDICTS = ("good", "bad", "change-normal", "more", "less")
SEARCHES = (
    "?period=7d&kpi={kpi}&lang=en",
    "?period=7d&kpi={kpi}&area=4101&why=before&rank=all&lang=en",
    "?period=2026-11-17..2026-11-17&kpi={kpi}&compare=channel&lang=en",
    "?period=7d&kpi={kpi}&area=4101&measure=2026-10-20&lang=en",
)


@pytest.fixture(scope="module")
def small(tmp_path_factory: pytest.TempPathFactory) -> Iterator[City]:
    """A city whose limit no number reaches, with targets that are missed everywhere."""
    with build_city(tmp_path_factory.mktemp("small"), "little", cases=history(), clock=NOON) as city:
        targets = {"closed_on_time": TargetProfile(at_least=1.0), "handling_time": TargetProfile(at_most=0)}
        city.acts.replace_profile(city.profile.model_copy(update={"targets": targets, "minimum_cases": 10**6}))
        yield city


def drawn_of(panel: Component) -> list[dict[str, object]]:
    """The figures and charts of a panel."""
    places = [*found(panel, "plot"), *found(panel, "chart")]
    return [json.loads(getattr(place, "data-figure", None) or getattr(place, "data-chart")) for place in places]


def coloured(figure: dict[str, object]) -> object:
    """What of a figure of a rate has a colour that compares it; nothing where none has."""
    kind, values = figure["kind"], figure.get("values", [])
    assert isinstance(values, list)
    if kind == "lines":
        return figure["normal"]
    if kind == "bars":
        return [value for value, faint in zip(values, figure["faint"], strict=True) if not faint]  # type: ignore[call-overload]
    return [value for line in values for value in (line if kind == "heat" else [line]) if value is not None]


OF_NUMBERS = ("scores", "open_ages", "handling_times")
"""Figures of how many cases there are, whatever KPI is chosen."""


@pytest.mark.parametrize("kpi", [*RATES, *AMOUNTS])
def test_nothing_is_coloured_ranked_or_judged_below_it(small: City, kpi: str) -> None:
    """Each panel of each KPI at two of the addresses, the next KPI at the other two."""
    first = (*RATES, *AMOUNTS).index(kpi)
    for place, (key, panel) in enumerate(PANELS.items(), first):
        for search in (one.format(kpi=kpi) for one in SEARCHES[place % 2 :: 2]):
            drawing = draw_panel(panel, small, "/", search, None)
            contributions = len(found(drawing, "why-bar"))
            assert contributions == len(found(drawing, "chance")), (
                "of each part of a change it is said that it is of few"
            )
            signs = [name for name in VERDICTS if found(drawing, name) and not contributions]
            assert not signs, (key, search)
            assert not found(drawing, "hot-spots"), search
            figures = drawn_of(drawing)
            assert not any(one["normal"] for one in figures if one["kind"] == "lines"), (key, search)
            if kpi in RATES:
                assert not any(coloured(one) for one in figures if key not in OF_NUMBERS), (key, search)
                assert not any(bars_and_ranks(drawing)), (key, search)


def bars_and_ranks(drawing: Component) -> Iterator[object]:
    """Of the rows of all lists the lengths of their bars and their ranks."""
    for listed in [*found(drawing, "rows"), *found(drawing, "apart")]:
        for row in json.loads(getattr(listed, "data-list")):
            cells = dict(row["cells"])
            yield cells.get("bar")
            yield str(cells.get("row-place", "")).isdigit()


@pytest.mark.parametrize("kpi", RATES)
def test_the_map_paints_nothing_below_it(small: City, kpi: str) -> None:
    painted = shown(small, scene_as_of(small, "/", f"?period=7d&kpi={kpi}", NOON), 2)
    assert painted.answer.n.any()
    assert (painted.shades == NO_CASES).all()


def test_the_same_panels_of_a_city_with_a_limit_that_is_reached_do_colour_and_rank(small: City, city: City) -> None:
    """So that the walk above does not look past what it should see."""
    dialogs = [
        draw_panel(PANELS[key], small, "/", search.format(kpi="open"), None)
        for key, search in zip(("why", "comparison", "measure"), SEARCHES[1:], strict=True)
    ]
    assert all(found(drawing, "why-card") for drawing in dialogs)
    assert found(dialogs[0], "why-bar")
    assert found(dialogs[1], "few")
    seen = set()
    for key, panel in PANELS.items():
        drawing = draw_panel(panel, city, "/", "?period=30d&kpi=closed_on_time&lang=en", None)
        figures = [one for one in drawn_of(drawing) if coloured(one)] if key not in OF_NUMBERS else []
        seen |= {key} if figures or any(bars_and_ranks(drawing)) else set()
    assert {"ranking", "category", "channel", "departments", "week_hours", "hours", "trend"} <= seen


@pytest.mark.parametrize(("kpi", "least"), [("closed_on_time", 20), ("reported", 1), ("handled_daily", 1)])
def test_an_area_is_painted_where_it_is_ranked(city: City, kpi: str, least: int) -> None:
    scene = scene_as_of(city, "/", f"?period=7d&kpi={kpi}&area=4101&lang=en", NOON)
    answer = city.kpis.ask(scene.question(kpi, by="area"))
    fair, apart = ranked(answer, city.profile.minimum_cases)
    assert all(row.n >= least for row in fair)
    assert all(row.n < least for row in apart)
    painted = shown(city, scene, scene.area.level + 1)
    shade_of = dict(zip(painted.answer.area_id.tolist(), painted.shades.tolist(), strict=True))
    number = city.tree.number_of_code
    assert all(shade_of[number[row.code]] != NO_CASES for row in fair)
    assert all(shade_of[number[row.code]] == NO_CASES for row in apart)
    last = as_json(painted, scene)["legend"][-1][1]
    assert last == ("none, or fewer than 20 cases" if least > 1 else "no cases")


def test_a_rate_of_few_cases_makes_no_class(city: City) -> None:
    scene = scene_as_of(city, "/", "?period=7d&kpi=closed_on_time", NOON)
    painted = shown(city, scene, 3)
    small = (painted.answer.n > 0) & (painted.answer.n < 20)
    assert small.any()
    assert (painted.shades[small] == NO_CASES).all()
