"""The page of briefings: which one, about what, and its pages as they will be printed."""

from __future__ import annotations

from dash import html
from dash.development.base_component import Component

from dashboard.display.slots import slot
from dashboard.view.registry import Screen
from dashboard.words.catalogue import Catalogue
from geodata.areas.area_tree import BoundingBox
from geodata.city.profile import Profile


def briefing(screen: Screen, profile: Profile, extent: BoundingBox, words: Catalogue) -> Component:
    """The skeleton: header, area, and the briefing."""
    choices = html.Div(slot("path"), className="bar-of-choices")
    return html.Main(
        [slot("header"), choices, slot("briefing")],
        className="screen briefing-page",
        **{"data-screen-of": screen.path},
    )
