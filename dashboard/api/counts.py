"""How often the store was asked, for the operator and the benchmarks; the gate wants the key of server.json."""

from flask import Blueprint, Response

from dashboard.api.json_answers import answer
from queries.city import City


def routes(city: City) -> Blueprint:
    """POST /api/v1/commands/counts: questions asked of the store since the start, and the versions it is at."""
    part = Blueprint("counts", __name__, url_prefix="/api/v1/commands")

    @part.post("/counts")
    def counts() -> Response:
        sources = city.sources
        versions = {"data_version": sources.data_version, "report_version": sources.report_version}
        return answer({"asked": sources.statements_asked, **versions})

    return part
