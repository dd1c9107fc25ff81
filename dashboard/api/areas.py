"""Areas over HTTP: one area, those above it and those directly below it."""

from flask import Blueprint, Response

from dashboard.api.description.operation import Operation, RequestParameter, describe
from dashboard.api.description.parameters import LANG
from dashboard.api.description.replies import answered
from dashboard.api.json_answers import answer
from dashboard.api.request_query import query_texts
from dashboard.api.schemas.areas import Areas
from dashboard.commands.city_commands import CityCommands

AREAS = Operation(
    "questions",
    "An area and those below it",
    "Codes, names, middles and bounds (WGS-84).",
    answered("The area.", Areas),
    (RequestParameter("parent", str, "Code of the area; the whole city without."), LANG),
)


def routes(answers: CityCommands) -> Blueprint:
    """GET /api/v1/areas."""
    part = Blueprint("areas", __name__, url_prefix="/api/v1")

    @part.get("/areas")
    @describe(AREAS)
    def areas() -> Response:
        return answer(answers.areas(query_texts().get("parent")))

    return part
