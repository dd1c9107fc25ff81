"""How the governance loops stand, over HTTP."""

from flask import Blueprint, Response

from dashboard.api.description.operation import Operation, RequestParameter, describe
from dashboard.api.description.parameters import LANG, QUESTION
from dashboard.api.description.replies import answered
from dashboard.api.json_answers import answer
from dashboard.api.request_query import query_texts
from dashboard.api.schemas.governance import GovernanceLoop, Loops
from dashboard.commands.city_commands import CityCommands
from dashboard.governance.loop_answers import KEY

PARAMETERS = (*(one for one in QUESTION if one.name not in ("key", "denominator")), LANG)
ABOUT = (
    "How many cases stand in each stage, how long they have been there, and how many are past its limit. All cases up "
    "to `as_of` without `from` and `to`. `by` is department, channel, category, category3 or status."
)
OF_ONE = (RequestParameter("key", str, "Key of the loop.", required=True, place="path"), *PARAMETERS)
LOOPS = Operation("questions", "Governance loops", ABOUT, answered("The loops.", Loops), PARAMETERS)
LOOP = Operation("questions", "One governance loop", ABOUT, answered("The loop.", GovernanceLoop), OF_ONE)


def routes(answers: CityCommands) -> Blueprint:
    """GET /api/v1/loops and /api/v1/loops/<key>."""
    part = Blueprint("governance", __name__, url_prefix="/api/v1/loops")

    @part.get("")
    @describe(LOOPS)
    def loops() -> Response:
        return answer(answers.loops(query_texts()))

    @part.get("/<key>")
    @describe(LOOP)
    def loop(key: str) -> Response:
        [found] = answers.loops({**query_texts(), KEY: key})["loops"]
        return answer(found)

    return part
