"""Findings over HTTP: parts of a city beside each other, and before and after a measure."""

from datetime import date
from typing import Annotated

from flask import Blueprint
from pydantic import Field

from dashboard.api.description.operation import Operation, RequestParameter
from dashboard.api.description.parameters import LANG, QUESTION
from dashboard.api.description.replies import answered
from dashboard.api.questions.question_route import QuestionRoute, add_questions
from dashboard.api.schemas.findings import ComparisonAnswer, HotSpotsAnswer, MeasureFinding, TideFinding
from dashboard.commands.city_commands import CityCommands

COMPARE = Operation(
    "questions",
    "Parts of a KPI beside each other",
    "The value of each part with its 95 % interval, and which differ from all the others together by more than chance: "
    "corrected for how many are compared (false discovery rate of 5 %). `by` is area (without it), channel, category, "
    "category2, category3 or department.",
    answered("The parts.", ComparisonAnswer),
    (*QUESTION, RequestParameter("areas", str, "Codes of areas, by commas; without it those below `area`."), LANG),
)


BEFORE_AND_AFTER = (
    *(one for one in QUESTION if one.name not in ("from", "to", "by")),
    RequestParameter("on", date, "The day from which the measure holds.", required=True),
    RequestParameter("days", Annotated[int, Field(ge=7, le=366)], "Days before and after at most; 84 without."),
    LANG,
)
MEASURE = Operation(
    "questions",
    "Before and after a measure",
    "Difference in differences of a KPI in an area against other areas, with a 95 % interval: as many whole weeks "
    "before and after `on`. It claims no cause.",
    answered("What changed.", MeasureFinding),
    (
        *BEFORE_AND_AFTER,
        RequestParameter("controls", str, "Codes of areas without the measure, by commas; without it the siblings."),
    ),
)


TIDE = Operation(
    "questions",
    "The hours of the week before and after a measure",
    "The 168 hours of the week, and the 24 of all days, in as many whole weeks before and after `on`, in an area or "
    "(`where=special_grid=CODE`) a special grid. It claims no cause.",
    answered("The hours.", TideFinding),
    BEFORE_AND_AFTER,
)


HOT_SPOTS = Operation(
    "questions",
    "Hot spots",
    "Where more cases lie than the same places had in comparable periods before, by more than chance: each area with "
    "its nearest neighbours, corrected by the false discovery rate of 5 %.",
    answered("The spots.", HotSpotsAnswer),
    (*(one for one in QUESTION if one.name != "by"), LANG),
)


QUESTIONS = (
    QuestionRoute("compare", "/compare", COMPARE),
    QuestionRoute("measure", "/measure", MEASURE),
    QuestionRoute("tide", "/tide", TIDE),
    QuestionRoute("hotspots", "/hotspots", HOT_SPOTS),
)


def routes(answers: CityCommands) -> Blueprint:
    """GET /api/v1/compare, /api/v1/measure, /api/v1/tide and /api/v1/hotspots."""
    return add_questions(Blueprint("findings", __name__, url_prefix="/api/v1"), answers, QUESTIONS)
