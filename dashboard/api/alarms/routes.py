"""GET /api/v1/alarms, and POST /api/v1/alarms/answer."""

from __future__ import annotations

from flask import Blueprint, Response, request

from dashboard.access.request_actor import request_actor
from dashboard.alarms.answering import AlarmAnswered, AlarmAnswerGiven, read_answer
from dashboard.alarms.listing import NAMES
from dashboard.api.acts.json_only import NO_JSON, other_than_json
from dashboard.api.description.operation import JSON, Body, Operation, RequestParameter, describe
from dashboard.api.description.parameters import AREA, LANG, LIMIT
from dashboard.api.description.replies import answered
from dashboard.api.json_answers import answer
from dashboard.api.request_query import known_texts
from dashboard.api.schemas.alarms import Alarms
from dashboard.commands.city_commands import CityCommands
from queries.values import STANDINGS

PARAMETERS = (
    AREA,
    RequestParameter("standing", description=f"{', '.join(STANDINGS)} by commas, or all; without it those in hand."),
    RequestParameter("rule", description="Only alarms of this rule, by its key."),
    RequestParameter("known", description="What was known by then; a bare day means its end."),
    LIMIT,
    LANG,
)
LISTED = Operation(
    "questions",
    "Alarms",
    "Open ones first, then by severity, the newest first; those that are over of the last 30 days only. They are for "
    "those who may see all of their area and all lines of business.",
    answered("The alarms.", Alarms),
    PARAMETERS,
)
ANSWER = Operation(
    "state",
    "Answer an alarm",
    "Acknowledge it, assign it to a `unit`, snooze it for `minutes`, or close it; the last answer stands.",
    {**answered("What became of it.", AlarmAnswered), **NO_JSON},
    body=Body({JSON: AlarmAnswerGiven}),
)


def routes(answers: CityCommands) -> Blueprint:
    """Alarms as they stand, and answers to them."""
    part = Blueprint("alarms", __name__, url_prefix="/api/v1/alarms")

    @part.get("")
    @describe(LISTED)
    def listed() -> Response:
        return answer(answers.ask("alarms", known_texts(*NAMES, "lang")))

    @part.post("/answer")
    @describe(ANSWER)
    def given() -> Response:
        refused = other_than_json(answers.city)
        if refused:
            return refused
        return answer(answers.answering().keep(read_answer(request.get_data()), request_actor()).model_dump())

    return part
