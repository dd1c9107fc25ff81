"""The evaluations of a city and how the units of each stand, over HTTP."""

from flask import Blueprint, Response

from dashboard.api.description.operation import Operation, RequestParameter, describe
from dashboard.api.description.parameters import LANG, QUESTION
from dashboard.api.description.replies import answered
from dashboard.api.json_answers import answer
from dashboard.api.request_query import query_texts
from dashboard.api.schemas.evaluation import EvaluationResults, Evaluations
from dashboard.commands.city_commands import CityCommands
from dashboard.evaluation.evaluation_answers import KEY, NOT_ASKED

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


def routes(answers: CityCommands) -> Blueprint:
    """GET /api/v1/evaluation and /api/v1/evaluation/<evaluation>."""
    part = Blueprint("evaluation", __name__, url_prefix="/api/v1/evaluation")

    @part.get("")
    @describe(EVALUATIONS)
    def evaluations() -> Response:
        return answer(answers.evaluation(query_texts()))

    @part.get("/<evaluation>")
    @describe(EVALUATION)
    def result(evaluation: str) -> Response:
        [found] = answers.evaluation({**query_texts(), KEY: evaluation})["evaluations"]
        return answer(found)

    return part
