"""Where the data come from, as a page: every source, what hangs on partners' lines, what is out in the field,
and how the walls do."""

from __future__ import annotations

from dash import html
from dash.development.base_component import Component

from dashboard.display.slots import slot
from dashboard.view.registry import Screen
from dashboard.words.catalogue import Catalogue
from geodata.areas.area_tree import BoundingBox
from geodata.city.profile import Profile


def sources(screen: Screen, profile: Profile, extent: BoundingBox, words: Catalogue) -> Component:
    """The skeleton: header, the table of sources, the partners' lines and the fleets, the walls, the server's jobs."""
    below = html.Div([slot("partners"), slot("fleets")], className="sources-below")
    return html.Main(
        [slot("header"), slot("sources"), below, slot("walls"), slot("jobs")],
        className="screen sources-page",
        **{"data-screen-of": screen.path},
    )
