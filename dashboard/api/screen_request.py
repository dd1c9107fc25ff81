"""Requests by which a part of a screen asks for its data: they carry the address of the screen and its stamp."""

from typing import Any

from flask import request

from dashboard.screens.scenes import scene_at
from dashboard.view.scene import Scene
from queries.city import City

PARAMETERS = ("path", "search", "stamp")


def asking_scene(city: City) -> Scene:
    """The scene of the screen that sent this request. A parameter that cannot be read is ignored, never an error."""
    given: Any = request.args
    return scene_at(city, given.get("path"), given.get("search"), given.get("stamp"))
