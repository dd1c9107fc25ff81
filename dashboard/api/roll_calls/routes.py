"""Roll-calls as they stand, and what people do about them, over HTTP."""

from __future__ import annotations

from flask import Blueprint, Response, request

from dashboard.access.request_actor import request_actor
from dashboard.api.acts.json_only import NO_JSON, other_than_json
from dashboard.api.description.operation import JSON, Body, Operation, RequestParameter, describe
from dashboard.api.description.parameters import AREA, LANG, LIMIT
from dashboard.api.description.replies import answered
from dashboard.api.json_answers import answer
from dashboard.api.questions.question_route import QuestionRoute, add_questions
from dashboard.api.schemas.roll_calls import RollCallInFull, RollCalls
from dashboard.commands.city_commands import CityCommands
from dashboard.intake.acts_sent import read_act
from dashboard.roll_calls.call_answers import KEY
from dashboard.roll_calls.calling import RollCallAct, RollCallKept

KNOWN = RequestParameter("known", description="What was known by then; a bare day means its end.")
ONE = RequestParameter(KEY, str, "Key of the call.", required=True, place="path")
LISTED = Operation(
    "questions",
    "Roll-calls",
    "The newest first, with the centres in the area that the asker may see: how many of how many have answered, how "
    "many within the minutes of each level, and the seconds within which half and 95 % of those that answered did so.",
    answered("The calls, and the levels that can be called.", RollCalls),
    (AREA, KNOWN, LIMIT, LANG),
)
CALL = Operation(
    "questions",
    "One roll-call",
    "With every centre: when it answered, after how long, and whether by its own account or by somebody in its name.",
    answered("The call.", RollCallInFull),
    (ONE, KNOWN, LANG),
)
ACT = Operation(
    "state",
    "Call the centres, answer, end a call",
    "A centre answers by an account of its area alone, or somebody who may see that area does so in its name. A centre "
    "that has answered already is left as it is.",
    {**answered("What became of it.", RollCallKept), **NO_JSON},
    body=Body({JSON: RollCallAct}),
)
QUESTIONS = (
    QuestionRoute("listed", "", LISTED, "roll_calls"),
    QuestionRoute("one", f"/<{KEY}>", CALL, "roll_calls", listed="calls"),
)


def routes(answers: CityCommands) -> Blueprint:
    """GET /api/v1/roll-calls, GET /api/v1/roll-calls/<call> and POST /api/v1/roll-calls/acts."""
    part = add_questions(Blueprint("roll_calls", __name__, url_prefix="/api/v1/roll-calls"), answers, QUESTIONS)

    @part.post("/acts")
    @describe(ACT)
    def keep() -> Response:
        refused = other_than_json(answers.city)
        if refused:
            return refused
        given = read_act(RollCallAct, request.get_data())
        return answer(answers.calling().keep(given, request_actor()).model_dump())

    return part
