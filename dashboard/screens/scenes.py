"""The scene of an address among the screens and layers that there are."""

from __future__ import annotations

from datetime import datetime

from dashboard.screens.screen_registry import REGISTRY
from dashboard.view.resolution import resolve_scene
from dashboard.view.scene import Scene
from dashboard.view.stamps import Playing, parse_stamp
from queries.city import City


def scene_at(city: City, path: str | None, search: str | None, stamp: str | None) -> Scene:
    """The scene of an address at a stamp that the browser sent, a playing replay's or the city's."""
    read = parse_stamp(stamp, city.sources.stamp())
    return scene_as_of(city, path, search, read.as_of, playing=read.playing)


def scene_as_of(
    city: City, path: str | None, search: str | None, as_of: datetime, *, playing: Playing | None = None
) -> Scene:
    """The scene of an address at a moment (aware)."""
    return resolve_scene(city, REGISTRY, (path, search), as_of, playing=playing)
