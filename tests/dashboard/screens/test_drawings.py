"""Drawings shared by all browsers: once per panel, address and stamp, bounded, never an error, never another's."""

import json
import math
import threading
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from typing import Any

import pytest
from dash import dcc, html
from dash.development.base_component import Component

from dashboard.screens import drawings
from dashboard.screens.drawings import SharedDrawings
from dashboard.screens.panel_registry import PANELS
from dashboard.screens.registration import draw_panel
from queries.budget.memory_budget import SHARES
from queries.city import City
from queries.scope import Scope
from queries.values import MemoryBudget

NEWEST, TREND = PANELS["newest"], PANELS["trend"]
ROOM_FOR_TWO = 2_000
"""Bytes, for drawings of some 900 letters."""


class Drawer:
    """Counts what it draws, as text."""

    def __init__(self, make: Callable[..., Component] | None = None) -> None:
        self.drawn: list[tuple[Any, ...]] = []
        self.make = make or (lambda *about: html.P(" ".join(str(part) for part in about)))

    def __call__(self, panel: Any, _: Any, *about: Any) -> Component:
        self.drawn.append((panel.key, *about))
        return self.make(panel.key, *about)


def test_a_panel_is_drawn_once_for_all_who_show_the_same(city: City) -> None:
    draw = Drawer()
    shared = SharedDrawings(city, draw)
    same = [shared.of(NEWEST, "/", "?area=W", "7.100") for _ in range(3)]
    assert len(draw.drawn) == 1
    assert same[0] is same[1] is same[2]


def test_another_panel_path_query_or_stamp_is_another_drawing(city: City) -> None:
    shared = SharedDrawings(city, Drawer())
    texts = [
        shared.of(*about).content
        for about in (
            (NEWEST, "/", "", "7.100"), (TREND, "/", "", "7.100"), (NEWEST, "/wall", "", "7.100"),
            (NEWEST, "/", "?lang=en", "7.100"), (NEWEST, "/", "", "8.100"), (NEWEST, "/", "", "7.101"),
            (NEWEST, "/", "", "7.100.replay"),
        )
    ]  # fmt: skip
    assert len(set(texts)) == len(texts)


def test_browsers_that_ask_at_once_wait_for_one_drawing(city: City) -> None:
    begun, go_on = threading.Event(), threading.Event()

    def slow(*_: Any) -> Component:
        begun.set()
        assert go_on.wait(10)
        return html.P("done")

    draw = Drawer(slow)
    shared = SharedDrawings(city, draw)
    with ThreadPoolExecutor(8) as pool:
        asked = [pool.submit(shared.of, NEWEST, "/", "", "7.100") for _ in range(8)]
        assert begun.wait(10)
        go_on.set()
        assert {id(one.result(10)) for one in asked} == {id(asked[0].result())}
    assert len(draw.drawn) == 1


def test_a_panel_that_failed_is_drawn_anew(city: City) -> None:
    troubles = [RuntimeError("busy"), None]

    def once(*_: Any) -> Component:
        if trouble := troubles.pop(0):
            raise trouble
        return html.P("well")

    shared = SharedDrawings(city, Drawer(once))
    with pytest.raises(RuntimeError):
        shared.of(NEWEST, "/", "", "7.100")
    assert shared.of(NEWEST, "/", "", "7.100").content == '["p",{},["well"]]'


def test_memory_is_bounded(city: City, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(city, "memory", MemoryBudget(math.ceil(ROOM_FOR_TWO / SHARES["drawings"])))
    draw = Drawer(lambda *_: html.P("x" * 900))
    shared = SharedDrawings(city, draw)
    for second in (1, 2, 3, 1):
        shared.of(NEWEST, "/", "", f"7.{second}")
    assert len(draw.drawn) == 4, "1 was dropped for 3"
    shared.of(NEWEST, "/", "", "7.3")
    assert len(draw.drawn) == 4


def test_a_drawing_is_the_tree_of_its_elements(city: City) -> None:
    part = html.Section([html.H2("一屏", className="title"), 3, None, html.P()], **{"data-panel": "x", "hidden": True})
    assert json.loads(drawings.elements_of(part)) == [
        "section",
        {"data-panel": "x", "hidden": True},
        [["h2", {"className": "title"}, ["一屏"]], 3, None, ["p", {}, []]],
    ]
    for key in ("header", "map", "trend", "ranking", "newest", "card-0", "definitions"):
        name, properties, children = json.loads(drawings.elements_of(draw_panel(PANELS[key], city, "/", "", None)))
        assert (name, "panel-body" in properties["className"], bool(children)) == ("section", True, True), key


@pytest.mark.parametrize("part", [dcc.Store(id="x"), html.Div([["a"]])])
def test_a_panel_that_the_browser_could_not_draw_is_refused(part: Component) -> None:
    with pytest.raises(TypeError):
        drawings.elements_of(part)


def test_a_drawing_is_given_to_its_own_scope_only(city: City, monkeypatch: pytest.MonkeyPatch) -> None:
    draw = Drawer()
    shared = SharedDrawings(city, draw)
    first = shared.of(NEWEST, "/", "", "7.100")
    monkeypatch.setattr(drawings, "request_scope", lambda: Scope(persons="clear"))
    assert shared.of(NEWEST, "/", "", "7.100") is not first
    assert len(draw.drawn) == 2
