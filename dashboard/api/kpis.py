"""Numbers over HTTP: one KPI, and the dictionary of all."""

from flask import Blueprint, Response

from dashboard.api.description.operation import Operation, describe
from dashboard.api.description.parameters import AGAINST, LANG, NORMAL, QUESTION
from dashboard.api.description.replies import answered
from dashboard.api.json_answers import answer
from dashboard.api.request_query import query_texts
from dashboard.api.schemas.kpis import Dictionary, KpiAnswer
from dashboard.commands.city_commands import CityCommands

KPI = Operation(
    "questions",
    "One KPI",
    "Value, what it was made of, its sources' freshness, and the parts asked for.",
    answered("The answer.", KpiAnswer),
    (*QUESTION, NORMAL, AGAINST, LANG),
)
KPIS = Operation(
    "questions",
    "The KPI dictionary",
    "Every KPI: key, names, formula, basis, denominators.",
    answered("The dictionary.", Dictionary),
    (LANG,),
)


def routes(answers: CityCommands) -> Blueprint:
    """GET /api/v1/kpi and /api/v1/kpis."""
    part = Blueprint("kpis", __name__, url_prefix="/api/v1")

    @part.get("/kpi")
    @describe(KPI)
    def kpi() -> Response:
        return answer(answers.kpi(query_texts()))

    @part.get("/kpis")
    @describe(KPIS)
    def kpis() -> Response:
        return answer({"kpis": answers.kpis()})

    return part
