"""The analyst's screen: map and trend in the middle, KPIs and their parts around them."""

from __future__ import annotations

from dash import html
from dash.development.base_component import Component

from dashboard.display.slots import slot, slot_below
from dashboard.map.base_map import map_frame
from dashboard.screens.panel_registry import ANALYST_CARDS
from dashboard.view.registry import Screen
from dashboard.words.catalogue import Catalogue
from geodata.areas.area_tree import BoundingBox
from geodata.city.profile import Profile

FIGURES = ("week_hours", "departments", "handling_times", "open_ages", "scores")
BELOW = (*FIGURES, "special_readings", "hot_spots", "coming", "status", "closing_level")


def analyst(screen: Screen, profile: Profile, extent: BoundingBox, words: Catalogue) -> Component:
    """The skeleton: slots and the map, without a number."""
    leaflet = map_frame(profile, extent, is_interactive=screen.is_interactive)
    fold = html.Div(
        [
            slot("header"),
            html.Div(
                [slot("path"), html.Div(id="search-box", className="search-box"), slot("controls")],
                className="bar-of-choices",
            ),
            html.Div([slot(key) for key in ANALYST_CARDS], className="cards"),
            html.Div([slot("ranking"), slot("hours")], className="column-left"),
            html.Div(
                [leaflet, slot("map"), slot("replay")],
                className="map-column",
            ),
            slot("trend"),
            html.Div([slot("category"), slot("channel")], className="column-right"),
            slot("newest"),
            slot("list"),
            slot("number"),
            slot("why"),
            slot("comparison"),
            slot("saved"),
            slot("measure"),
        ],
        className="fold",
    )
    below = html.Div([slot_below(key, words(f"below.{key}")) for key in BELOW], className="below")
    return html.Main([fold, below], className="screen analyst", **{"data-screen-of": screen.path})
