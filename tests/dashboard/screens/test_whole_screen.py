"""One answer for a screen: every panel at one stamp, only what changed, slow panels second, failures apart."""

import json
import threading
from collections.abc import Callable, Iterator

import pytest
from dash import html
from dash.development.base_component import Component

from dashboard.display.panel import Panel
from dashboard.screens import whole_screen
from dashboard.screens.drawings import SharedDrawings
from dashboard.screens.panel_registry import PANELS
from dashboard.screens.scenes import SharedScenes
from dashboard.screens.whole_screen import PanelChange, PanelPlace, ScreenAsked, WholeScreens
from dashboard.words.catalogue import catalogue
from queries.city import City
from queries.errors import TooSlow
from tests.cities.builder import build_city

KEYS = ("newest", "trend", "ranking")
PANELS_OF_TEST = {key: PANELS[key] for key in KEYS}


@pytest.fixture(scope="module")
def city(tmp_path_factory: pytest.TempPathFactory) -> Iterator[City]:
    with build_city(tmp_path_factory.mktemp("whole"), "tiny") as city:
        yield city


def asked(path: str = "/", search: str = "", stamp: str = "7.100") -> ScreenAsked:
    return ScreenAsked(path, search, stamp, catalogue("en"))


def screens(city: City, draw: Callable[[str, str], Component]) -> WholeScreens:
    """Screens whose panels are drawn by `draw(panel, stamp)`."""

    def drawn(panel: Panel, _city: City, _path: str | None, _search: str | None, stamp: str) -> Component:
        return draw(panel.key, stamp)

    return WholeScreens(city, PANELS_OF_TEST, SharedDrawings(city, drawn), SharedScenes(city))


def texts(changes: list[PanelChange]) -> list[str | None]:
    """The text of each drawing, None for a place that stays as it is."""
    return [None if change.content is None else json.loads(change.content)[2][0] for change in changes]


def held(change: PanelChange) -> PanelPlace:
    """The place after a change."""
    return PanelPlace(change.key, change.digest or "", change.stale)


def test_all_panels_come_with_one_answer_and_only_changes_come_again(city: City) -> None:
    whole = screens(city, lambda key, stamp: html.P(f"{key} {stamp if key == 'newest' else ''}"))
    first = whole.changes(asked(), [PanelPlace(key) for key in KEYS])
    assert texts(first) == ["newest 7.100", "trend ", "ranking "]
    places = [held(change) for change in first]
    second = whole.changes(asked(stamp="8.101"), places)
    assert texts(second) == ["newest 8.101", None, None]
    assert [change.digest for change in second[1:]] == [None, None]


def test_a_slow_panel_comes_second_and_the_others_do_not_wait_for_it(city: City) -> None:
    go_on, drawn = threading.Event(), list[str]()

    def draw(key: str, stamp: str) -> Component:
        drawn.append(key)
        assert key != "trend" or go_on.wait(30)
        return html.P(key)

    whole = screens(city, draw)
    first = whole.changes(asked(), [PanelPlace(key) for key in KEYS], patience_s=0.3)
    assert [change.computing for change in first] == ["", "computing…", ""]
    assert [change.digest != "" for change in first] == [True, False, True]
    go_on.set()
    places = [held(change) for change in first]
    second = whole.changes(asked(), places, patience_s=30)
    assert texts(second) == [None, "trend", None]
    assert second[1].computing == ""
    assert drawn.count("trend") == 1, "what was begun is waited for, not done again"


def test_a_slow_panel_keeps_its_picture_of_the_same_address_and_loses_that_of_another(city: City) -> None:
    go_on = threading.Event()

    def draw(key: str, stamp: str) -> Component:
        assert stamp == "7.100" or go_on.wait(30)
        return html.P(key)

    whole = screens(city, draw)
    [shown] = whole.changes(asked(), [PanelPlace("trend")])
    [same] = whole.changes(asked(stamp="8.101"), [held(shown)], patience_s=0.05)
    [other] = whole.changes(asked(search="?area=W", stamp="8.101"), [held(shown)], patience_s=0.05)
    go_on.set()
    assert (same.content, same.digest, same.computing) == (None, None, "computing…")
    assert other.content is not None
    assert other.digest == ""


@pytest.mark.parametrize(("path", "keeps"), [("/", False), ("/wall", True)])
def test_a_panel_that_fails_takes_only_itself_down(city: City, path: str, keeps: bool) -> None:
    def draw(key: str, stamp: str) -> Component:
        if key == "trend" and stamp == "8.101":
            raise TooSlow(10.0)
        return html.P(f"{key} {stamp}")

    whole = screens(city, draw)
    first = whole.changes(asked(path), [PanelPlace(key) for key in KEYS])
    places = [held(change) for change in first]
    newest, trend, ranking = whole.changes(asked(path, stamp="8.101"), places)
    assert texts([newest, ranking]) == ["newest 8.101", "ranking 8.101"]
    assert (trend.content is None) is keeps
    assert ("not updated since" in str(trend.stale)) is keeps
    if not keeps:
        assert "panel-error" in str(trend.content)


def test_a_place_of_no_panel_is_an_error_of_its_own(city: City) -> None:
    whole = screens(city, lambda key, stamp: html.P(key))
    good, bad = whole.changes(asked(), [PanelPlace("newest"), PanelPlace("no such panel")])
    assert texts([good]) == ["newest"]
    assert "panel-error" in str(bad.content)


def test_abandoned_screens_of_a_slow_kind_do_not_hold_the_others(city: City, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(whole_screen, "PATIENCE_S", 0.1)
    go_on = threading.Event()

    def draw(key: str, stamp: str) -> Component:
        if stamp.startswith("9") and not go_on.wait(0.2 if stamp == "9.0" else 10):
            return html.P("slow")
        return html.P(f"{key} {stamp}")

    whole, places = screens(city, draw), [PanelPlace(key) for key in KEYS]
    whole.changes(asked(search="?kpi=open", stamp="9.0"), places, patience_s=5)
    for abandoned in range(1, 15):
        computing = whole.changes(asked(search="?kpi=open", stamp=f"9.{abandoned}"), places, patience_s=0)
        assert all(change.computing for change in computing)
    fresh = whole.changes(asked(stamp="7.100"), places, patience_s=5)
    assert texts(fresh) == [f"{key} 7.100" for key in KEYS]
    go_on.set()


def test_a_fault_in_what_panels_ask_together_is_logged_and_each_asks_alone(
    city: City, monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
) -> None:
    def broken(*_: object) -> None:
        raise RuntimeError("planning broke")

    monkeypatch.setattr("dashboard.screens.whole_screen.scans_of", broken)
    whole = screens(city, lambda key, stamp: html.P(key))
    assert texts(whole.changes(asked(), [PanelPlace(key) for key in KEYS])) == list(KEYS)
    assert "RuntimeError" in caplog.text
