"""Spots where the same comes back, as a page: all of them, and the cases of the one that is opened."""

from __future__ import annotations

from dash import html
from dash.development.base_component import Component

from dashboard.display.slots import slot, slot_below
from dashboard.view.registry import Screen
from dashboard.words.catalogue import Catalogue
from geodata.areas.area_tree import BoundingBox
from geodata.city.profile import Profile


def spots(screen: Screen, profile: Profile, extent: BoundingBox, words: Catalogue) -> Component:
    """The skeleton: header and area; the spot that is opened; below, because it takes longer, all spots."""
    choices = html.Div(slot("path"), className="bar-of-choices")
    return html.Main(
        [
            slot("header"),
            choices,
            slot("spot"),
            slot_below("spots", words("spots.looking")),
            slot("list"),
            slot("number"),
        ],
        className="screen spots-page",
        **{"data-screen-of": screen.path},
    )
