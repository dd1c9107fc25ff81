"""What is nearest to a point or case, the load of workers on duty, and who is joined, over HTTP."""

from __future__ import annotations

from typing import Annotated, Literal

from flask import Blueprint
from pydantic import Field

from dashboard.api.description.operation import Operation, RequestParameter
from dashboard.api.description.parameters import AREA, LANG
from dashboard.api.description.replies import answered
from dashboard.api.fleet.answers import Nearest, PartnersAnswer, WorkloadAnswer
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


QUESTIONS = (
    QuestionRoute("nearest", "/nearest", NEAREST),
    QuestionRoute("workload", "/workload", WORKLOAD),
    QuestionRoute("partners", "/partners/register", PARTNERS),
)


def routes(answers: CityCommands) -> Blueprint:
    """GET /api/v1/nearest, /api/v1/workload and /api/v1/partners/register."""
    return add_questions(Blueprint("fleet", __name__, url_prefix="/api/v1"), answers, QUESTIONS)
