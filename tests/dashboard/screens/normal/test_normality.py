"""A card has a colour only where its number is outside of what is normal, and names the days compared."""

import json
from collections.abc import Iterator
from dataclasses import replace
from datetime import timedelta
from math import ceil, floor
from typing import Any

import pytest
from dash.development.base_component import Component

from dashboard.display.normality import normal_sign, normal_text
from dashboard.display.panel import Panel
from dashboard.panels.card import card
from dashboard.panels.figures.normal_band import normal_band
from dashboard.panels.figures.trend_answers import ask
from dashboard.screens.drawings import SharedDrawings
from dashboard.screens.panel_registry import PANELS
from dashboard.screens.registration import draw_panel, drawn
from dashboard.screens.scenes import SharedScenes, scene_as_of
from dashboard.screens.whole_screen import PanelPlace, ScreenAsked, WholeScreens
from dashboard.words.catalogue import catalogue
from queries.city import City
from tests.cities.builder import build_city
from tests.cities.little.cases import NOON
from tests.cities.little.history import history
from tests.dashboard.screens.conftest import found, texts

REPORTED = card("card-reported", lambda _city, _scene: "reported")
HANDLED = card("card-handled", lambda _city, _scene: "handled_daily")


@pytest.fixture(scope="module")
def fresh(tmp_path_factory: pytest.TempPathFactory) -> Iterator[City]:
    """A city of which nothing was asked yet."""
    with build_city(tmp_path_factory.mktemp("fresh"), "little", cases=history(), clock=NOON) as opened:
        yield opened


def test_a_number_inside_the_band_has_no_colour_and_says_what_it_was_compared_with(city: City) -> None:
    scene = scene_as_of(city, "/", "?period=today&lang=en", NOON)
    drawing = REPORTED.render(REPORTED.ask(city, scene), scene)
    assert found(drawing, "change-figure")
    assert not found(drawing, "change-normal")
    assert not found(drawing, "good")
    assert not found(drawing, "bad")
    [change] = found(drawing, "change")
    title = str(change.title)
    assert title.startswith("last 6 Fridays at this time: "), title
    assert "11-13, 11-06, 10-30, 10-23, 10-16, 10-09" in title
    assert "10-02" not in title, "a holiday"


@pytest.mark.parametrize(
    ("panel", "factor", "sign", "tone"),
    [
        (HANDLED, 3, "above normal ▲", "good"),
        (HANDLED, 0, "below normal ▼", "bad"),
        (REPORTED, 3, "above normal ▲", "neutral"),
    ],
)
def test_outside_the_band_a_sign_and_a_colour_say_so(
    city: City, panel: Panel, factor: int, sign: str, tone: str
) -> None:
    scene = scene_as_of(city, "/", "?period=today&lang=en", NOON)
    answers = panel.ask(city, scene)
    value = replace(answers.value, value=factor * answers.value.value, n=factor * answers.value.n)
    drawing = panel.render(replace(answers, value=value), scene)
    [shown] = found(drawing, "change-normal")
    assert texts(shown) == [sign]
    assert str(shown.className) == f"change-normal {tone}"
    figure = found(drawing, "change-figure")[0]
    assert "neutral" in str(figure.className), "against yesterday it is no news"
    assert texts(figure)[0].startswith("vs previous "), "two arrows beside each other have two meanings"
    [against] = found(drawing, "change-against")
    assert texts(against) == ["vs yesterday 12:00"], "shown where a late source hides the sign"


def test_the_card_of_a_figure_shows_the_band(city: City) -> None:
    drawing = draw_panel(PANELS["number"], city, "/", "?period=today&number=reported&lang=en", None)
    assert any(text.startswith("last 6 Fridays at this time: ") for text in texts(drawing))
    assert "Normal" in texts(drawing)


def test_few_days_are_not_judged(city: City) -> None:
    early = NOON - timedelta(days=28)
    scene = scene_as_of(city, "/", f"?period=today&as_of={early.date()}T12:00&lang=en", NOON)
    answers = REPORTED.ask(city, scene)
    assert 0 < answers.normal.n < 5
    assert normal_text(answers.normal, "case", scene) == "fewer than 5 days to compare: not judged"
    assert normal_sign(replace(answers.value, value=10**6), answers.normal, answers.metric, scene) == []


def test_a_new_screen_comes_without_it_first_and_a_refresh_with_it_at_once(fresh: City) -> None:
    def draw(panel: Panel, city: City, path: str | None, search: str | None, stamp: str) -> Component:
        return drawn(panel, city, scenes.at(path, search, stamp))

    scenes = SharedScenes(fresh)
    whole = WholeScreens(fresh, PANELS, SharedDrawings(fresh, draw), scenes)
    stamp = str(fresh.sources.stamp())
    screen = ScreenAsked("/", "?period=today", stamp, catalogue("zh-CN"))
    places = [PanelPlace("card-0"), PanelPlace("trend")]
    first, trend = whole.changes(screen, places)
    assert (first.unfinished, trend.unfinished) == (True, True)
    assert first.content
    assert trend.content
    assert "正常范围" not in trend.content
    assert "个星期五同刻" not in first.content
    [second] = whole.changes(screen, [PanelPlace("card-0", first.digest or "")], finished=True)
    assert not second.unfinished
    assert second.content
    assert "近 6 个星期五同刻" in second.content
    [lines] = whole.changes(screen, [PanelPlace("trend", trend.digest or "")], finished=True)
    assert "正常范围" in str(lines.content)
    [refreshed] = whole.changes(replace(screen, search="?period=today&area=4101"), [PanelPlace("card-0")])
    assert refreshed.unfinished, "another area is another question"
    held = [PanelPlace("card-1", first.digest or "")]
    [same_address] = whole.changes(screen, held)
    assert not same_address.unfinished, "a picture that stands there already does not lose its sign"


def trend_of(city: City, search: str, path: str = "/") -> dict[str, Any]:
    place = found(draw_panel(PANELS["trend"], city, path, f"{search}&lang=en", None), "plot")[0]
    figure: dict[str, Any] = json.loads(getattr(place, "data-figure"))
    return figure


def test_the_trend_has_the_band_of_each_day_behind_its_line(city: City) -> None:
    figure = trend_of(city, "?period=30d&kpi=reported")
    band, values = figure["normal"], figure["series"][0]["values"]
    assert band["name"] == "normal range"
    ranges = list(zip(band["low"], values, band["high"], strict=True))
    assert [index for index, (low, value, high) in enumerate(ranges) if low and not low <= value <= high] == band[
        "outside"
    ]
    assert band["low"][-1] is None, "the day is not over"
    assert band["low"][0] is None, "too few Thursdays before"
    thursday = figure["names"].index("2026-11-19 Thursday")
    low, _, high = ranges[thursday]
    assert band["texts"][thursday] == f"normal for a Thursday: {ceil(low)}–{floor(high)} cases"
    assert figure["high"] >= max(one for one in band["high"] if one)


@pytest.mark.parametrize(
    ("search", "why"),
    [
        ("?period=30d&kpi=reported&step=week", "weeks"),
        ("?period=30d&kpi=reported&split=channel", "parts"),
        ("?period=30d&kpi=reported&where=channel%3Dapp", "eight a day"),
        ("?period=30d&kpi=online", "of devices only the newest report is known"),
    ],
)
def test_elsewhere_the_trend_has_none(city: City, search: str, why: str) -> None:
    plots = found(draw_panel(PANELS["trend"], city, "/", f"{search}&lang=en", None), "plot")
    assert [json.loads(getattr(plot, "data-figure"))["normal"] for plot in plots] in ([], [None]), why


def test_days_that_are_not_settled_have_none(city: City) -> None:
    figure = trend_of(city, "?period=30d&kpi=closing_rate")
    settled, low = figure["series"][0]["settled"], figure["normal"]["low"] if figure["normal"] else []
    assert all(value is None for value in low[settled[1] :])
    assert trend_of(city, "?period=30d&kpi=filed_on_time")["normal"]["low"][-2] is not None, "settled at once"


def test_a_day_outside_says_so_in_its_words(city: City) -> None:
    scene = scene_as_of(city, "/", "?period=30d&kpi=reported&lang=en", NOON)
    trend = ask(city, scene)
    rows = [replace(row, value=500, n=500) if row.code == "2026-11-19" else row for row in trend.rows]
    band = normal_band(replace(trend, now=replace(trend.now, rows=tuple(rows))), scene)
    assert band
    assert band["texts"][-2].startswith("normal for a Thursday: ")
    assert band["texts"][-2].endswith(" · above normal ▲")
    assert len(trend.rows) - 2 in band["outside"]
