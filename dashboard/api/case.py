"""One case as a card: GET /api/v1/case."""

from typing import Any

from flask import Blueprint, Response, request

from dashboard.api.description.operation import Operation, RequestParameter, describe
from dashboard.api.description.parameters import SCREEN
from dashboard.api.description.replies import answered
from dashboard.api.json_answers import answer
from dashboard.api.screen_request import asking_scene
from dashboard.cases.card import card_of
from dashboard.cases.payloads import CaseCard
from queries.city import City

CASE = Operation(
    "questions",
    "One case as a card",
    "The steps of a case known as of the moment of the screen that asks, the time taken against each limit, place, "
    "channel, category, scores and versions, in words; what people wrote has names and numbers masked.",
    answered("The case.", CaseCard),
    (
        RequestParameter("source", str, required=True),
        RequestParameter("id", str, "Number of the case in its source.", required=True),
        *SCREEN,
    ),
)


def routes(city: City) -> Blueprint:
    """GET /api/v1/case?source=…&id=…, in the words and at the moment of the screen that asks (path, search, stamp)."""
    part = Blueprint("case", __name__, url_prefix="/api/v1")

    @part.get("/case")
    @describe(CASE)
    def case() -> Response:
        given: Any = request.args
        scene = asking_scene(city)
        return answer(card_of(city, scene, f"{given.get('source', '')}/{given.get('id', '')}"))

    return part
