"""Bodies of acts: JSON that is declared as such, which a form of another page cannot send."""

from __future__ import annotations

from flask import Response, request

from dashboard.api.description.operation import JSON, Reply
from dashboard.api.json_answers import answer
from dashboard.api.schemas.errors import Refusal
from dashboard.errors import HTTP
from dashboard.web.error_pages import asked_language
from queries.city import City

NO_JSON = {415: Reply("The body is not declared as application/json.", {JSON: Refusal}, name="NoJson")}


def other_than_json(city: City) -> Response | None:
    """The refusal of a body that is not JSON."""
    if request.is_json:
        return None
    row = HTTP[415]
    return answer(row.as_json(asked_language(city.profile.language)), row.status)
