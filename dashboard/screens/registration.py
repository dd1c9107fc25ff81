"""Layout and callbacks of the screens: one callback chooses the screen, one draws every panel."""

from __future__ import annotations

from typing import Any

from dash import MATCH, Dash, Input, Output, State, ctx, dcc, html, no_update
from dash.development.base_component import Component
from flask import redirect

from dashboard.access.request_scope import request_scope
from dashboard.display.panel import Panel
from dashboard.errors import error_answer
from dashboard.jobs.registry import JobRegistry
from dashboard.screens.browser_config import with_browser_config
from dashboard.screens.drawings import SharedDrawings, short
from dashboard.screens.panel_registry import panels_of
from dashboard.screens.scenes import scene_at
from dashboard.screens.screen_registry import REGISTRY
from dashboard.settings import Settings
from dashboard.view.address import parse_view
from dashboard.view.resolution import vocabulary
from dashboard.view.stamps import parse_stamp
from dashboard.words.catalogue import catalogue
from dashboard.words.moments import time_to_the_second
from queries.city import City

Asked = tuple[str | None, str | None, str | None]
Slot = tuple[dict[str, str], str | None, str | None]
Drawn = tuple[Any, Any, Any]


def register(app: Dash, city: City, settings: Settings, jobs: JobRegistry) -> None:
    """Gives `app` its layout and callbacks for one opened city. Kept between requests: it, and what was drawn last."""
    panels = panels_of(jobs)
    drawings = SharedDrawings(city, draw_panel)
    app.layout = lambda: _layout(city)
    app.index_string = with_browser_config(app.index_string)
    app.server.add_url_rule("/favicon.ico", "favicon", lambda: redirect(app.get_asset_url("favicon.ico")))

    def show_screen(pathname: str | None, search: str | None) -> Component:
        screen = REGISTRY.screen_at(pathname)
        return screen.layout(screen, city.profile, city.tree.root, catalogue(language_of(search, city)))

    def draw(address: Asked, slot: Slot) -> Drawn:
        search, pathname, stamp = address
        place, digest, stale = slot
        drawing = drawings.of(panels[place["panel"]], pathname, search, stamp)
        if drawing.digest != digest:
            return drawing.content, drawing.digest, ""
        return no_update, no_update, "" if stale else no_update

    screen = Output("screen", "children"), Input("url", "pathname"), State("url", "search")
    app.callback(*screen)(show_screen)
    place = {"panel": MATCH}
    app.callback(
        output=[Output(place, "children"), Output(place, "data-digest"), Output(place, "data-stale")],
        inputs={
            "address": (Input("url", "search"), State("url", "pathname"), Input("stamp", "data")),
            "slot": (State(place, "id"), State(place, "data-digest"), State(place, "data-stale")),
        },
        on_error=lambda error: _failed_panel(error, city),
    )(draw)


def draw_panel(panel: Panel, city: City, pathname: str | None, search: str | None, stamp: str | None) -> Component:
    """A panel for an address at a stamp's moment."""
    scene = scene_at(city, pathname, search, stamp)
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
            html.Div(id="screen", **{"data-stamp": stamp}),
        ]
    )


def _failed_panel(error: Exception, city: City) -> Drawn:
    """What stands in the place of a panel that failed; the others go on.

    A wall keeps the last good picture of the same address, dimmed, and says since when; elsewhere (and on a wall that
    has none) one sentence and a reference.
    """
    search, states = ctx.inputs.get("url.search") or "", _states()
    words, found = catalogue(language_of(search, city)), error_answer(error)
    if REGISTRY.screen_at(states["pathname"]).is_wall and (states["data-digest"] or "").startswith(short(search)):
        since = parse_stamp(ctx.inputs.get("stamp.data"), city.sources.stamp()).as_of
        text = words("stale", moment=time_to_the_second(since, city.profile.time_zone))
        return no_update, no_update, states["data-stale"] or text
    text = found.sentence(words.language)
    if found.reference:
        text = f"{text} {words('reference', reference=found.reference)}"
    sentence = html.P(text, className="panel-error", role="alert")
    body = html.Section(sentence, className="panel-body", **{"data-panel": "error", "data-search": search})
    return body, "", ""


def _states() -> dict[str, Any]:
    """The states of the panel callback by their property, whichever panel it is about."""
    return {name.rsplit(".", 1)[1]: value for name, value in ctx.states.items()}
