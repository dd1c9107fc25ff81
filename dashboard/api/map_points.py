"""The list of the cases behind a cluster of the map."""

from typing import Any
from zoneinfo import ZoneInfo

from flask import Blueprint, Response, request

from dashboard.api.json_answers import answer
from dashboard.api.screen_request import asking_scene
from dashboard.cases import csv_list
from dashboard.map.layers.points_cases import ADDRESS, all_of, listed
from queries.city import City


def routes(city: City) -> Blueprint:
    """GET /api/v1/map/points/cases (JSON by pages, or all as CSV)."""
    part = Blueprint("map_points", __name__)

    @part.get(ADDRESS)
    def cases() -> Any:
        given = request.args.to_dict()
        scene = asking_scene(city)
        if given.get("format") != "csv":
            return answer(listed(city, scene, given))
        lines = csv_list.csv_lines(all_of(city, scene, given), ZoneInfo(city.profile.zone))
        headers = {"Content-Disposition": 'attachment; filename="cases.csv"'}
        return Response(lines, mimetype="text/csv", headers=headers)

    return part
