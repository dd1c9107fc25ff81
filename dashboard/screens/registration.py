"""Layout and callbacks of the screens: Dash lays out that of the page, and another when the browser sets `data-path`;
one answer of ours brings all its panels."""

from __future__ import annotations

from urllib.parse import urlsplit

from dash import Dash, Input, Output, State, html
from dash.development.base_component import Component
from flask import has_request_context, redirect, request

from dashboard.display.panel import Panel
from dashboard.jobs.registry import JobRegistry
from dashboard.map.base_map import opening_extent
from dashboard.screens import screen_answers
from dashboard.screens.browser_config import with_browser_config
from dashboard.screens.drawings import SharedDrawings
from dashboard.screens.panel_registry import PANELS, panels_of
from dashboard.screens.scenes import SharedScenes, language_of, scene_at
from dashboard.screens.screen_registry import REGISTRY, SCREENS
from dashboard.screens.whole_screen import WholeScreens
from dashboard.settings import Settings
from dashboard.view.scene import Scene
from dashboard.walls.health.wall_list import wall_list
from dashboard.words.catalogue import catalogue
from queries.city import City

PATHS = tuple(screen.path for screen in SCREENS)
PANEL_KEYS = tuple(PANELS)


def register(app: Dash, city: City, settings: Settings, jobs: JobRegistry, plotly: str) -> None:
    """Gives `app` its layout and routes for one opened city. Kept between requests: it, and what was drawn last.
    plotly: the address of plotly.js."""
    panels, scenes = panels_of(jobs, city, wall_list(app.server)), SharedScenes(city)

    def draw(panel: Panel, city: City, path: str | None, search: str | None, stamp: str) -> Component:
        return drawn(panel, city, scenes.at(path, search, stamp))

    def show_screen(pathname: str | None, search: str | None) -> Component:
        screen = REGISTRY.screen_at(pathname)
        return screen.layout(screen, city.profile, opening_extent(city), catalogue(language_of(search, city)))

    def first_layout() -> Component:
        """The screen of the page that asks, which a browser names in `Referer`; without it nothing, and the page's own
        modules ask for a screen."""
        page = urlsplit(request.referrer or "") if has_request_context() else urlsplit("")
        path = page.path if page.path in PATHS else ""
        return html.Div(show_screen(path, f"?{page.query}") if path else None, id="screen", **{"data-path": path})

    app.layout = first_layout
    app.index_string = with_browser_config(app.index_string, plotly)
    app.callback(
        Output("screen", "children"),
        Input("screen", "data-path"),
        State("screen", "data-search"),
        prevent_initial_call=True,
    )(show_screen)
    app.server.add_url_rule("/favicon.ico", "favicon", lambda: redirect(app.get_asset_url("favicon.ico")))
    screen_answers.register(app.server, city, WholeScreens(city, panels, SharedDrawings(city, draw), scenes))


def draw_panel(panel: Panel, city: City, path: str | None, search: str | None, stamp: str | None) -> Component:
    """A panel for an address at a stamp's moment."""
    return drawn(panel, city, scene_at(city, path, search, stamp))


def drawn(panel: Panel, city: City, scene: Scene) -> Component:
    """A panel of a scene."""
    return panel.render(panel.ask(city, scene), scene)
