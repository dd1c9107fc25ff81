"""Where the data come from, as a page: every source, what hangs on partners' lines, and what is out in the field."""

from __future__ import annotations

from dash import html
from dash.development.base_component import Component

from dashboard.display.slots import slot


def sources() -> Component:
    """The skeleton: header, the table of sources, under it the partners' lines and the fleets."""
    below = html.Div([slot("partners"), slot("fleets")], className="sources-below")
    return html.Main(
        [slot("header"), slot("sources"), below], className="screen sources-page", **{"data-screen-of": "/sources"}
    )
