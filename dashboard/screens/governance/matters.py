"""Matters of which several cases tell, as a page: all of them, and the form by which something is done about one."""

from __future__ import annotations

from dash import html
from dash.development.base_component import Component

from dashboard.display.slots import slot, slot_below
from dashboard.view.registry import Screen
from dashboard.words.catalogue import Catalogue
from geodata.areas.area_tree import BoundingBox
from geodata.city.profile import Profile


def matters(screen: Screen, profile: Profile, extent: BoundingBox, words: Catalogue) -> Component:
    """The skeleton: header, area, the matters, and the places of form, list and card."""
    choices = html.Div(slot("path"), className="bar-of-choices")
    return html.Main(
        [
            slot("header"),
            choices,
            slot("matters"),
            slot_below("suggestions", words("suggestions.looking")),
            slot("loop_act"),
            slot("list"),
            slot("number"),
        ],
        className="screen matters-page",
        **{"data-screen-of": screen.path},
    )
