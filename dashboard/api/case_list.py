"""A page of the list of cases of a screen: GET /api/v1/case-list."""

from flask import Blueprint, Response, request

from dashboard.api.description.operation import Operation, describe
from dashboard.api.description.parameters import PAGING, SCREEN
from dashboard.api.description.replies import answered
from dashboard.api.json_answers import answer
from dashboard.api.screen_request import asking_scene
from dashboard.cases.list_rows import table_page
from dashboard.cases.payloads import CaseTablePage
from queries.city import City

CASE_LIST = Operation(
    "questions",
    "A page of the list of cases of a screen",
    "A hundred of the cases behind the figure that `list` in the address of the screen names, in its words.",
    answered("The page.", CaseTablePage),
    (*PAGING, *SCREEN),
)


def routes(city: City) -> Blueprint:
    """GET /api/v1/case-list."""
    part = Blueprint("case_list", __name__, url_prefix="/api/v1")

    @part.get("/case-list")
    @describe(CASE_LIST)
    def case_list() -> Response:
        return answer(table_page(city, asking_scene(city), request.args.to_dict()))

    return part
