"""GET /api/v1/search: areas, special grids and cases by what is typed into the search box."""

from flask import Blueprint, Response, request

from dashboard.api.json_answers import answer
from dashboard.api.screen_request import asking_scene
from dashboard.search.late_index import LateIndex
from dashboard.search.results import results
from queries.city import City


def routes(city: City, index: LateIndex) -> Blueprint:
    """GET /api/v1/search?q=…, at the moment and in the words of the screen that asks (path, search, stamp)."""
    part = Blueprint("search", __name__, url_prefix="/api/v1")

    @part.get("/search")
    def search() -> Response:
        scene = asking_scene(city)
        return answer(results(city, scene, index.get(), request.args.get("q", "")))

    return part
