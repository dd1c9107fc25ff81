"""The weekly samples of closed cases as a page: the one that is opened, its cases, and the form of a verdict."""

from __future__ import annotations

from dash import html
from dash.development.base_component import Component

from dashboard.display.slots import slot
from dashboard.view.registry import Screen
from dashboard.words.catalogue import Catalogue
from geodata.areas.area_tree import BoundingBox
from geodata.city.profile import Profile


def samples(screen: Screen, profile: Profile, extent: BoundingBox, words: Catalogue) -> Component:
    """The skeleton: header, area, the sample, its cases, and the place of the form."""
    choices = html.Div(slot("path"), className="bar-of-choices")
    return html.Main(
        [slot("header"), choices, slot("samples"), slot("sample_cases"), slot("loop_act")],
        className="screen samples-page",
        **{"data-screen-of": screen.path},
    )
