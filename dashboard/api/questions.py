"""Questions over HTTP: one KPI, the dictionary, the cases behind a number, the areas below an area."""

from typing import Any

from flask import Blueprint, Response, request

from dashboard.api.json_answers import answer
from dashboard.commands.city_commands import CityCommands
from dashboard.errors import BadParameter


def given() -> dict[str, str]:
    """The parameters of this request; one given twice is refused, but for conditions. Raises BadParameter."""
    for name, values in request.args.lists():
        if len(values) > 1 and name != "where":
            raise BadParameter(name, "is given more than once")
    found = request.args.to_dict()
    return found | {"where": ";".join(request.args.getlist("where"))} if "where" in found else found


def routes(answers: CityCommands) -> Blueprint:
    """/api/v1/kpi, /api/v1/kpis, /api/v1/cases, /api/v1/areas."""
    part = Blueprint("questions", __name__, url_prefix="/api/v1")

    @part.get("/kpi")
    def kpi() -> Response:
        return answer(answers.kpi(given()))

    @part.get("/kpis")
    def kpis() -> Response:
        return answer({"kpis": answers.kpis()})

    @part.get("/areas")
    def areas() -> Response:
        return answer(answers.areas(given().get("parent")))

    @part.get("/cases")
    def cases() -> Any:
        parameters = given()
        lines = answers.cases(parameters)
        name = "".join(letter for letter in parameters.get("key", "cases") if letter.isalnum() or letter == "_")
        headers = {"Content-Disposition": f'attachment; filename="{name}.csv"'}
        return Response(lines, mimetype="text/csv", headers=headers)

    return part
