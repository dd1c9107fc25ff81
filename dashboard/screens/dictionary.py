"""The KPI dictionary as a page."""

from __future__ import annotations

from dash import html
from dash.development.base_component import Component

from dashboard.display.slots import slot


def dictionary() -> Component:
    """The skeleton: header and table."""
    return html.Main(
        [slot("header"), slot("definitions")], className="screen dictionary", **{"data-screen-of": "/dictionary"}
    )
