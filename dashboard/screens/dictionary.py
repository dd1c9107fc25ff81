"""The KPI dictionary as a page."""

from __future__ import annotations

from dash import html
from dash.development.base_component import Component

from dashboard.display.slots import slot
from dashboard.view.registry import Screen
from dashboard.words.catalogue import Catalogue
from geodata.areas.area_tree import BoundingBox
from geodata.city.profile import Profile


def dictionary(screen: Screen, profile: Profile, extent: BoundingBox, words: Catalogue) -> Component:
    """The skeleton: header and table."""
    return html.Main(
        [slot("header"), slot("definitions")], className="screen dictionary", **{"data-screen-of": screen.path}
    )
