"""Five seconds on a wall: a sentence made of the numbers, and at most three exceptions with their reason and owner."""

from __future__ import annotations

from dash import html
from dash.development.base_component import Component

from dashboard.display.panel import Panel, frame
from dashboard.view.scene import Scene
from dashboard.walls.sentence import ExceptionSaid, exceptions, headline, is_calm
from dashboard.walls.situation import SharedSituations, Situation, situation
from dashboard.words.moments import time_to_the_second
from queries.city import City

KEY = "sentence"


def render(found: Situation, scene: Scene) -> Component:
    """The sentence above, the exceptions side by side below it."""
    moment = scene.words("situation.as_of", moment=time_to_the_second(found.as_of, scene.zone))
    line = html.P(
        [html.Span(headline(found, scene), className="headline"), html.Span(moment, className="quiet")],
        className="headline-line",
    )
    listed = [_exception(one, scene) for one in exceptions(found.outstanding, scene.words)]
    body = [line, html.Ol(listed, className="exceptions")] if listed else [line]
    label = scene.words("situation.label")
    return frame(KEY, "", scene, body, label=label, className="calm" if is_calm(found) else "")


def _exception(one: ExceptionSaid, scene: Scene) -> Component:
    analyst = scene.registry.home
    link = scene.screen_link(analyst, area=one.area, kpi=one.kpi, compare=None)
    parts = [html.B(one.place), html.Span(one.reason, className="exception-reason")]
    owner = [html.Span(one.owner, className="exception-owner")] if one.owner else []
    return html.Li([*parts, *owner], className="exception", **{"data-kpi": one.kpi, "data-leads-to": link})


PANEL = Panel(KEY, situation, render)


def shared(city: City) -> Panel:
    """The same, asked for once in a while for all walls of a city."""
    situations = SharedSituations(city)
    return Panel(KEY, lambda _city, scene: situations.of(scene), render)
