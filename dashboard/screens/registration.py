"""Layout and callbacks of the screens: one callback chooses the screen, one answers all its panels."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from dash import ALL, Dash, Input, Output, State, ctx, dcc, html
from dash.development.base_component import Component
from flask import redirect

from dashboard.access.request_scope import request_scope
from dashboard.display.panel import Panel
from dashboard.jobs.registry import JobRegistry
from dashboard.screens.browser_config import with_browser_config
from dashboard.screens.drawings import SharedDrawings
from dashboard.screens.panel_registry import panels_of
from dashboard.screens.scenes import SharedScenes, scene_at
from dashboard.screens.screen_registry import REGISTRY
from dashboard.screens.whole_screen import PATIENCE_S, UNFINISHED_PATIENCE_S, PanelPlace, ScreenAsked, WholeScreens
from dashboard.settings import Settings
from dashboard.view.address import parse_view
from dashboard.view.resolution import vocabulary
from dashboard.view.scene import Scene
from dashboard.words.catalogue import catalogue
from queries.city import City

Asked = tuple[str | None, str | None, str | None]
UNFINISHED = "unfinished"
"""The store by which the browser asks once more for panels that were still being computed."""


def register(app: Dash, city: City, settings: Settings, jobs: JobRegistry) -> None:
    """Gives `app` its layout and callbacks for one opened city. Kept between requests: it, and what was drawn last."""
    panels, scenes = panels_of(jobs), SharedScenes(city)

    def draw(panel: Panel, city: City, path: str | None, search: str | None, stamp: str) -> Component:
        return drawn(panel, city, scenes.at(path, search, stamp))

    whole_screens = WholeScreens(city, panels, SharedDrawings(city, draw), scenes)
    app.layout = lambda: _layout(city)
    app.index_string = with_browser_config(app.index_string)
    app.server.add_url_rule("/favicon.ico", "favicon", lambda: redirect(app.get_asset_url("favicon.ico")))

    def show_screen(pathname: str | None, search: str | None) -> Component:
        screen = REGISTRY.screen_at(pathname)
        return screen.layout(screen, city.profile, city.tree.root, catalogue(language_of(search, city)))

    def answer(address: Asked, unfinished: object, places: Sequence[Sequence[Any]]) -> list[list[Any]]:
        path, search, stamp = address
        words = catalogue(language_of(search, city))
        shown = ScreenAsked(path, search, stamp or str(city.sources.stamp()), words)
        held = [
            PanelPlace(place["panel"], *(sign or "" for sign in signs)) for place, *signs in zip(*places, strict=True)
        ]
        patience_s = UNFINISHED_PATIENCE_S if ctx.triggered_id == UNFINISHED else PATIENCE_S
        changes = whole_screens.changes(shown, held, patience_s=patience_s)
        return [[getattr(change, name) for change in changes] for name in ("content", "digest", "stale", "computing")]

    screen = Output("screen", "children"), Input("url", "pathname"), State("url", "search")
    app.callback(*screen)(show_screen)
    place = {"panel": ALL}
    app.callback(
        output=[Output(place, name) for name in ("children", "data-digest", "data-stale", "data-computing")],
        inputs={
            "address": (State("url", "pathname"), Input("url", "search"), Input("stamp", "data")),
            "unfinished": Input(UNFINISHED, "data"),
            "places": [State(place, name) for name in ("id", "data-digest", "data-stale", "data-computing")],
        },
    )(answer)


def draw_panel(panel: Panel, city: City, path: str | None, search: str | None, stamp: str | None) -> Component:
    """A panel for an address at a stamp's moment."""
    return drawn(panel, city, scene_at(city, path, search, stamp))


def drawn(panel: Panel, city: City, scene: Scene) -> Component:
    """A panel of a scene."""
    return panel.render(panel.ask(city, scene), scene)


def language_of(search: str | None, city: City) -> str:
    """The language an address asks for, else the city's."""
    view, _ = parse_view(search, vocabulary(city, REGISTRY, request_scope()))
    return view.language or city.profile.language


def _layout(city: City) -> Component:
    stamp = str(city.sources.stamp())
    return html.Div(
        [
            dcc.Location(id="url", refresh=False),
            dcc.Store(id="stamp", data=stamp),
            dcc.Store(id=UNFINISHED),
            html.Div(id="screen", **{"data-stamp": stamp}),
        ]
    )
