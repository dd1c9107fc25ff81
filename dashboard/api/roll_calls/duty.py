"""Who is on duty at the centres, over HTTP."""

from __future__ import annotations

from flask import Blueprint

from dashboard.api.description.operation import Operation, RequestParameter
from dashboard.api.description.parameters import AREA, LANG
from dashboard.api.description.replies import answered
from dashboard.api.questions.question_route import QuestionRoute, add_questions
from dashboard.api.schemas.roll_calls import DutyAnswer
from dashboard.commands.city_commands import CityCommands

DUTY = Operation(
    "questions",
    "Who is on duty at the centres",
    "By the roster of the city (`duty.csv` in its folder). Telephones are hidden from whoever may not see persons; "
    "lines that do not count are told to whoever may see the whole city.",
    answered("Who is on duty.", DutyAnswer),
    (AREA, RequestParameter("at", str, "A moment; now without."), LANG),
)


def routes(answers: CityCommands) -> Blueprint:
    """GET /api/v1/duty."""
    part = Blueprint("duty", __name__, url_prefix="/api/v1")
    return add_questions(part, answers, [QuestionRoute("duty", "/duty", DUTY)])
