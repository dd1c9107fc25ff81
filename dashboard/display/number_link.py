"""The small control beside a figure that opens its card."""

from __future__ import annotations

from dash import html
from dash.development.base_component import Component

from dashboard.view.number_shown import NumberShown
from dashboard.view.scene import Scene


def asks_what(kpi: str, name: str, scene: Scene) -> Component:
    """The control of the figure of a KPI; `name`: what people call it."""
    said = scene.words("number.ask", name=name)
    opens = scene.link(number=NumberShown(kpi), listed=None)
    return html.A("i", href=opens, className="asks-what", title=said, **{"aria-label": said})
