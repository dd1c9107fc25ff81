"""The parameters that routes share, as the OpenAPI document describes them."""

from datetime import date
from typing import Annotated, Literal

from pydantic import Field

from dashboard.api.description.operation import Parameter
from queries.values import BREAKDOWNS

NUMBER = Annotated[str, Field(pattern="^[0-9]*$")]
LANG = Parameter("lang", Literal["zh-CN", "zh", "en"], "Language of sentences.")
LIMIT = Parameter("limit", Annotated[int, Field(ge=1)], "Rows at most.")
AREA = Parameter("area", str, "Code of an area; the whole city without.")
QUESTION = (
    Parameter("key", str, "KPI, by its key in /api/v1/kpis.", required=True),
    AREA,
    Parameter("from", date, "First city day."),
    Parameter("to", date, "Last city day."),
    Parameter("as_of", str, "What had happened by then: a day (its end) or an instant; now without."),
    Parameter("recorded_as_of", str, "What was known by then: a day (its end) or an instant."),
    Parameter("by", Literal[tuple(BREAKDOWNS)], "Parts of the answer."),
    Parameter("denominator", str, "Another denominator of the KPI, by its name."),
    Parameter("where", str, "Conditions, such as channel=app;category1=市容环境."),
)
"""Those of a question: the names of `dashboard.view.question_parameters`."""
SCREEN = (
    Parameter("path", str, "Path of the screen that asks."),
    Parameter("search", str, "Query of the screen that asks."),
    Parameter("stamp", str, "Data version and moment, `version.epoch`."),
)
BBOX = Parameter("bbox", str, "west,south,east,north in degrees WGS-84.", required=True)
ZOOM = Parameter("zoom", float, "Of the map; may be broken.", required=True)
LEVEL = Parameter("level", Annotated[int, Field(ge=0)], "Level of the area tree; the root is 0.", required=True)
SCALE = Parameter(
    "scale",
    Annotated[float, Field(ge=0.5, le=16)],
    "How much larger than 16 pixels a rem is, for clusters that do not overlap.",
)
GRID_VERSION = Parameter("grid_version", str, "Version of the grid.", required=True, place="path")
