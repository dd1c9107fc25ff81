"""Areas over HTTP: one area with its neighbours in the tree, and the tree itself or what is searched for in it."""

from typing import Annotated

from flask import Blueprint, Response
from pydantic import Field

from dashboard.api.area_rows import MOST_ROWS, TREE, USUAL_ROWS, AreaRows
from dashboard.api.description.operation import Operation, RequestParameter, describe
from dashboard.api.description.parameters import LANG
from dashboard.api.description.replies import answered
from dashboard.api.json_answers import answer
from dashboard.api.request_query import known_texts
from dashboard.api.schemas.areas import AreaPage, Areas
from queries.city import City

PARENT = RequestParameter("parent", str, "Code of the area; the whole city without.")
AREAS = Operation(
    "questions",
    "An area and those directly below it",
    "Codes, names, middles and bounds (WGS-84), and the levels of the city.",
    answered("The area.", Areas),
    (PARENT, LANG),
)
AREA_TREE = Operation(
    "questions",
    "The area tree, or areas by name or code",
    "An area and all below it, every area before those below it, page by page. The pages are the same until the grid "
    "version changes.",
    answered("A page of areas.", AreaPage),
    (
        PARENT,
        RequestParameter("level", str, "Key of a level: areas of it alone."),
        RequestParameter("q", str, "Areas whose name holds this, or whose code begins with it."),
        RequestParameter("limit", Annotated[int, Field(ge=1, le=MOST_ROWS)], f"Areas of a page; {USUAL_ROWS} without."),
        RequestParameter("after", str, "Code of the last area of the page before."),
        LANG,
    ),
)


def routes(city: City) -> Blueprint:
    """GET /api/v1/areas and /api/v1/areas/tree."""
    part = Blueprint("areas", __name__)
    rows = AreaRows(city.tree, city.profile)

    @part.get("/api/v1/areas")
    @describe(AREAS)
    def areas() -> Response:
        return answer(rows.one(known_texts("parent", "lang").get("parent", "")))

    @part.get(TREE)
    @describe(AREA_TREE)
    def tree() -> Response:
        return answer(rows.page(known_texts("parent", "level", "q", "limit", "after", "lang")))

    return part
