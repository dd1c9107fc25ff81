"""/readyz: whether a real question gets a real answer, from the store and not from memory."""

from flask import Blueprint, Response

from dashboard.access.request_scope import request_scope
from dashboard.errors import error_answer
from queries.city import City
from queries.values import Question


def routes(city: City) -> Blueprint:
    """GET /readyz: 200 with the data version, or 503 with a sentence."""
    part = Blueprint("readiness", __name__)

    @part.get("/readyz")
    def readyz() -> Response:
        try:
            city.kpis.cases(Question(metric="reported", area=city.tree.root.code, scope=request_scope()), limit=1)
        except Exception as error:
            problem = error_answer(error)
            return Response(f"{problem.en} {problem.reference}\n", status=503, mimetype="text/plain")
        return Response(f"ready, data version {city.sources.stamp().data_version}\n", mimetype="text/plain")

    return part
