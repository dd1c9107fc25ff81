"""GET /api/v1/openapi.json: the description of every route of this application."""

from functools import cache

from flask import Blueprint, Flask, Response

from dashboard.api.description.document import document
from dashboard.api.description.operation import JSON, Operation, Reply, describe
from dashboard.api.description.replies import FORBIDDEN
from dashboard.api.json_answers import dumps

OPENAPI = Operation(
    "state", "This document", "", {200: Reply("OpenAPI 3.1.", {JSON: dict[str, object]}), 403: FORBIDDEN}
)


def routes(flask: Flask) -> Blueprint:
    """The one address; the document is generated at the first request."""
    part = Blueprint("openapi", __name__, url_prefix="/api/v1")

    @cache
    def text() -> str:
        return dumps(document(flask), indent=1) + "\n"

    @part.get("/openapi.json")
    @describe(OPENAPI)
    def openapi() -> Response:
        return Response(text(), mimetype=JSON)

    return part
