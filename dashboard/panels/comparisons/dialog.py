"""The frame of a dialog over the screen: a title, a link that closes it, and what it shows."""

from __future__ import annotations

from typing import Any

from dash import html
from dash.development.base_component import Component

from dashboard.display.panel import frame
from dashboard.view.scene import Scene


def dialog(key: str, title: str, shut: str, body: list[Any], scene: Scene) -> Component:
    """shut: the address without it."""
    close = scene.words("why.close")
    link = html.A("✕", href=shut, className="why-close", title=close, **{"aria-label": close})
    head = html.Header([html.H2([html.Span(title), html.Span(scene.place, className="quiet")]), link])
    card = html.Div([head, html.Div(body, className="why-body", tabIndex=0, role="group", **{"aria-label": title})])
    card.className = "why-card"
    return frame(key, "", scene, [card], label=title, role="dialog", tabIndex=-1)


def no_dialog(key: str, label: str, scene: Scene) -> Component:
    """The place of a dialog that is not open."""
    return frame(key, "", scene, [], label=label)
