"""Lines of business over HTTP."""

from __future__ import annotations

from flask import Blueprint

from dashboard.api.description.operation import Operation, RequestParameter
from dashboard.api.description.parameters import LANG, QUESTION
from dashboard.api.description.replies import answered
from dashboard.api.questions.question_route import QuestionRoute, add_questions
from dashboard.api.schemas.loops.governance import BusinessLine, BusinessLines
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


QUESTIONS = (
    QuestionRoute("listed", "", LINES, "lines"),
    QuestionRoute("one", f"/<{KEY}>", LINE, "lines", listed="lines"),
)


def routes(answers: CityCommands) -> Blueprint:
    """GET /api/v1/lines and /api/v1/lines/<line>."""
    return add_questions(Blueprint("lines", __name__, url_prefix="/api/v1/lines"), answers, QUESTIONS)
