"""POST /api/v1/case/unmask: what people wrote about a case, in clear, for those who may see it and say why."""

from __future__ import annotations

from typing import Any

from flask import Blueprint, Response, request
from pydantic import BaseModel, ConfigDict, Field, ValidationError

from dashboard.access.audit.audit import audit_of
from dashboard.access.audit.request_audit import enter_act
from dashboard.api.acts.json_only import NO_JSON, other_than_json
from dashboard.api.case import NAMED
from dashboard.api.description.operation import JSON, Body, Operation, describe
from dashboard.api.description.replies import answered
from dashboard.api.json_answers import answer
from dashboard.api.screen_request import asking_scene
from dashboard.cases.in_clear import LONGEST_REASON, SHORTEST_REASON, in_clear
from dashboard.cases.payloads import CaseInClear
from dashboard.errors import wrong_parameter
from queries.city import City
from queries.values import masked


class Reason(BaseModel):
    """Why somebody looks at what is personal."""

    model_config = ConfigDict(str_strip_whitespace=True)

    reason: str = Field(min_length=SHORTEST_REASON, max_length=LONGEST_REASON)


UNMASK = Operation(
    "state",
    "What people wrote about a case, in clear",
    "For those who may see personal data, with a reason. Who looked, when and why is kept before anything is told.",
    {**answered("The texts.", CaseInClear), **NO_JSON},
    NAMED,
    body=Body({JSON: Reason}),
)


def routes(city: City) -> Blueprint:
    """POST /api/v1/case/unmask?source=…&id=…, at the moment of the screen that asks."""
    part = Blueprint("unmasking", __name__, url_prefix="/api/v1")

    @part.post("/case/unmask")
    @describe(UNMASK)
    def unmask() -> Response:
        if refused := other_than_json(city):
            return refused
        given: Any = request.args
        source, number, reason = given.get("source", ""), given.get("id", ""), _reason()
        found = in_clear(city, asking_scene(city), source, number)
        enter_act(city.ground.folder, "unmask", {"case": f"{source}/{number}", "reason": reason})
        audit_of(city.ground.folder).flush()  # what is not entered is not told
        return answer(found)

    return part


def _reason() -> str:
    try:
        sent = Reason.model_validate_json(request.get_data())
    except ValidationError as error:
        raise wrong_parameter("reason", "reason", least=SHORTEST_REASON, most=LONGEST_REASON) from error
    return masked(sent.reason) or ""
