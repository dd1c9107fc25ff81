"""The cases behind a number: GET /api/v1/cases, as CSV, as an Excel workbook, or as pages of JSON."""

from collections.abc import Mapping
from typing import Literal

from flask import Blueprint, Response

from dashboard.api.description.operation import CSV, JSON, XLSX, Operation, Reply, RequestParameter, describe
from dashboard.api.description.parameters import LANG, LIMIT, PAGING, QUESTION
from dashboard.api.description.replies import ERRORS
from dashboard.api.json_answers import answer
from dashboard.api.request_query import query_texts
from dashboard.api.schemas.cases import CasePage
from dashboard.commands.city_commands import CityCommands
from dashboard.errors import wrong_parameter
from dashboard.view import parsers
from dashboard.web.headers import attachment

NO_DATA = "Yiping-No-Data"
"""A header: why a list is empty although it is not known that there were no cases."""
FORMATS = ("csv", "xlsx", "json")
CASES = Operation(
    "questions",
    "The cases behind a number",
    f"As many rows as the number's n; nothing personal. Where there is no data, {NO_DATA} says why. The parameters "
    "sort, order, q, within and cursor are of pages in JSON.",
    {200: Reply("The cases.", {CSV: str, XLSX: bytes, JSON: CasePage}), **ERRORS},
    (*QUESTION, LANG, LIMIT, RequestParameter("format", Literal[FORMATS], "csv without it."), *PAGING),
)


def routes(answers: CityCommands) -> Blueprint:
    """GET /api/v1/cases."""
    part = Blueprint("cases", __name__, url_prefix="/api/v1")

    @part.get("/cases")
    @describe(CASES)
    def cases() -> Response:
        parameters = query_texts()
        form = parameters.get("format") or "csv"
        if form not in FORMATS:
            raise wrong_parameter("format", "none_of", given=parsers.quoted(form), known=", ".join(FORMATS))
        found = answer(answers.case_page(parameters)) if form == "json" else _file(answers, form, parameters)
        if reasons := answers.reasons(parameters):
            found.headers[NO_DATA] = " ".join(reasons).encode("ascii", "replace").decode()
        return found

    return part


def _file(answers: CityCommands, form: str, parameters: Mapping[str, str]) -> Response:
    name = "".join(letter for letter in parameters.get("key", "cases") if letter.isalnum() or letter == "_")
    headers = {"Content-Disposition": attachment(f"{name}.{form}")}
    if form == "xlsx":
        return Response(answers.cases_as_workbook(parameters), mimetype=XLSX, headers=headers)
    return Response(answers.cases(parameters), mimetype=CSV, headers=headers)
