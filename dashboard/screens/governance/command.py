"""The command screen: the roll-call of the centres with its clock, the form that makes one, those before, and the mode
of operation."""

from __future__ import annotations

from dash import html
from dash.development.base_component import Component

from dashboard.display.slots import slot
from dashboard.view.registry import Screen
from dashboard.words.catalogue import Catalogue
from geodata.areas.area_tree import BoundingBox
from geodata.city.profile import Profile

PANELS = ("roll_call_form", "roll_call", "roll_calls", "mode", "mode_form", "duty", "workload")


def command(screen: Screen, profile: Profile, extent: BoundingBox, words: Catalogue) -> Component:
    """The skeleton: header, area, form, the call that is shown, those before it, the mode of operation."""
    choices = html.Div(slot("path"), className="bar-of-choices")
    return html.Main(
        [slot("header"), choices, *(slot(key) for key in PANELS)],
        className="screen command-page",
        **{"data-screen-of": screen.path},
    )
