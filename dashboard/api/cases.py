"""The cases behind a number, as CSV: GET /api/v1/cases."""

from flask import Blueprint, Response

from dashboard.api.description.operation import CSV, Operation, describe
from dashboard.api.description.parameters import LANG, LIMIT, QUESTION
from dashboard.api.description.replies import listed
from dashboard.api.request_query import query_texts
from dashboard.commands.city_commands import CityCommands
from dashboard.web.headers import attachment

NO_DATA = "Yiping-No-Data"
"""A header: why a list is empty although it is not known that there were no cases."""
CASES = Operation(
    "questions",
    "The cases behind a number",
    f"As many rows as the number's n; nothing personal. Where there is no data, {NO_DATA} says why.",
    listed("The cases."),
    (*QUESTION, LANG, LIMIT),
)


def routes(answers: CityCommands) -> Blueprint:
    """GET /api/v1/cases."""
    part = Blueprint("cases", __name__, url_prefix="/api/v1")

    @part.get("/cases")
    @describe(CASES)
    def cases() -> Response:
        parameters = query_texts()
        lines = answers.cases(parameters)
        name = "".join(letter for letter in parameters.get("key", "cases") if letter.isalnum() or letter == "_")
        headers = {"Content-Disposition": attachment(f"{name}.csv")}
        if reasons := answers.reasons(parameters):
            headers[NO_DATA] = " ".join(reasons).encode("ascii", "replace").decode()
        return Response(lines, mimetype=CSV, headers=headers)

    return part
