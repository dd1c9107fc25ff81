"""How often the store was asked, for the operator and the benchmarks; the gate wants the key of server.json."""

from flask import Blueprint, Response

from dashboard.api.json_answers import answer
from queries.city import City


def routes(city: City) -> Blueprint:
    """POST /api/v1/commands/counts: questions asked of the store since the start, and the versions it is at."""
    part = Blueprint("counts", __name__, url_prefix="/api/v1/commands")

    @part.post("/counts")
    def counts() -> Response:
        store = city.store
        return answer(
            {"asked": city.runner.asked, "data_version": store.data_version, "report_version": store.report_version}
        )

    return part
