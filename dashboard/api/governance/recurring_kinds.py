"""Kinds of cases that recur, and their checklists of cures, over HTTP."""

from __future__ import annotations

from flask import Blueprint, Response, request

from dashboard.access.request_actor import request_actor
from dashboard.api.acts.json_only import NO_JSON, other_than_json
from dashboard.api.description.operation import JSON, Body, Operation, RequestParameter, describe
from dashboard.api.description.parameters import AREA, LANG
from dashboard.api.description.replies import answered
from dashboard.api.json_answers import answer
from dashboard.api.questions.question_route import QuestionRoute, add_questions
from dashboard.api.schemas.review.recurring_kinds import KindInFull, KindsListed
from dashboard.commands.city_commands import CityCommands
from dashboard.governance.case_acts import ActKept
from dashboard.governance.keeping_kinds import CureGiven, KindJudged
from dashboard.governance.kind_answers import KEY
from dashboard.intake.acts_sent import read_act

AS_OF = RequestParameter("as_of", description="What had happened by then; a bare day means its end.")
KNOWN = RequestParameter("known", description="What was known by then; a bare day means its end.")
KIND = RequestParameter(KEY, str, "Key of the kind.", required=True, place="path")
LISTED = Operation(
    "questions",
    "Kinds of cases that recur",
    "Those that people confirmed, with their own counters and how the pieces of their checklists stand.",
    answered("The kinds.", KindsListed),
    (AREA, AS_OF, KNOWN, LANG),
)
ONE = Operation(
    "questions",
    "One kind that recurs",
    "With the checklist of cures, the cases at each item after its cure, and the places of its cases.",
    answered("The kind.", KindInFull),
    (KIND, AS_OF, KNOWN, LANG),
)
JUDGE = Operation(
    "state",
    "Confirm, name or reject a kind",
    "The same area, conditions and words are the same kind; the last word about it stands. All of its area must lie "
    "within the scope of whoever asks.",
    {**answered("What became of it.", ActKept), **NO_JSON},
    body=Body({JSON: KindJudged}),
)
CURE = Operation(
    "state",
    "Say how a cure of a kind stands",
    "Of an item of its checklist: a new one, or one that is there; open, mended or handed over since a day.",
    {**answered("What became of it.", ActKept), **NO_JSON},
    body=Body({JSON: CureGiven}),
)
QUESTIONS = (
    QuestionRoute("listed", "", LISTED, "recurring_kinds"),
    QuestionRoute("one", f"/<{KEY}>", ONE, "recurring_kinds", listed="kinds"),
)


def routes(answers: CityCommands) -> Blueprint:
    """GET /api/v1/recurring-kinds and /<kind>, POST /acts and /cures below it."""
    part = Blueprint("recurring_kinds", __name__, url_prefix="/api/v1/recurring-kinds")
    add_questions(part, answers, QUESTIONS)

    @part.post("/acts")
    @describe(JUDGE)
    def judge() -> Response:
        if refused := other_than_json(answers.city):
            return refused
        given = read_act(KindJudged, request.get_data())
        return answer(answers.keeping_kinds().judge(given, request_actor()).model_dump())

    @part.post("/cures")
    @describe(CURE)
    def cure() -> Response:
        if refused := other_than_json(answers.city):
            return refused
        given = read_act(CureGiven, request.get_data())
        return answer(answers.keeping_kinds().cure(given, request_actor()).model_dump())

    return part
