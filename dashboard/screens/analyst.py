"""The analyst's screen: map and trend in the middle, KPIs and their parts around them."""

from __future__ import annotations

from dash import html
from dash.development.base_component import Component

from dashboard.display.slots import slot
from dashboard.map.base_map import ground
from dashboard.screens.panel_registry import ANALYST_CARDS
from geodata.areas.area_tree import Area
from geodata.city.profile import Profile


def analyst(profile: Profile, root: Area) -> Component:
    """The skeleton: slots and the map, without a number."""
    return html.Main(
        [
            slot("header"),
            html.Div(
                [slot("path"), html.Div(id="search-box", className="search-box"), slot("controls")],
                className="bar-of-choices",
            ),
            html.Div([slot(key) for key in ANALYST_CARDS], className="cards"),
            html.Div([slot("ranking"), slot("hours")], className="column-left"),
            html.Div([ground(profile, root, wall=False), slot("map"), slot("replay")], className="map-column"),
            slot("trend"),
            html.Div([slot("category"), slot("channel")], className="column-right"),
            slot("newest"),
        ],
        className="screen analyst",
        **{"data-screen-of": "/"},
    )
