"""Findings over HTTP: parts of a city beside each other."""

from flask import Blueprint, Response

from dashboard.api.description.operation import Operation, RequestParameter, describe
from dashboard.api.description.parameters import LANG, QUESTION
from dashboard.api.description.replies import answered
from dashboard.api.json_answers import answer
from dashboard.api.request_query import query_texts
from dashboard.api.schemas.findings import ComparisonAnswer
from dashboard.commands.city_commands import CityCommands

COMPARE = Operation(
    "questions",
    "Parts of a KPI beside each other",
    "The value of each part with its 95 % interval, and which differ from all the others together by more than chance: "
    "corrected for how many are compared (false discovery rate of 5 %). `by` is area (without it), channel, category, "
    "category2, category3 or department.",
    answered("The parts.", ComparisonAnswer),
    (*QUESTION, RequestParameter("areas", str, "Codes of areas, by commas; without it those below `area`."), LANG),
)


def routes(answers: CityCommands) -> Blueprint:
    """GET /api/v1/compare."""
    part = Blueprint("findings", __name__, url_prefix="/api/v1")

    @part.get("/compare")
    @describe(COMPARE)
    def compare() -> Response:
        return answer(answers.compare(query_texts()))

    return part
