"""Probes: whether the process answers, and whether a real question gets a real answer from the store."""

from flask import Blueprint, Response

from dashboard.access.request_scope import request_scope
from dashboard.api.description.operation import TEXT, Operation, Reply, describe
from dashboard.api.description.replies import PAGE_ERRORS
from dashboard.errors import error_answer
from queries.city import City
from queries.values import Question

HEALTH = Operation("state", "Whether the process answers", "", {200: Reply("ok", {TEXT: str})}, security=())
READY = Operation(
    "state",
    "Whether a real question gets a real answer",
    "",
    {200: Reply("ready", {TEXT: str}), 403: PAGE_ERRORS[403], 503: Reply("not ready, with the reason", {TEXT: str})},
)


def routes(city: City) -> Blueprint:
    """GET /healthz: 200; GET /readyz: 200 with the data version, or 503 with a sentence."""
    part = Blueprint("readiness", __name__)

    @part.get("/healthz")
    @describe(HEALTH)
    def healthz() -> Response:
        return Response("ok\n", mimetype=TEXT)

    @part.get("/readyz")
    @describe(READY)
    def readyz() -> Response:
        try:
            city.kpis.cases(Question(metric="reported", area=city.tree.root.code, scope=request_scope()), limit=1)
        except Exception as error:
            problem = error_answer(error)
            return Response(f"{problem.sentence('en')} {problem.reference}\n", status=503, mimetype="text/plain")
        return Response(f"ready, data version {city.sources.stamp().data_version}\n", mimetype="text/plain")

    return part
