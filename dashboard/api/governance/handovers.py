"""Cases of a loop that wait to be handed over, over HTTP."""

from __future__ import annotations

from flask import Blueprint

from dashboard.api.description.operation import Operation, RequestParameter
from dashboard.api.description.parameters import LANG, LIMIT, QUESTION
from dashboard.api.description.replies import answered
from dashboard.api.questions.question_route import QuestionRoute, add_questions
from dashboard.api.schemas.loops.handovers import UnhandedAnswer
from dashboard.commands.city_commands import CityCommands
from dashboard.governance.loop_answers import KEY
from dashboard.governance.spot_answers import OF_A_QUESTION

HANDOVERS = Operation(
    "questions",
    "Cases that wait to be handed over",
    "Of a loop whose cases are handed over by themselves after a hold time (supervision): those that meet a rule and "
    "that were neither handed over nor refuted by anybody, with each rule, since when, and from when on it hands them "
    "over. All cases up to `as_of` without `from` and `to`. People hand over, or refute, by POST /api/v1/loops/acts.",
    answered("The cases.", UnhandedAnswer),
    (
        RequestParameter(KEY, str, "Key of the loop; supervision without."),
        *(one for one in QUESTION if one.name in OF_A_QUESTION),
        LIMIT,
        LANG,
    ),
)


def routes(answers: CityCommands) -> Blueprint:
    """GET /api/v1/handovers."""
    part = Blueprint("handovers", __name__, url_prefix="/api/v1")
    return add_questions(part, answers, [QuestionRoute("handovers", "/handovers", HANDOVERS)])
