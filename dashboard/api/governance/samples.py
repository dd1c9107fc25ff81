"""Weekly samples of closed cases over HTTP."""

from __future__ import annotations

from typing import Literal

from flask import Blueprint

from dashboard.api.description.operation import Operation, RequestParameter
from dashboard.api.description.parameters import AREA, LANG, LIMIT
from dashboard.api.description.replies import answered
from dashboard.api.questions.question_route import QuestionRoute, add_questions
from dashboard.api.schemas.review.samples import SampleInFull, SamplesListed
from dashboard.commands.city_commands import CityCommands
from dashboard.governance.sample_answers import KEY

KNOWN = RequestParameter("known", description="What was known by then; a bare day means its end.")
WEEK = RequestParameter(KEY, str, "Week of the sample, as 2024-W23.", required=True, place="path")
AGAIN = RequestParameter("again", Literal["1"], "Draw it once more by its seed, for who may see the whole city.")
LISTED = Operation(
    "questions",
    "Weekly samples of closed cases",
    "The newest first: seed, rule, and how many drawn cases in the area have which verdict.",
    answered("The samples.", SamplesListed),
    (AREA, KNOWN, LIMIT, LANG),
)
ONE = Operation(
    "questions",
    "One weekly sample",
    "With the pass rate of each unit, the strata, and every drawn case with the verdict that stands. Verdicts are "
    "given by POST /api/v1/loops/acts: kind sample_verdict, the week as loop.",
    answered("The sample.", SampleInFull),
    (WEEK, AREA, KNOWN, AGAIN, LANG),
)


QUESTIONS = (
    QuestionRoute("listed", "", LISTED, "samples"),
    QuestionRoute("one", f"/<{KEY}>", ONE, "samples", listed="samples"),
)


def routes(answers: CityCommands) -> Blueprint:
    """GET /api/v1/samples and /api/v1/samples/<week>."""
    return add_questions(Blueprint("samples", __name__, url_prefix="/api/v1/samples"), answers, QUESTIONS)
