"""The descriptions of the questions that the command line asks of a running server, a line each."""

from typing import Any

from pydantic import create_model

from dashboard.api.description.command_operations import TEXTS, command, json_reply
from dashboard.api.description.operation import Operation
from dashboard.api.fleet.answers import Nearest, PartnersAnswer, ReadingsAnswer, WorkloadAnswer
from dashboard.api.schemas.alarms import Alarms
from dashboard.api.schemas.findings import ComingAnswer, ComparisonAnswer, HotSpotsAnswer, MeasureFinding, TideFinding
from dashboard.api.schemas.ledger import Ledger
from dashboard.api.schemas.loops.agenda import AgendaAnswer
from dashboard.api.schemas.loops.dispatch import HopsBetweenLevels, ObjectionsToDispatch, PlaybookBesideCases
from dashboard.api.schemas.loops.evaluation import EvaluationsAnswer
from dashboard.api.schemas.loops.governance import BusinessLines, Loops, Spots
from dashboard.api.schemas.loops.handovers import UnhandedAnswer
from dashboard.api.schemas.loops.matters import MattersAnswer, SuggestionsAnswer
from dashboard.api.schemas.operation import ModeTold
from dashboard.api.schemas.review.recurring_kinds import KindsListed, OneKind
from dashboard.api.schemas.review.samples import OneSample, SamplesListed
from dashboard.api.schemas.roll_calls import DutyAnswer, OneRollCall, RollCalls


def _question(model: str, summary: str, said: str, told: Any, parameters: str) -> Operation:
    """Of a question by named texts. model: of the answer, which holds what is `told`; parameters: the address that has
    the same ones, below /api/v1/, and what else is one."""
    result = create_model(model, __doc__=summary, result=(told, ...))
    return command(summary, json_reply(said, result), TEXTS, f"The parameters of /api/v1/{parameters}")


QUESTIONS = {
    "compare": _question("ComparisonResult", "Parts beside each other", "The parts.", ComparisonAnswer, "compare."),
    "measure": _question("MeasureResult", "Before and after a measure", "What changed.", MeasureFinding, "measure."),
    "tide": _question(
        "TideResult", "The hours of the week before and after a measure", "The hours.", TideFinding, "tide."
    ),
    "hotspots": _question("HotSpotsResult", "Hot spots", "The spots.", HotSpotsAnswer, "hotspots."),
    "loops": _question(
        "LoopsResult", "How the governance loops stand", "The loops.", Loops, "loops; loop: one of them."
    ),
    "lines": _question("LinesResult", "Lines of business", "The lines.", BusinessLines, "lines; line: one of them."),
    "alarms": _question("AlarmsResult", "The alarms", "The alarms.", Alarms, "alarms."),
    "evaluation": _question(
        "EvaluationResult",
        "Evaluations",
        "The evaluations.",
        EvaluationsAnswer,
        "evaluation; evaluation: one of them, with its result.",
    ),
    "spots": _question(
        "SpotsResult",
        "Where the same comes back",
        "The spots.",
        Spots,
        "spots; source and id: of a case, the one spot in which it lies.",
    ),
    "duty": _question("DutyResult", "Who is on duty at the centres", "The turns.", DutyAnswer, "duty."),
    "nearest": _question(
        "NearestResult", "Units or devices nearest to a point or case", "The nearest.", Nearest, "nearest."
    ),
    "workload": _question(
        "WorkloadResult", "Open cases for each worker on duty", "The loads.", WorkloadAnswer, "workload."
    ),
    "partners": _question(
        "PartnersResult", "Who is joined to the platform", "The partners.", PartnersAnswer, "partners/register."
    ),
    "readings": _question(
        "ReadingsResult",
        "What sensors measure in special grids",
        "The readings.",
        ReadingsAnswer,
        "special-grids/readings.",
    ),
    "roll_calls": _question(
        "RollCallsResult",
        "Roll-calls of the centres",
        "The calls.",
        RollCalls | OneRollCall,
        "roll-calls; call: one of them, with its centres.",
    ),
    "coming": _question("ComingResult", "What comes next by season", "The kinds.", ComingAnswer, "coming."),
    "dispatch": _question(
        "DispatchResult",
        "How cases are dispatched",
        "What was asked of dispatch.",
        PlaybookBesideCases | HopsBetweenLevels | ObjectionsToDispatch,
        "dispatch/playbook, and `about`.",
    ),
    "mode": _question("ModeResult", "Mode of operation", "The mode.", ModeTold, "mode."),
    "agenda": _question(
        "AgendaResult", "The agenda of the meeting on cross-boundary cases", "The agenda.", AgendaAnswer, "agenda."
    ),
    "samples": _question(
        "SamplesResult",
        "Weekly samples of closed cases",
        "The samples.",
        SamplesListed | OneSample,
        "samples; week: one of them, with its units and cases.",
    ),
    "recurring_kinds": _question(
        "RecurringKindsResult",
        "Kinds of cases that recur",
        "The kinds.",
        KindsListed | OneKind,
        "recurring-kinds; kind: one of them, with its checklist and places.",
    ),
    "handovers": _question(
        "HandoversResult", "Cases that wait to be handed over", "The cases.", UnhandedAnswer, "handovers."
    ),
    "matters": _question(
        "MattersResult", "Matters of which several cases tell", "The matters.", MattersAnswer, "matters."
    ),
    "suggestions": _question(
        "SuggestionsResult",
        "Pairs of cases that may be one matter",
        "The pairs.",
        SuggestionsAnswer,
        "matters/suggestions.",
    ),
    "ledger": _question("LedgerResult", "The ledger of data", "The ledger.", Ledger, "ledger."),
}
"""By the names of dashboard/commands/city_questions.py."""
