"""One case as a card: GET /api/v1/case."""

from typing import Any

from flask import Blueprint, Response, request

from dashboard.api.json_answers import answer
from dashboard.api.screen_request import asking_scene
from dashboard.cases.card import card_of
from queries.city import City


def routes(city: City) -> Blueprint:
    """GET /api/v1/case?source=…&id=…, in the words and at the moment of the screen that asks (path, search, stamp)."""
    part = Blueprint("case", __name__, url_prefix="/api/v1")

    @part.get("/case")
    def case() -> Response:
        given: Any = request.args
        scene = asking_scene(city)
        return answer(card_of(city, scene, f"{given.get('source', '')}/{given.get('id', '')}"))

    return part
