"""Lines of business over HTTP."""

from __future__ import annotations

from flask import Blueprint, Response

from dashboard.api.description.operation import Operation, RequestParameter, describe
from dashboard.api.description.parameters import LANG, QUESTION
from dashboard.api.description.replies import answered
from dashboard.api.json_answers import answer
from dashboard.api.request_query import query_texts
from dashboard.api.schemas.governance import BusinessLine, BusinessLines
from dashboard.commands.city_commands import CityCommands
from dashboard.governance.line_answers import KEY, OF_LINES

PARAMETERS = (*(one for one in QUESTION if one.name in OF_LINES), LANG)
ABOUT = (
    "With season and the figures of its own cases, without `from` and `to` of the last 30 days. A line that the asker "
    "may not see is answered as one that there is not."
)
LINES = Operation("questions", "Lines of business", ABOUT, answered("The lines.", BusinessLines), PARAMETERS)
LINE = Operation(
    "questions",
    "One line of business",
    ABOUT,
    answered("The line.", BusinessLine),
    (RequestParameter(KEY, str, "Key of the line.", required=True, place="path"), *PARAMETERS),
)


def routes(answers: CityCommands) -> Blueprint:
    """GET /api/v1/lines and /api/v1/lines/<line>."""
    part = Blueprint("lines", __name__, url_prefix="/api/v1/lines")

    @part.get("")
    @describe(LINES)
    def listed() -> Response:
        return answer(answers.lines(query_texts()))

    @part.get("/<line>")
    @describe(LINE)
    def one(line: str) -> Response:
        [found] = answers.lines({**query_texts(), KEY: line})["lines"]
        return answer(found)

    return part
