"""What people do about a case in a governance loop, over HTTP."""

from flask import Blueprint, Response, request

from dashboard.access.request_actor import request_actor
from dashboard.api.acts.json_only import NO_JSON, other_than_json
from dashboard.api.description.operation import JSON, Body, Operation, describe
from dashboard.api.description.replies import answered
from dashboard.api.json_answers import answer
from dashboard.governance.case_acts import ActKept, CaseAct, CaseActs
from dashboard.intake.acts_sent import read_act
from queries.city import City

KEEP = Operation(
    "state",
    "Keep an act about a case",
    "A mark, a decision or a handover of a case in a governance loop that declares it. Of a mark and a handover the "
    "last stands. Texts lose what is personal in them before anything is kept.",
    {**answered("What became of it.", ActKept), **NO_JSON},
    body=Body({JSON: CaseAct}),
)


def routes(city: City, acts: CaseActs) -> Blueprint:
    """POST /api/v1/loops/acts."""
    part = Blueprint("case_acts", __name__, url_prefix="/api/v1/loops")

    @part.post("/acts")
    @describe(KEEP)
    def keep() -> Response:
        refused = other_than_json(city)
        return refused or answer(acts.keep(read_act(CaseAct, request.get_data()), request_actor()).model_dump())

    return part
