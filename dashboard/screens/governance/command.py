"""The command screen: the roll-call of the centres with its clock, the form that makes one, and those before."""

from __future__ import annotations

from dash import html
from dash.development.base_component import Component

from dashboard.display.slots import slot
from dashboard.view.registry import Screen
from dashboard.words.catalogue import Catalogue
from geodata.areas.area_tree import BoundingBox
from geodata.city.profile import Profile


def command(screen: Screen, profile: Profile, extent: BoundingBox, words: Catalogue) -> Component:
    """The skeleton: header, area, form, the call that is shown, those before it."""
    choices = html.Div(slot("path"), className="bar-of-choices")
    return html.Main(
        [slot("header"), choices, slot("roll_call_form"), slot("roll_call"), slot("roll_calls")],
        className="screen command-page",
        **{"data-screen-of": screen.path},
    )
