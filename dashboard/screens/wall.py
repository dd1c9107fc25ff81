"""The wall: the places of all its scenes, of which the browser shows those of the present one; nothing to touch. Wide
walls get more columns, not wider ones."""

from __future__ import annotations

from dash import html
from dash.development.base_component import Component

from dashboard.display.slots import slot
from dashboard.map.base_map import map_frame
from dashboard.screens.panel_registry import WALL_CARDS
from dashboard.view.registry import Screen
from dashboard.walls.places import FIGURES
from dashboard.words.catalogue import Catalogue
from geodata.areas.area_tree import BoundingBox
from geodata.city.profile import Profile

SCENE_PLACES = (
    "ranking", "newest", "department", "fleets", "partners", "failures", "repeat_spots", "kinds",
    "wall_call", "wall_missing", "wall_duty",
)  # fmt: skip
GROUPS = ("receive", "dispatch", "supervise", "assess")


def wall(screen: Screen, profile: Profile, extent: BoundingBox, words: Catalogue) -> Component:
    """The skeleton of the wall; only the names of the four totals are written here."""
    leaflet = map_frame(profile, extent, is_interactive=screen.is_interactive)
    return html.Main(
        [
            html.Div(
                [slot("header"), html.Div([slot("path"), slot("scenes")], className="wall-where")], className="wall-top"
            ),
            slot("sentence"),
            *[_group(name, words) for name in GROUPS],
            html.Div(
                [leaflet, slot("map"), slot("replay")],
                className="map-column",
            ),
            html.Div([slot("trend"), slot("hours")], className="wall-extra extra-time"),
            html.Div([slot("category"), slot("channel")], className="wall-extra extra-mix"),
            html.Div([slot(key) for key in FIGURES], className="scene-figures"),
            *[slot(key) for key in SCENE_PLACES],
        ],
        className="screen wall",
        **{"data-screen-of": screen.path},
    )


def _group(name: str, words: Catalogue) -> Component:
    title = html.H2(words(f"group.{name}"), className="group-title")
    return html.Div([title, *[slot(key) for key in WALL_CARDS[name]]], className=f"group group-{name}")
