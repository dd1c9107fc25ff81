"""One case as a card, and what is related to it: GET /api/v1/case and /api/v1/case/related."""

from typing import Any

from flask import Blueprint, Response, request

from dashboard.access.request_visitor import request_visitor
from dashboard.api.description.operation import Operation, RequestParameter, describe
from dashboard.api.description.parameters import SCREEN
from dashboard.api.description.replies import answered
from dashboard.api.json_answers import answer
from dashboard.api.screen_request import asking_scene
from dashboard.cases.card import card_of
from dashboard.cases.payloads import CaseCard, CaseRelated
from dashboard.cases.related import related_of
from queries.city import City
from queries.values import SPOT_DAYS, SPOT_METRES

NAMED = (
    RequestParameter("source", str, required=True),
    RequestParameter("id", str, "Number of the case in its source.", required=True),
    *SCREEN,
)
RELATED = Operation(
    "questions",
    "What is related to a case",
    f"How many other cases are of the same matter, of the same person, and within {SPOT_METRES} m and {SPOT_DAYS} days "
    "of it, and the newest of each. Of cases of the same person nothing but number, time and status is told, and never "
    "who it is.",
    answered("The groups.", CaseRelated),
    NAMED,
)
CASE = Operation(
    "questions",
    "One case as a card",
    "The steps of a case known as of the moment of the screen that asks, the time taken against each limit, place, "
    "channel, category, scores and versions, in words; what people wrote has names and numbers masked.",
    answered("The case.", CaseCard),
    NAMED,
)


def routes(city: City) -> Blueprint:
    """GET /api/v1/case?source=…&id=…, in the words and at the moment of the screen that asks (path, search, stamp)."""
    part = Blueprint("case", __name__, url_prefix="/api/v1")

    @part.get("/case")
    @describe(CASE)
    def case() -> Response:
        given: Any = request.args
        scene = asking_scene(city)
        case_id = f"{given.get('source', '')}/{given.get('id', '')}"
        return answer(card_of(city, scene, case_id, may_unmask=request_visitor().may_unmask))

    @part.get("/case/related")
    @describe(RELATED)
    def related() -> Response:
        given: Any = request.args
        return answer(related_of(city, asking_scene(city), given.get("source", ""), given.get("id", "")))

    return part
