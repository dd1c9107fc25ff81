"""The heat layer over HTTP."""

from functools import cached_property
from typing import Any

from flask import Blueprint, Response, request

from dashboard.api.json_answers import answer
from dashboard.map.heat.heat_legend import legend
from dashboard.map.heat.raster import as_json, heat
from dashboard.map.view_box import view_box
from dashboard.view.scene import scene_at
from geodata.tiles.cell_tiles import CellTiles
from queries.city import City


class _Ground:
    """What is cut of the city's areas, at the first need."""

    def __init__(self, city: City) -> None:
        self._city = city

    @cached_property
    def tiles(self) -> CellTiles:
        return CellTiles(self._city.tree, self._city.placer)


def routes(city: City) -> Blueprint:
    """GET /api/v1/map/heat."""
    part = Blueprint("map_heat", __name__)
    ground = _Ground(city)

    @part.get("/api/v1/map/heat")
    def shown() -> Response:
        given: Any = request.args
        scene = scene_at(city, given.get("path"), given.get("search"), given.get("stamp"))
        found = heat(city, scene, view_box(given), ground.tiles)
        return answer(as_json(found, legend(found, scene)))

    return part
