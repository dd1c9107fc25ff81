"""How the governance loops stand and where the same comes back, over HTTP."""

from datetime import date
from typing import Annotated, Literal

from flask import Blueprint
from pydantic import Field

from dashboard.api.description.operation import Operation, RequestParameter
from dashboard.api.description.parameters import LANG, LIMIT, QUESTION
from dashboard.api.description.replies import answered
from dashboard.api.questions.question_route import QuestionRoute, add_questions
from dashboard.api.schemas.findings import ComingAnswer
from dashboard.api.schemas.loops.agenda import AgendaAnswer
from dashboard.api.schemas.loops.governance import GovernanceLoop, Loops, Spots
from dashboard.commands.city_commands import CityCommands
from dashboard.governance.agenda_answers import MEETING, OF_AGENDA
from dashboard.governance.coming_answers import OF_COMING
from dashboard.governance.loop_answers import KEY
from dashboard.governance.spot_answers import OF_A_QUESTION
from queries.values import SPOT_BOUNDS, SPOT_ORDERS, STANDARD_SPOTS

PARAMETERS = (*(one for one in QUESTION if one.name not in ("key", "denominator")), LANG)
ABOUT = (
    "How many cases stand in each stage, how long they have been there, and how many are past its limit. All cases up "
    "to `as_of` without `from` and `to`. `by` is department, channel, category, category3 or status."
)
OF_ONE = (RequestParameter(KEY, str, "Key of the loop.", required=True, place="path"), *PARAMETERS)
LOOPS = Operation("questions", "Governance loops", ABOUT, answered("The loops.", Loops), PARAMETERS)
LOOP = Operation("questions", "One governance loop", ABOUT, answered("The loop.", GovernanceLoop), OF_ONE)


def _whole_number(name: str, about: str) -> RequestParameter:
    low, high = SPOT_BOUNDS[name]
    sentence = f"{about}; {getattr(STANDARD_SPOTS, name)} without."
    return RequestParameter(name, Annotated[int, Field(ge=low, le=high)], sentence)


SPOTS = Operation(
    "questions",
    "Spots where the same comes back",
    "Cases of one category of the third level, each reported within `days` of another one of the spot and within "
    "`metres` of it, by the whole history up to `as_of` without `from` and `to`. With `source` and `id` the cases of "
    "the spot of that case. Voided cases, and those without a trusted point, are at no spot.",
    answered("The spots.", Spots),
    (
        *(one for one in QUESTION if one.name in OF_A_QUESTION),
        _whole_number("days", "Days between two reports at most"),
        _whole_number("metres", "Metres between them at most"),
        _whole_number("least", "Cases of a spot at least"),
        RequestParameter("sort", Literal[tuple(SPOT_ORDERS)], "Longest first without."),
        LIMIT,
        RequestParameter("source", str, "Of a case."),
        RequestParameter("id", str, "Its number in its source."),
        LANG,
    ),
)

COMING = Operation(
    "questions",
    "What comes next by season",
    "Kinds (categories of the third level) that rose from the four weeks before to the four weeks from this day on in "
    "every former year of which there are data, by more than chance over all kinds, with how many to expect.",
    answered("The kinds.", ComingAnswer),
    (*(one for one in QUESTION if one.name in OF_COMING), LANG),
)

AGENDA = Operation(
    "questions",
    "The agenda of the meeting on cross-boundary cases",
    "Which open cases stand for a meeting: carried over, new or decided, and why; what was decided about each, who "
    "acts first, and whether it has moved since. Of a meeting that is over as of its moment, else as of `as_of`.",
    answered("The agenda.", AgendaAnswer),
    (
        RequestParameter(MEETING, date, "The day of the meeting; the next one without."),
        *(one for one in QUESTION if one.name in OF_AGENDA),
        LANG,
    ),
)


QUESTIONS = (
    QuestionRoute("loops", "/loops", LOOPS),
    QuestionRoute("loop", f"/loops/<{KEY}>", LOOP, "loops", listed="loops"),
    QuestionRoute("spots", "/spots", SPOTS),
    QuestionRoute("agenda", "/agenda", AGENDA),
    QuestionRoute("coming", "/coming", COMING),
)


def routes(answers: CityCommands) -> Blueprint:
    """GET /api/v1/loops, /api/v1/loops/<loop>, /api/v1/spots, /api/v1/agenda and /api/v1/coming."""
    return add_questions(Blueprint("governance", __name__, url_prefix="/api/v1"), answers, QUESTIONS)
