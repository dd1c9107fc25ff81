"""What the rules of alarms have found: the list with its form, for the area of the address."""

from __future__ import annotations

from dash import html
from dash.development.base_component import Component

from dashboard.display.slots import slot
from dashboard.view.registry import Screen
from dashboard.words.catalogue import Catalogue
from geodata.areas.area_tree import BoundingBox
from geodata.city.profile import Profile


def alarms(screen: Screen, profile: Profile, extent: BoundingBox, words: Catalogue) -> Component:
    """The skeleton: header, the path of areas, the list."""
    where = html.Div([slot("path")], className="bar-of-choices")
    return html.Main(
        [slot("header"), where, slot("alarms")], className="screen alarms-page", **{"data-screen-of": screen.path}
    )
