"""The ledger of a city over HTTP: its systems, tables and fields, and which numbers rely on what."""

from __future__ import annotations

from typing import Literal

from flask import Blueprint

from dashboard.api.description.operation import Operation, RequestParameter
from dashboard.api.description.parameters import LANG
from dashboard.api.description.replies import answered
from dashboard.api.questions.question_route import QuestionRoute, add_questions
from dashboard.api.schemas.ledger import Ledger
from dashboard.commands.city_commands import CityCommands
from dashboard.ledger.systems import ORDERS

LEDGER = Operation(
    "state",
    "The ledger of data",
    "The sources of the city and the systems that it declares (`ledger.csv` in its folder): tables, rows, owner, how "
    "much is filled, refused rows, whether late. Which KPI reads a field, and what becomes of it without, is derived "
    "from the formulas. Rows are told only to whoever may see the whole city.",
    answered("The ledger.", Ledger),
    (
        RequestParameter("system", str, "Key of a system: its tables with their fields."),
        RequestParameter("without", str, "SOURCE or SOURCE.FIELD: what becomes of which KPIs when it is gone."),
        RequestParameter("kpi", str, "Key of a KPI, or KEY/DENOMINATOR: the fields that it relies on."),
        RequestParameter("find", str, "Words that name, owner, tables or fields of a system hold."),
        RequestParameter("sort", Literal[ORDERS], "The largest first without."),
        LANG,
    ),
)


def routes(answers: CityCommands) -> Blueprint:
    """GET /api/v1/ledger."""
    part = Blueprint("ledger", __name__, url_prefix="/api/v1")
    return add_questions(part, answers, [QuestionRoute("ledger", "/ledger", LEDGER)])
