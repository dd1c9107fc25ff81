"""The governance loops as a page: all with their stages, the one that is opened, and the cases of what was clicked."""

from __future__ import annotations

from dash import html
from dash.development.base_component import Component

from dashboard.display.slots import slot, slot_below
from dashboard.view.registry import Screen
from dashboard.words.catalogue import Catalogue
from geodata.areas.area_tree import BoundingBox
from geodata.city.profile import Profile


def loops(screen: Screen, profile: Profile, extent: BoundingBox, words: Catalogue) -> Component:
    """The skeleton: header, area, all loops, the one that is opened, and the places of list and card."""
    choices = html.Div(slot("path"), className="bar-of-choices")
    return html.Main(
        [
            slot("header"),
            choices,
            slot("loops"),
            slot("loop"),
            slot("loop_cases"),
            slot("loop_act"),
            slot_below("lines", words("lines.looking")),
            slot("list"),
            slot("number"),
        ],
        className="screen loops-page",
        **{"data-screen-of": screen.path},
    )
