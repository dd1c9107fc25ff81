"""GET /api/v1/search: areas, special grids, cases and questions in words by what is typed into the search box."""

from flask import Blueprint, Response, request

from dashboard.api.description.operation import Operation, RequestParameter, describe
from dashboard.api.description.parameters import SCREEN
from dashboard.api.description.replies import answered
from dashboard.api.json_answers import answer
from dashboard.api.screen_request import asking_scene
from dashboard.search.late_index import LateIndex
from dashboard.search.payloads import SearchAnswer
from dashboard.search.results import results
from queries.city import City

SEARCH = Operation(
    "questions",
    "Areas, special grids, cases and questions in words by what is typed",
    "Areas and special grids by name, pinyin (in full or its initials) and code, cases by number; at most 12, in "
    "groups, each with the address of the screen that shows it. Words for areas, categories, channels, departments, "
    "periods, hours and KPIs, in Chinese or English, are read together as a question: at most 4 readings, the words "
    "that were not understood, and what was understood as a sentence. Nothing personal.",
    answered("What was found.", SearchAnswer),
    (RequestParameter("q", str, required=True), *SCREEN),
)


def routes(city: City, index: LateIndex) -> Blueprint:
    """GET /api/v1/search?q=…, at the moment and in the words of the screen that asks (path, search, stamp)."""
    part = Blueprint("search", __name__, url_prefix="/api/v1")

    @part.get("/search")
    @describe(SEARCH)
    def search() -> Response:
        scene = asking_scene(city)
        return answer(results(city, scene, index, request.args.get("q", "")))

    return part
