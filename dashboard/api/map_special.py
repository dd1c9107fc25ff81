"""GET /api/v1/map/special: the special grids in sight, and those chosen side by side."""

from typing import Any

from flask import Blueprint, Response, request

from dashboard.map.layers.special import layer_json, sides_of
from dashboard.view.scene import scene_at
from queries.city import City


def routes(city: City) -> Blueprint:
    """Outlines inside `bbox` at `zoom`, as of and in the words of the screen that asks (path, search, stamp)."""
    part = Blueprint("map_special", __name__, url_prefix="/api/v1/map")

    @part.get("/special")
    def special() -> Response:
        given: Any = request.args
        sides, zoom = sides_of(given)
        scene = scene_at(city, given.get("path"), given.get("search"), given.get("stamp"))
        outlines = given.get("outlines") != "none"
        return Response(layer_json(city, scene, sides, zoom, outlines=outlines), mimetype="application/json")

    return part
