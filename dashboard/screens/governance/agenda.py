"""The agenda of the meeting on cross-boundary cases as a page: its cases, the backlog by age, and the form of acts."""

from __future__ import annotations

from dash import html
from dash.development.base_component import Component

from dashboard.display.slots import slot
from dashboard.view.registry import Screen
from dashboard.words.catalogue import Catalogue
from geodata.areas.area_tree import BoundingBox
from geodata.city.profile import Profile


def agenda(screen: Screen, profile: Profile, extent: BoundingBox, words: Catalogue) -> Component:
    """The skeleton: header, area, the agenda, and the places of form, list and card."""
    choices = html.Div(slot("path"), className="bar-of-choices")
    return html.Main(
        [slot("header"), choices, slot("agenda"), slot("loop_act"), slot("list"), slot("number")],
        className="screen agenda-page",
        **{"data-screen-of": screen.path},
    )
