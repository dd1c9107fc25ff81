"""Matters of which several cases tell, and pairs that may be one, over HTTP."""

from __future__ import annotations

from typing import Annotated, Literal

from flask import Blueprint
from pydantic import Field

from dashboard.api.description.operation import Operation, RequestParameter
from dashboard.api.description.parameters import LANG, LIMIT, QUESTION
from dashboard.api.description.replies import answered
from dashboard.api.questions.question_route import QuestionRoute, add_questions
from dashboard.api.schemas.loops.matters import MattersAnswer, SuggestionsAnswer
from dashboard.commands.city_commands import CityCommands
from dashboard.governance.spot_answers import OF_A_QUESTION
from queries.values import MATTER_ORDERS

PARAMETERS = tuple(one for one in QUESTION if one.name in OF_A_QUESTION)
MATTERS = Operation(
    "questions",
    "Matters of which several cases tell",
    "By the number that the source gives, over all channels: each once, with its channels, how long it has gone on, "
    "what is open, what was reported after a closing, and what people said of it. All cases up to `as_of` without "
    "`from` and `to`. People confirm, name or refute a matter by POST /api/v1/loops/acts: loop same_matter, the first "
    "case.",
    answered("The matters.", MattersAnswer),
    (
        *PARAMETERS,
        RequestParameter("least", Annotated[int, Field(ge=2, le=1000)], "Cases of a matter at least; 2 without."),
        RequestParameter("sort", Literal[tuple(MATTER_ORDERS)], "Most cases first without."),
        LIMIT,
        LANG,
    ),
)
SUGGESTIONS = Operation(
    "questions",
    "Pairs of cases that may be one matter",
    "Of one category within days, over other channels near each other with like titles, or of one person; no source "
    "linked them. What people say of a pair is kept and changes no count.",
    answered("The pairs.", SuggestionsAnswer),
    (*PARAMETERS, LIMIT, LANG),
)
QUESTIONS = (
    QuestionRoute("matters", "", MATTERS),
    QuestionRoute("suggestions", "/suggestions", SUGGESTIONS),
)


def routes(answers: CityCommands) -> Blueprint:
    """GET /api/v1/matters and /api/v1/matters/suggestions."""
    return add_questions(Blueprint("matters", __name__, url_prefix="/api/v1/matters"), answers, QUESTIONS)
