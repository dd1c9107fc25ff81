"""What is nearest to a point or case, the load of workers on duty, who is joined, what sensors measure, over HTTP."""

from __future__ import annotations

from typing import Annotated, Literal

from flask import Blueprint
from pydantic import Field

from dashboard.api.description.operation import Operation, RequestParameter
from dashboard.api.description.parameters import AREA, LANG
from dashboard.api.description.replies import answered
from dashboard.api.fleet.answers import Nearest, PartnersAnswer, ReadingsAnswer, WorkloadAnswer
from dashboard.api.questions.question_route import QuestionRoute, add_questions
from dashboard.commands.city_commands import CityCommands
from dashboard.fleet.nearest_answers import FARTHEST_M, MOST
from queries.values import device_kinds, unit_kinds

KINDS = ("units", "devices", *unit_kinds(), *device_kinds())
NEAREST = Operation(
    "questions",
    "Units or devices nearest to a point or case",
    "As of now, the nearest first, with the distance along the ellipsoid and the age of the position. Of units those "
    "on duty and heard of; of devices all, with their state. Where no source reports them the status is no_data.",
    answered("The nearest.", Nearest),
    (
        RequestParameter("lat", Annotated[float, Field(ge=-90, le=90)], "Degrees WGS-84."),
        RequestParameter("lng", Annotated[float, Field(ge=-180, le=180)], "Degrees WGS-84."),
        RequestParameter("source", str, "Instead of a point: source of a case."),
        RequestParameter("id", str, "And its number there."),
        RequestParameter("kind", Literal[KINDS], "Of what; units without."),
        RequestParameter(
            "within_m", Annotated[float, Field(ge=1, le=FARTHEST_M)], "Metres at most; units 5,000, devices 1,000."
        ),
        RequestParameter("limit", Annotated[int, Field(ge=1, le=MOST)], "At most; 10 without."),
        LANG,
    ),
)
WORKLOAD = Operation(
    "questions",
    "Open cases for each worker on duty",
    "Of an area and of those right below it. `load` is null where nobody is on duty (`duty` nobody), where no report "
    "says who is (not_stated) and where no worker is reported (no_units).",
    answered("The loads.", WorkloadAnswer),
    (
        AREA,
        RequestParameter("kind", Literal[unit_kinds()], "Of units; grid_worker without."),
        RequestParameter("as_of", str, "A day (its end) or an instant; now without. Of units only now is known."),
        LANG,
    ),
)

PARTNERS = Operation(
    "questions",
    "Who is joined to the platform, and how their lines are",
    "By the register of the city (`partners.csv` in its folder) as of a moment, beside what came over the lines: what "
    "is declared and never reported, what reports and is not declared, and who joined and left until then. Of earlier "
    "moments the states of lines are not stored. Telephones are hidden from whoever may not see persons; partners "
    "belong to the whole city and are told to whoever may see it.",
    answered("The partners.", PartnersAnswer),
    (RequestParameter("as_of", str, "A day (its end) or an instant; now without."), LANG),
)
READINGS = Operation(
    "questions",
    "What sensors measure in special grids",
    "Footfall, congestion index and the like (the list `quantities`): the newest value as of a moment with its age, "
    "and the day by the hour. Of key special grids and those that are measured, as far as they lie wholly inside the "
    "area and the asker may see them as a whole; readings are kept for 35 days.",
    answered("The readings.", ReadingsAnswer),
    (
        AREA,
        RequestParameter("special_grid", str, "Of these alone: codes of special grids, parted by commas."),
        RequestParameter("as_of", str, "A day (its end) or an instant; now without."),
        RequestParameter("recorded_as_of", str, "What was known by then: a day (its end) or an instant."),
        LANG,
    ),
)


QUESTIONS = (
    QuestionRoute("nearest", "/nearest", NEAREST),
    QuestionRoute("workload", "/workload", WORKLOAD),
    QuestionRoute("partners", "/partners/register", PARTNERS),
    QuestionRoute("readings", "/special-grids/readings", READINGS),
)


def routes(answers: CityCommands) -> Blueprint:
    """GET /api/v1/nearest, /api/v1/workload, /api/v1/partners/register and /api/v1/special-grids/readings."""
    return add_questions(Blueprint("fleet", __name__, url_prefix="/api/v1"), answers, QUESTIONS)
