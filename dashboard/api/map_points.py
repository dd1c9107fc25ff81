"""The cases on the map over HTTP: clusters, and the list behind each."""

from typing import Any
from zoneinfo import ZoneInfo

from flask import Blueprint, Response, request

from dashboard.api.json_answers import answer
from dashboard.cases import csv_list
from dashboard.map.layers.points import as_json, points
from dashboard.map.layers.points_cases import ADDRESS, all_of, listed
from dashboard.map.view_box import view_box
from dashboard.view.scene import Scene, scene_at
from queries.city import City


def routes(city: City) -> Blueprint:
    """GET /api/v1/map/points and /api/v1/map/points/cases (JSON by pages, or all as CSV)."""
    part = Blueprint("map_points", __name__)

    @part.get("/api/v1/map/points")
    def clusters() -> Response:
        scene = _scene(city)
        return answer(as_json(points(city, scene, view_box(request.args)), scene))

    @part.get(ADDRESS)
    def cases() -> Any:
        given = request.args.to_dict()
        scene = _scene(city)
        if given.get("format") != "csv":
            return answer(listed(city, scene, given))
        lines = csv_list.csv_lines(all_of(city, scene, given), ZoneInfo(city.profile.zone))
        headers = {"Content-Disposition": 'attachment; filename="cases.csv"'}
        return Response(lines, mimetype="text/csv", headers=headers)

    return part


def _scene(city: City) -> Scene:
    given: Any = request.args
    return scene_at(city, given.get("path"), given.get("search"), given.get("stamp"))
