"""How cases are dispatched, as a page: hops between levels, and the playbook beside what was dispatched."""

from __future__ import annotations

from dash import html
from dash.development.base_component import Component

from dashboard.display.slots import slot
from dashboard.view.registry import Screen
from dashboard.words.catalogue import Catalogue
from geodata.areas.area_tree import BoundingBox
from geodata.city.profile import Profile


def dispatch(screen: Screen, profile: Profile, extent: BoundingBox, words: Catalogue) -> Component:
    """The skeleton: header, area, hops between levels, objections, the playbook, and the places of list and card."""
    choices = html.Div(slot("path"), className="bar-of-choices")
    return html.Main(
        [slot("header"), choices, slot("hops"), slot("objections"), slot("playbook"), slot("list"), slot("number")],
        className="screen dispatch-page",
        **{"data-screen-of": screen.path},
    )
