"""The page on which a file of cases is dropped, looked at, corrected and loaded."""

from __future__ import annotations

from dash import html
from dash.development.base_component import Component

from dashboard.display.slots import slot
from dashboard.view.registry import Screen
from dashboard.words.catalogue import Catalogue
from geodata.areas.area_tree import BoundingBox
from geodata.city.profile import Profile


def load(screen: Screen, profile: Profile, extent: BoundingBox, words: Catalogue) -> Component:
    """The skeleton: header, the panel with what may be chosen, and the place that assets/modules/load fills."""
    return html.Main(
        [slot("header"), slot("load"), html.Div(id="load-page", className="load-page")],
        className="screen load",
        **{"data-screen-of": screen.path},
    )
