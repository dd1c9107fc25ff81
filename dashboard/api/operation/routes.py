"""The mode of operation as it stands, and the switch, over HTTP."""

from __future__ import annotations

from flask import Blueprint, Response, request

from dashboard.access.request_actor import request_actor
from dashboard.api.acts.json_only import NO_JSON, other_than_json
from dashboard.api.description.operation import JSON, Body, Operation, RequestParameter, describe
from dashboard.api.description.parameters import AREA, LANG, LIMIT
from dashboard.api.description.replies import answered
from dashboard.api.json_answers import answer
from dashboard.api.questions.question_route import QuestionRoute, add_questions
from dashboard.api.schemas.operation import ModeTold
from dashboard.commands.city_commands import CityCommands
from dashboard.intake.acts_sent import read_act
from dashboard.operation.switching import ModeAct, ModeKept

KNOWN = RequestParameter("known", description="What was known by then; a bare day means its end.")
HERE = Operation(
    "state",
    "Mode of operation",
    "Whether an area is in everyday or emergency operation, since when, by whom and why, what emergency operation "
    "changes, and the emergencies that touched the area. An area is in an emergency while one around it is.",
    answered("The mode.", ModeTold),
    (AREA, KNOWN, LIMIT, LANG),
)
ACT = Operation(
    "state",
    "Switch an area to emergency operation, or back",
    "Kept with who, in which role, when and why. The end that is given is a reminder, unless the city declares that "
    "an emergency returns by itself.",
    {**answered("What became of it.", ModeKept), **NO_JSON},
    body=Body({JSON: ModeAct}),
)


def routes(answers: CityCommands) -> Blueprint:
    """GET /api/v1/mode and POST /api/v1/mode/acts."""
    part = Blueprint("operation", __name__, url_prefix="/api/v1/mode")
    add_questions(part, answers, [QuestionRoute("here", "", HERE, "mode")])

    @part.post("/acts")
    @describe(ACT)
    def switch() -> Response:
        refused = other_than_json(answers.city)
        if refused:
            return refused
        given = read_act(ModeAct, request.get_data())
        return answer(answers.switching().keep(given, request_actor()).model_dump())

    return part
