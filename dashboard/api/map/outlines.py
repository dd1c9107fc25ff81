"""Outlines by an address that never changes its meaning: a grid version is part of it."""

import hashlib

from flask import Blueprint, Response, request

from dashboard.api.description.operation import Operation, Reply, RequestParameter, describe
from dashboard.api.description.parameters import GRID_VERSION
from dashboard.api.description.replies import FORBIDDEN, NOT_FOUND
from dashboard.api.schemas.areas import Outlines
from dashboard.errors import NotFound
from geodata.areas.outlines import outlines
from queries.city import City

OUTLINES = Operation(
    "map",
    "Outlines",
    "Of the areas below an area, or of itself when there are none; WGS-84. May be cached for ever: another cut of the "
    "areas has another address.",
    {200: Reply("A feature collection.", {"application/geo+json": Outlines}), 403: FORBIDDEN, 404: NOT_FOUND},
    (GRID_VERSION, RequestParameter("code", str, "Code of the area.", required=True, place="path")),
)


def routes(city: City) -> Blueprint:
    """GET /outlines/<grid_version>/<code>.geojson: the children of an area (itself when it has none), WGS-84."""
    part = Blueprint("outlines", __name__)

    @part.get("/outlines/<grid_version>/<path:code>.geojson")
    @describe(OUTLINES)
    def outline(grid_version: str, code: str) -> Response:
        if grid_version != city.tree.grid_version:
            raise NotFound(f"There is no grid version {grid_version}.")
        body = outlines(city.tree, city.tree.area(code))
        answer = Response(body, mimetype="application/geo+json")
        answer.set_etag(hashlib.sha256(body).hexdigest()[:32])
        answer.make_conditional(request)
        return answer

    return part
