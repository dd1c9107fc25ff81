"""How cases are dispatched, over HTTP."""

from flask import Blueprint

from dashboard.api.description.operation import Operation
from dashboard.api.description.parameters import LANG, QUESTION
from dashboard.api.description.replies import answered
from dashboard.api.questions.question_route import QuestionRoute, add_questions
from dashboard.api.schemas.loops.dispatch import HopsBetweenLevels, ObjectionsToDispatch, PlaybookBesideCases
from dashboard.commands.city_commands import CityCommands
from dashboard.governance.dispatch_answers import ABOUT, OF_A_QUESTION

PARAMETERS = (*(one for one in QUESTION if one.name in OF_A_QUESTION), LANG)
PLAYBOOK = Operation(
    "questions",
    "The playbook beside what was dispatched",
    "Of the cases dispatched in the period: how many had an entry of `playbook.csv` (category, department, dates) that "
    "held on the day of dispatch, how many went elsewhere first, and which of these the department declined; the use "
    "of each entry; kinds without one, with the department that was mostly right.",
    answered("The playbook.", PlaybookBesideCases),
    PARAMETERS,
)

HOPS = Operation(
    "questions",
    "Hops between levels",
    "Of the cases dispatched in the period, by the steps delivered of them (`dispatched`, `passed_on`, `received`, "
    "`declined`, `handed_back`): how long each hop from one level to another waits until the next step, how many hops "
    "cases take, and which units pass cases on. The level of a unit is what `playbook.csv` says, else that of the area "
    "that its name begins with.",
    answered("The hops.", HopsBetweenLevels),
    PARAMETERS,
)

OBJECTIONS = Operation(
    "questions",
    "Objections to a dispatch",
    "Of the cases dispatched in the period, by the steps delivered of them: each decline, how long until it was "
    "decided, and whether it was granted (dispatched to another unit) or refused (to the same one), by who declined.",
    answered("The objections.", ObjectionsToDispatch),
    PARAMETERS,
)


QUESTIONS = tuple(
    QuestionRoute(about, f"/{about}", operation, "dispatch", {ABOUT: about})
    for about, operation in {"playbook": PLAYBOOK, "hops": HOPS, "objections": OBJECTIONS}.items()
)


def routes(answers: CityCommands) -> Blueprint:
    """GET /api/v1/dispatch/playbook, /api/v1/dispatch/hops and /api/v1/dispatch/objections."""
    return add_questions(Blueprint("dispatch", __name__, url_prefix="/api/v1/dispatch"), answers, QUESTIONS)
