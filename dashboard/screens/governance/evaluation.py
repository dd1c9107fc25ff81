"""How units stand by published weights: the table of an evaluation, and the cases of what was clicked."""

from __future__ import annotations

from dash import html
from dash.development.base_component import Component

from dashboard.display.slots import slot
from dashboard.view.registry import Screen
from dashboard.words.catalogue import Catalogue
from geodata.areas.area_tree import BoundingBox
from geodata.city.profile import Profile


def evaluation(screen: Screen, profile: Profile, extent: BoundingBox, words: Catalogue) -> Component:
    """The skeleton: header, area, the evaluation, the form of what people enter, and the places of list and card."""
    choices = html.Div(slot("path"), className="bar-of-choices")
    return html.Main(
        [slot("header"), choices, slot("evaluation"), slot("evaluation_entry"), slot("list"), slot("number")],
        className="screen evaluation-page",
        **{"data-screen-of": screen.path},
    )
