"""The evaluations of a city, how the units of each stand, and what people enter of them, over HTTP."""

from flask import Blueprint, Response, request

from dashboard.access.request_actor import request_actor
from dashboard.api.acts.json_only import NO_JSON, other_than_json
from dashboard.api.description.operation import JSON, Body, Operation, RequestParameter, describe
from dashboard.api.description.parameters import LANG, QUESTION
from dashboard.api.description.replies import answered
from dashboard.api.json_answers import answer
from dashboard.api.questions.question_route import QuestionRoute, add_questions
from dashboard.api.schemas.loops.evaluation import EvaluationResults, Evaluations
from dashboard.commands.city_commands import CityCommands
from dashboard.evaluation.evaluation_answers import KEY, NOT_ASKED
from dashboard.governance.case_acts import ActKept
from dashboard.governance.entering_values import ValueGiven
from dashboard.intake.acts_sent import read_act

ABOUT = (
    "Each unit with its score, rank within its class and band, and the value, n and points of every part. Without "
    "`from` and `to` of the last whole month. A unit without enough cases has no score; it is not given zero."
)
PARAMETERS = (
    RequestParameter(KEY, str, "Key of the evaluation.", required=True, place="path"),
    *(one for one in QUESTION if one.name not in NOT_ASKED),
    LANG,
)
EVALUATIONS = Operation(
    "questions", "Evaluations", "Weights, bounds and classes.", answered("The evaluations.", Evaluations), (LANG,)
)
EVALUATION = Operation("questions", "One evaluation", ABOUT, answered("The result.", EvaluationResults), PARAMETERS)

ENTER = Operation(
    "state",
    "Enter a value of an evaluation",
    "Of a part that no file tells, for a unit and a span of days; the last value of the same unit and days stands. "
    "The unit must lie within the scope of whoever asks, and of a department the whole city must.",
    {**answered("What became of it.", ActKept), **NO_JSON},
    body=Body({JSON: ValueGiven}),
)
QUESTIONS = (
    QuestionRoute("evaluations", "", EVALUATIONS, "evaluation"),
    QuestionRoute("result", f"/<{KEY}>", EVALUATION, "evaluation", listed="evaluations"),
)


def routes(answers: CityCommands) -> Blueprint:
    """GET /api/v1/evaluation and /api/v1/evaluation/<evaluation>, POST /api/v1/evaluation/values."""
    part = add_questions(Blueprint("evaluation", __name__, url_prefix="/api/v1/evaluation"), answers, QUESTIONS)

    @part.post("/values")
    @describe(ENTER)
    def enter() -> Response:
        refused = other_than_json(answers.city)
        if refused:
            return refused
        given = read_act(ValueGiven, request.get_data())
        return answer(answers.entering_values().keep(given, request_actor()).model_dump())

    return part
