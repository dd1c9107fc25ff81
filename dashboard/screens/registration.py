"""Layout and callbacks of the screens: one callback chooses the screen, one draws every panel."""

from __future__ import annotations

import hashlib
import json
from typing import Any

from dash import MATCH, Dash, Input, Output, State, ctx, dcc, html, no_update
from dash.development.base_component import Component

from dashboard.catalogue import catalogue
from dashboard.errors import trouble
from dashboard.panels.panel import Panel
from dashboard.panels.registry import PANELS
from dashboard.scene import moment_of_stamp, resolve_scene, vocabulary
from dashboard.screens.analyst import analyst
from dashboard.screens.dictionary import dictionary
from dashboard.screens.wall import wall
from dashboard.settings import Settings
from dashboard.state import parse_view, screen_of
from queries.city import City

Place = dict[str, str]
Drawn = tuple[Any, Any]


def register(app: Dash, city: City, settings: Settings) -> None:
    """Gives `app` its layout and callbacks for one opened city. Nothing is kept between requests but the city."""
    app.layout = lambda: _layout(city)

    def show_screen(pathname: str | None, search: str | None) -> Component:
        words = catalogue(language_of(search, city))
        screens = {
            "analyst": lambda: analyst(city.profile, city.tree.root),
            "wall": lambda: wall(city.profile, city.tree.root, words),
            "dictionary": dictionary,
        }
        return screens[screen_of(pathname)]()

    def draw(search: str | None, stamp: str | None, pathname: str | None, place: Place, digest: str | None) -> Drawn:
        drawn = draw_panel(PANELS[place["panel"]], city, pathname, search, stamp)
        fresh = digest_of(drawn)
        return (no_update, no_update) if fresh == digest else (drawn, fresh)

    screen = Output("screen", "children"), Input("url", "pathname"), State("url", "search")
    app.callback(*screen)(show_screen)
    place = {"panel": MATCH}
    panels = (
        [Output(place, "children"), Output(place, "data-digest")],
        [Input("url", "search"), Input("stamp", "data")],
        [State("url", "pathname"), State(place, "id"), State(place, "data-digest")],
    )
    app.callback(*panels, on_error=lambda error: _troubled(error, city))(draw)


def draw_panel(panel: Panel, city: City, pathname: str | None, search: str | None, stamp: str | None) -> Component:
    """A panel for an address at a stamp's moment."""
    scene = resolve_scene(city, pathname, search, moment_of_stamp(stamp, city))
    return panel.render(panel.ask(city, scene), scene)


def digest_of(drawn: Component) -> str:
    """A short digest of a drawing: equal drawings are not sent again."""
    text = json.dumps(drawn.to_plotly_json(), default=lambda part: part.to_plotly_json(), sort_keys=True)
    return hashlib.sha256(text.encode()).hexdigest()[:16]


def language_of(search: str | None, city: City) -> str:
    """The language an address asks for, else the city's."""
    view, _ = parse_view("/", search, vocabulary(city))
    return view.language or city.profile.language


def _layout(city: City) -> Component:
    stamp = str(city.stamp())
    return html.Div(
        [
            dcc.Location(id="url", refresh=False),
            dcc.Store(id="stamp", data=stamp),
            html.Div(id="screen", **{"data-stamp": stamp}),
        ]
    )


def _troubled(error: Exception, city: City) -> tuple[Component, str]:
    """What stands in the place of a panel that failed: one sentence and a reference; the others go on."""
    found = trouble(error)
    search = ctx.inputs.get("url.search") or ""
    language = language_of(search, city)
    said = found.sentence(language)
    if found.reference:
        said = f"{said} {catalogue(language)('reference', reference=found.reference)}"
    body = html.Section(
        html.P(said, className="trouble", role="alert"),
        className="panel-body",
        **{"data-panel": "trouble", "data-search": search},
    )
    return body, ""
