"""The data of the map layers over HTTP: one address for each layer that declares any."""

from collections.abc import Callable

from flask import Blueprint, Response, request

from dashboard.api.description.layer_operations import layer_operation
from dashboard.api.description.operation import describe
from dashboard.api.json_answers import answer
from dashboard.api.screen_request import asking_scene
from dashboard.map.layer import Answer
from dashboard.map.layer_registry import LAYERS
from queries.city import City


def routes(city: City) -> Blueprint:
    """GET /api/v1/map/<layer>: what a layer draws, for the screen that asks (path, search, stamp)."""
    part = Blueprint("map_layers", __name__)
    for layer in LAYERS:
        if layer.address and layer.data:
            part.add_url_rule(
                layer.address, layer.key, describe(layer_operation(layer))(_view_function(city, layer.data(city)))
            )
    return part


def _view_function(city: City, data: Answer) -> Callable[[], Response]:
    def layer_data() -> Response:
        found = data(asking_scene(city), request.args)
        return Response(found, mimetype="application/json") if isinstance(found, str) else answer(found)

    return layer_data
