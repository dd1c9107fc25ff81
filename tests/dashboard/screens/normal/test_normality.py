"""A card has a colour only where its number is outside of what is normal, and names the days compared."""

from collections.abc import Iterator
from dataclasses import replace
from datetime import timedelta

import pytest
from dash.development.base_component import Component

from dashboard.display.normality import normal_sign, normal_text
from dashboard.display.panel import Panel
from dashboard.panels.card import card
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
    assert "neutral" in str(found(drawing, "change-figure")[0].className), "against yesterday it is no news"


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
    assert (first.unfinished, trend.unfinished) == (True, False)
    assert first.content
    assert "个星期五同刻" not in first.content
    [second] = whole.changes(screen, [PanelPlace("card-0", first.digest or "")], finished=True)
    assert not second.unfinished
    assert second.content
    assert "近 6 个星期五同刻" in second.content
    [refreshed] = whole.changes(replace(screen, search="?period=today&area=4101"), [PanelPlace("card-0")])
    assert refreshed.unfinished, "another area is another question"
    held = [PanelPlace("card-1", first.digest or "")]
    [same_address] = whole.changes(screen, held)
    assert not same_address.unfinished, "a picture that stands there already does not lose its sign"
