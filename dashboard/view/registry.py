"""The types of the registry of screens and map layers that addresses and scenes need; its entries stand in screens/."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime
from typing import Protocol

from dash.development.base_component import Component

from dashboard.view.wall_scene import WallScene
from dashboard.words.catalogue import Catalogue
from geodata.areas.area_tree import Area, BoundingBox
from geodata.city.profile import Profile
from queries.city import City
from queries.values import Scope


@dataclass(frozen=True)
class WallPlace:
    """Whose walls: the area that they show, what was known by when (aware; None: now), and what may be seen."""

    area: Area
    known: datetime | None
    scope: Scope


Scenes = Callable[[City, WallPlace], tuple[WallScene, ...]]
Layout = Callable[["Screen", Profile, BoundingBox, Catalogue], Component]


@dataclass(frozen=True)
class Screen:
    """One screen. Its title is the sentence `switch.<key>` of the catalogue.

    path: of its address; layout: its skeleton of slots and map, given the profile and what
    its map opens on.
    refresh_s: seconds between two questions for news; live: whether it follows the news at all.
    is_interactive: it has links, menus and a map that can be moved; else it is only looked at.
    is_wall: it hangs on a wall: it has a clock, and keeps its last good picture when something fails.
    shows_area: it is about the area of the address, and its title names it.
    menu: that of the header in which the way to it stands, the sentence `switch.<menu>`; empty: in the line itself.
    layers: keys of the map layers that it may show; None: all.
    scenes: all that a wall of a place can show in its order; none of another screen.
    """

    key: str
    path: str
    layout: Layout
    refresh_s: float
    live: bool = True
    is_interactive: bool = True
    is_wall: bool = False
    shows_area: bool = True
    menu: str = ""
    layers: tuple[str, ...] | None = None
    scenes: Scenes = lambda _city, _place: ()

    def may_show(self, layer: str) -> bool:
        """Whether a map layer can be on this screen."""
        return self.layers is None or layer in self.layers


class Layer(Protocol):
    """What an address has to know of a map layer."""

    @property
    def key(self) -> str: ...
    @property
    def on_by_default(self) -> bool: ...


@dataclass(frozen=True)
class Registry:
    """All screens, the first for every unknown path, and all map layers in their order."""

    screens: tuple[Screen, ...]
    layers: tuple[Layer, ...]

    @property
    def layer_keys(self) -> tuple[str, ...]:
        """All layers in their order."""
        return tuple(layer.key for layer in self.layers)

    @property
    def default_layers(self) -> tuple[str, ...]:
        """The layers that are on when an address says nothing."""
        return tuple(layer.key for layer in self.layers if layer.on_by_default)

    def scene_keys(self, city: City, scope: Scope) -> frozenset[str]:
        """The keys of all scenes of walls that there are for whoever has this scope."""
        place = WallPlace(city.ground.home(scope), None, scope)
        return frozenset(scene.key for screen in self.screens for scene in screen.scenes(city, place))

    @property
    def home(self) -> Screen:
        """The screen that one comes to first."""
        return self.screens[0]

    def screen_at(self, path: str | None) -> Screen:
        """The screen of a path."""
        return next((screen for screen in self.screens if screen.path == path), self.home)
