"""The parameters that routes share, as the OpenAPI document describes them."""

from datetime import date
from typing import Annotated, Literal

from pydantic import Field

from dashboard.api.description.operation import RequestParameter
from queries.values import BREAKDOWNS, COLUMNS_SEARCHED, SORTS

NUMBER = Annotated[str, Field(pattern="^[0-9]*$")]
LANG = RequestParameter("lang", Literal["zh-CN", "zh", "en"], "Language of sentences.")
LIMIT = RequestParameter("limit", Annotated[int, Field(ge=1)], "Rows at most.")
AREA = RequestParameter("area", str, "Code of an area; the whole city without.")
QUESTION = (
    RequestParameter("key", str, "KPI, by its key in /api/v1/kpis.", required=True),
    AREA,
    RequestParameter("from", date, "First city day."),
    RequestParameter("to", date, "Last city day."),
    RequestParameter("as_of", str, "What had happened by then: a day (its end) or an instant; now without."),
    RequestParameter("recorded_as_of", str, "What was known by then: a day (its end) or an instant."),
    RequestParameter("by", Literal[tuple(BREAKDOWNS)], "Parts of the answer."),
    RequestParameter("denominator", str, "Another denominator of the KPI, by its name."),
    RequestParameter("where", str, "Conditions, such as channel=app;category1!=市容环境 (!= leaves such cases out)."),
)
"""Those of a question: the names of `dashboard.view.question_parameters`."""
NORMAL = RequestParameter(
    "normal", Literal["0", "1"], "1: also what is normal for such a day and time of day; `by=day` also for each day."
)
AGAINST = RequestParameter(
    "against",
    Literal["previous", "weekdays", "year"],
    "Also the period before, the same weekdays before, or the year before.",
)
SCREEN = (
    RequestParameter("path", str, "Path of the screen that asks."),
    RequestParameter("search", str, "Query of the screen that asks."),
    RequestParameter("stamp", str, "Data version and moment, `version.epoch`."),
)
BBOX = RequestParameter("bbox", str, "west,south,east,north in degrees WGS-84.", required=True)
ZOOM = RequestParameter("zoom", float, "Of the map; may be broken.", required=True)
LEVEL = RequestParameter("level", Annotated[int, Field(ge=0)], "Level of the area tree; the root is 0.", required=True)
SCALE = RequestParameter(
    "scale",
    Annotated[float, Field(ge=0.5, le=16)],
    "How much larger than 16 pixels a rem is, for clusters that do not overlap.",
)
GRID_VERSION = RequestParameter("grid_version", str, "Version of the grid.", required=True, place="path")
COLUMNS_LISTED = ", ".join(COLUMNS_SEARCHED)
PAGING = (
    RequestParameter("sort", Literal[tuple(SORTS)], "Order of the cases; without it as they were reported."),
    RequestParameter("order", Literal["desc", "asc"], "From the largest down, or from the smallest up."),
    RequestParameter("q", str, "Only cases in which every word of this text is shown."),
    RequestParameter("within", str, f"Texts shown in columns, such as department=水务;status=结案: {COLUMNS_LISTED}."),
    RequestParameter("cursor", str, "`next`, `previous` or `last` of a page: the page that it leads to."),
)
