"""The descriptions of the commands that the command line asks of a running server."""

from typing import Any

from dashboard.api.description.operation import CSV, JSON, NDJSON, Body, Operation, Reply
from dashboard.api.description.replies import COMMAND_ERRORS
from dashboard.api.schemas import commands as schemas

TEXTS = Body({JSON: schemas.Texts})
SOURCE = Body({JSON: schemas.NamedSource})
PROGRESS = schemas.ProgressLine | schemas.LastLine | schemas.CommandRefusal


def _command(summary: str, reply: Reply, body: Body | None = None, description: str = "") -> Operation:
    replies = {200: reply, **COMMAND_ERRORS}
    return Operation("commands", summary, description, replies, body=body, security=("commandKey",))


def _json(description: str, model: Any) -> Reply:
    return Reply(description, {JSON: model})


def _lines() -> Reply:
    return Reply("Lines of progress; the last one holds the result or the error.", {NDJSON: PROGRESS})


HELLO = _command("Which city this server serves", _json("The city.", schemas.Hello))
COOKIE = _command("The access cookie of a browser", _json("The cookie.", schemas.Cookie))
COUNTS = _command("How often the store was asked", _json("The counts.", schemas.Counts))
KPI = _command("One KPI", _json("The answer.", schemas.KpiResult), TEXTS, "The parameters of /api/v1/kpi.")
KPIS = _command("The KPI dictionary", _json("The dictionary.", schemas.KpisResult))
COMPARE = _command(
    "Parts beside each other",
    _json("The parts.", schemas.ComparisonResult),
    TEXTS,
    "The parameters of /api/v1/compare.",
)
MEASURE = _command(
    "Before and after a measure",
    _json("What changed.", schemas.MeasureResult),
    TEXTS,
    "The parameters of /api/v1/measure.",
)
TIDE = _command(
    "The hours of the week before and after a measure",
    _json("The hours.", schemas.TideResult),
    TEXTS,
    "The parameters of /api/v1/tide.",
)
HOT_SPOTS = _command(
    "Hot spots", _json("The spots.", schemas.HotSpotsResult), TEXTS, "The parameters of /api/v1/hotspots."
)
LOOPS = _command(
    "How the governance loops stand",
    _json("The loops.", schemas.LoopsResult),
    TEXTS,
    "The parameters of /api/v1/loops; loop: one of them.",
)
LINES = _command(
    "Lines of business",
    _json("The lines.", schemas.LinesResult),
    TEXTS,
    "The parameters of /api/v1/lines; line: one of them.",
)
ALARMS = _command("The alarms", _json("The alarms.", schemas.AlarmsResult), TEXTS, "The parameters of /api/v1/alarms.")
TEST_ALARMS = _command(
    "What rules of alarms would have raised",
    _lines(),
    TEXTS,
    "days: first and last, as 2026-11-20..2026-11-26. The result has `from`, `to` and `rules`, with `fired`, "
    "`cleared`, `median_minutes`, `subjects`, `cases`, and of how many moments `judged` it was `unknown`.",
)
EVALUATION = _command(
    "Evaluations",
    _json("The evaluations.", schemas.EvaluationResult),
    TEXTS,
    "The parameters of /api/v1/evaluation; evaluation: one of them, with its result.",
)
SPOTS = _command(
    "Where the same comes back",
    _json("The spots.", schemas.SpotsResult),
    TEXTS,
    "The parameters of /api/v1/spots; source and id: of a case, the one spot in which it lies.",
)
DUTY = _command(
    "Who is on duty at the centres", _json("The turns.", schemas.DutyResult), TEXTS, "The parameters of /api/v1/duty."
)
NEAREST = _command(
    "Units or devices nearest to a point or case",
    _json("The nearest.", schemas.NearestResult),
    TEXTS,
    "The parameters of /api/v1/nearest.",
)
WORKLOAD = _command(
    "Open cases for each worker on duty",
    _json("The loads.", schemas.WorkloadResult),
    TEXTS,
    "The parameters of /api/v1/workload.",
)
PARTNERS = _command(
    "Who is joined to the platform",
    _json("The partners.", schemas.PartnersResult),
    TEXTS,
    "The parameters of /api/v1/partners/register.",
)
ROLL_CALLS = _command(
    "Roll-calls of the centres",
    _json("The calls.", schemas.RollCallsResult),
    TEXTS,
    "The parameters of /api/v1/roll-calls; call: one of them, with its centres.",
)
ANSWER_SIMULATED = _command(
    "Let simulated centres answer a roll-call",
    _json("How many did.", schemas.AnsweredResult),
    TEXTS,
    "content: call, and areas whose centres answer, as JSON. Of a simulated city alone.",
)
COMING = _command(
    "What comes next by season",
    _json("The kinds.", schemas.ComingResult),
    TEXTS,
    "The parameters of /api/v1/coming.",
)
DISPATCH = _command(
    "How cases are dispatched",
    _json("What was asked of dispatch.", schemas.DispatchResult),
    TEXTS,
    "The parameters of /api/v1/dispatch/playbook, and `about`.",
)
MODE = _command("Mode of operation", _json("The mode.", schemas.ModeResult), TEXTS, "The parameters of /api/v1/mode.")
SWITCH_MODE = _command(
    "Switch to emergency operation, or back",
    _json("What became of it.", schemas.ModeKeptResult),
    TEXTS,
    "content: what /api/v1/mode/acts takes, as JSON.",
)
KEEP_CASE_ACT = _command(
    "Keep an act about a case",
    _json("What became of it.", schemas.ActKeptResult),
    TEXTS,
    "content: what /api/v1/loops/acts takes, as JSON.",
)
AGENDA = _command(
    "The agenda of the meeting on cross-boundary cases",
    _json("The agenda.", schemas.AgendaResult),
    TEXTS,
    "The parameters of /api/v1/agenda.",
)
SAMPLES = _command(
    "Weekly samples of closed cases",
    _json("The samples.", schemas.SamplesResult),
    TEXTS,
    "The parameters of /api/v1/samples; week: one of them, with its units and cases.",
)
RECURRING_KINDS = _command(
    "Kinds of cases that recur",
    _json("The kinds.", schemas.RecurringKindsResult),
    TEXTS,
    "The parameters of /api/v1/recurring-kinds; kind: one of them, with its checklist and places.",
)
LEDGER = _command(
    "The ledger of data",
    _json("The ledger.", schemas.LedgerResult),
    TEXTS,
    "The parameters of /api/v1/ledger.",
)
CASES = _command(
    "The cases behind a number", Reply("The cases.", {CSV: str}), TEXTS, "The parameters of /api/v1/cases."
)
CHECK = _command("What a healthy city needs", _json("The lines.", schemas.CheckResult))
SOURCES = _command("How the sources stand", _json("The sources.", schemas.SourcesResult))
ADD_SOURCE = _command("Let a source deliver", _json("Its new key.", schemas.KeyResult), SOURCE)
REMOVE_SOURCE = _command("End the key of a source", _json("What was removed.", schemas.RemovedResult), SOURCE)
SAVED = _command("The file of saved views and notes", _json("The file.", schemas.SavedResult))
KEEP_SAVED = _command("Keep what such a file holds", _json("What became of it.", schemas.KeptResult), TEXTS)
LOAD = _command("Load a file of this machine", _lines(), Body({JSON: schemas.FileToLoad}))
REBUILD = _command("Make the tables again from what was accepted", _lines(), TEXTS)
FORGET = _command(
    "Erase texts and persons of cases",
    _lines(),
    TEXTS,
    "cases: one number a line; source, reason; of_persons, by_rule, is_tried: anything for yes.",
)
BRIEFINGS = _command("The briefings", _json("The briefings.", schemas.BriefingsResult))
BRIEFING = _command(
    "A briefing as data, with its drawings",
    _json("The document.", schemas.BriefingResult),
    TEXTS,
    "briefing: its key; the parameters of /api/v1/briefings/KEY.",
)
BRIEFING_AGAIN = _command(
    "A briefing composed again",
    _json("What became of its numbers.", schemas.BriefingAgainResult),
    TEXTS,
    "content: the document of a briefing, as JSON.",
)
