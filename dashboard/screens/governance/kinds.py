"""Kinds of cases that recur as a page: all of an area, the checklist of the one that is opened, and the forms."""

from __future__ import annotations

from dash import html
from dash.development.base_component import Component

from dashboard.display.slots import slot
from dashboard.view.registry import Screen
from dashboard.words.catalogue import Catalogue
from geodata.areas.area_tree import BoundingBox
from geodata.city.profile import Profile


def kinds(screen: Screen, profile: Profile, extent: BoundingBox, words: Catalogue) -> Component:
    """The skeleton: header, area, the kinds, the one that is opened, and the forms."""
    choices = html.Div(slot("path"), className="bar-of-choices")
    return html.Main(
        [slot("header"), choices, slot("kinds"), slot("kind"), slot("kind_entry"), slot("kind_proposals")],
        className="screen kinds-page",
        **{"data-screen-of": screen.path},
    )
