"""Units and devices on the map over HTTP, read from the store once for every delivery."""

from collections.abc import Mapping

from flask import Blueprint, Response, request

from dashboard.api.json_answers import answer
from dashboard.errors import BadParameter
from dashboard.map.layers import devices, units
from dashboard.map.layers.grid_clusters import depth_of
from dashboard.map.view_box import view_box
from dashboard.view.scene import Scene, scene_at
from queries.city import City
from queries.fleet.device_states import DeviceStates, device_states
from queries.fleet.unit_positions import UnitPositions, unit_positions
from queries.store.single_flight import SingleFlight

VERSIONS_KEPT = 2


def routes(city: City) -> Blueprint:
    """GET /api/v1/map/units and /api/v1/map/devices: what the layers draw of a view (zoom and bbox)."""
    part = Blueprint("map_fleet", __name__)
    kept_units: SingleFlight[int, UnitPositions] = SingleFlight(VERSIONS_KEPT)
    kept_devices: SingleFlight[int, DeviceStates] = SingleFlight(VERSIONS_KEPT)

    @part.get("/api/v1/map/units")
    def of_units() -> Response:
        scene, view = _scene(city, request.args), view_box(request.args)
        held = kept_units.get(city.store.report_version, lambda: unit_positions(city.runner))
        return answer(units.as_json(city, held, scene, view, depth_of(view, request.args)))

    @part.get("/api/v1/map/devices")
    def of_devices() -> Response:
        scene, view = _scene(city, request.args), view_box(request.args)
        cut = _level(city, request.args), depth_of(view, request.args)
        held = kept_devices.get(city.store.report_version, lambda: device_states(city.runner))
        return answer(devices.as_json(city, held, scene, view, cut))

    return part


def _scene(city: City, given: Mapping[str, str]) -> Scene:
    return scene_at(city, given.get("path"), given.get("search"), given.get("stamp"))


def _level(city: City, given: Mapping[str, str]) -> int:
    level = given.get("level", "")
    if not level.isdecimal() or int(level) > city.tree.depth:
        raise BadParameter("level", f"{level!r} is no level; there are 0 to {city.tree.depth}")
    return int(level)
