"""The list of the cases behind a cluster of the map."""

from typing import Any, Literal
from zoneinfo import ZoneInfo

from flask import Blueprint, Response, request

from dashboard.api.description.operation import CSV, JSON, Operation, Reply, RequestParameter, describe
from dashboard.api.description.parameters import SCREEN
from dashboard.api.description.replies import ERRORS
from dashboard.api.json_answers import answer
from dashboard.api.screen_request import asking_scene
from dashboard.cases import csv_list
from dashboard.map.layers.payloads import CaseListPage
from dashboard.map.layers.points_cases import ADDRESS, all_of, listed
from dashboard.web.headers import attachment
from queries.city import City

POINT_CASES = Operation(
    "map",
    "The cases of a cluster",
    "As many as the cluster counts, the newest first, fifty at a time (`next` leads on), status as of the moment "
    "shown, nothing personal; or all as CSV.",
    {200: Reply("The cases.", {JSON: CaseListPage, CSV: str}), **ERRORS},
    (
        RequestParameter(
            "cell",
            str,
            "depth.column.row of a cluster, or `none`: the cases without a trusted point.",
            required=True,
        ),
        RequestParameter("known", str, "`known` of the clusters: counted as recorded by then."),
        RequestParameter("after", int, "Cases to leave out before the page."),
        RequestParameter("format", Literal["json", "csv"]),
        *SCREEN,
    ),
)


def routes(city: City) -> Blueprint:
    """GET /api/v1/map/points/cases (JSON by pages, or all as CSV)."""
    part = Blueprint("point_cases", __name__)

    @part.get(ADDRESS)
    @describe(POINT_CASES)
    def cases() -> Any:
        given = request.args.to_dict()
        scene = asking_scene(city)
        if given.get("format") != "csv":
            return answer(listed(city, scene, given))
        lines = csv_list.csv_lines(all_of(city, scene, given), ZoneInfo(city.profile.zone))
        headers = {"Content-Disposition": attachment("cases.csv")}
        return Response(lines, mimetype="text/csv", headers=headers)

    return part
