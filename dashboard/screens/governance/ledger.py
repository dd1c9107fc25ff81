"""The ledger of data: systems on the left, what is opened of them beside it."""

from __future__ import annotations

from dash import html
from dash.development.base_component import Component

from dashboard.display.slots import slot
from dashboard.view.registry import Screen
from dashboard.words.catalogue import Catalogue
from geodata.areas.area_tree import BoundingBox
from geodata.city.profile import Profile


def ledger(screen: Screen, profile: Profile, extent: BoundingBox, words: Catalogue) -> Component:
    """The skeleton: header, systems, and the place of what is opened."""
    return html.Main(
        [slot("header"), slot("ledger"), slot("ledger_opened")],
        className="screen ledger-page",
        **{"data-screen-of": screen.path},
    )
