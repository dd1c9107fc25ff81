"""The scene of an address among the screens and layers that there are."""

from __future__ import annotations

from datetime import datetime

from dashboard.access.request_scope import request_scope
from dashboard.screens.screen_registry import REGISTRY
from dashboard.view.address import parse_view
from dashboard.view.resolution import resolve_scene, vocabulary
from dashboard.view.scene import Scene
from dashboard.view.stamps import Playing, parse_stamp
from queries.city import City
from queries.values import Scope, SingleFlight

MOST_SCENES = 256


class SharedScenes:
    """The scenes of one city that were asked for last: all panels of an address at a stamp share one."""

    def __init__(self, city: City) -> None:
        self._city = city
        self._held: SingleFlight[tuple[Scope, str | None, str | None, str], Scene] = SingleFlight(
            MOST_SCENES, is_superseded=lambda key: key[-1] != str(city.sources.stamp())
        )

    def at(self, path: str | None, search: str | None, stamp: str) -> Scene:
        """As `scene_at`, for whoever asks at present."""
        key = (request_scope(), path, search, stamp)
        return self._held.get(key, lambda: scene_at(self._city, path, search, stamp))


def scene_at(city: City, path: str | None, search: str | None, stamp: str | None) -> Scene:
    """The scene of an address at a stamp that the browser sent, a playing replay's or the city's."""
    read = parse_stamp(stamp, city.sources.stamp())
    return scene_as_of(city, path, search, read.as_of, playing=read.playing)


def scene_as_of(
    city: City, path: str | None, search: str | None, as_of: datetime, *, playing: Playing | None = None
) -> Scene:
    """The scene of an address at a moment (aware)."""
    return resolve_scene(city, REGISTRY, (path, search), as_of, playing=playing)


def language_of(search: str | None, city: City) -> str:
    """The language an address asks for, else the city's."""
    view, _ = parse_view(search, vocabulary(city, REGISTRY, request_scope()))
    return view.language or city.profile.language
