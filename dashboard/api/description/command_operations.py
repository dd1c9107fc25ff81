"""The descriptions of the commands that the command line asks of a running server."""

from typing import Any

from dashboard.api.description.operation import CSV, JSON, NDJSON, Body, Operation, Reply
from dashboard.api.description.replies import COMMAND_ERRORS
from dashboard.api.schemas import commands as schemas

TEXTS = Body({JSON: schemas.Texts})
SOURCE = Body({JSON: schemas.NamedSource})
PROGRESS = schemas.ProgressLine | schemas.LastLine | schemas.CommandRefusal


def command(summary: str, reply: Reply, body: Body | None = None, description: str = "") -> Operation:
    """Of a route that takes the key of the server's own file."""
    replies = {200: reply, **COMMAND_ERRORS}
    return Operation("commands", summary, description, replies, body=body, security=("commandKey",))


def json_reply(description: str, model: Any) -> Reply:
    """With one JSON object."""
    return Reply(description, {JSON: model})


def _lines() -> Reply:
    return Reply("Lines of progress; the last one holds the result or the error.", {NDJSON: PROGRESS})


HELLO = command("Which city this server serves", json_reply("The city.", schemas.Hello))
COOKIE = command("The access cookie of a browser", json_reply("The cookie.", schemas.Cookie))
COUNTS = command("How often the store was asked", json_reply("The counts.", schemas.Counts))
KPI = command("One KPI", json_reply("The answer.", schemas.KpiResult), TEXTS, "The parameters of /api/v1/kpi.")
KPIS = command("The KPI dictionary", json_reply("The dictionary.", schemas.KpisResult))
TEST_ALARMS = command(
    "What rules of alarms would have raised",
    _lines(),
    TEXTS,
    "days: first and last, as 2026-11-20..2026-11-26. The result has `from`, `to` and `rules`, with `fired`, "
    "`cleared`, `median_minutes`, `subjects`, `cases`, and of how many moments `judged` it was `unknown`.",
)
ANSWER_SIMULATED = command(
    "Let simulated centres answer a roll-call",
    json_reply("How many did.", schemas.AnsweredResult),
    TEXTS,
    "content: call, and areas whose centres answer, as JSON. Of a simulated city alone.",
)
SWITCH_MODE = command(
    "Switch to emergency operation, or back",
    json_reply("What became of it.", schemas.ModeKeptResult),
    TEXTS,
    "content: what /api/v1/mode/acts takes, as JSON.",
)
KEEP_CASE_ACT = command(
    "Keep an act about a case",
    json_reply("What became of it.", schemas.ActKeptResult),
    TEXTS,
    "content: what /api/v1/loops/acts takes, as JSON.",
)
CASES = command("The cases behind a number", Reply("The cases.", {CSV: str}), TEXTS, "The parameters of /api/v1/cases.")
CHECK = command("What a healthy city needs", json_reply("The lines.", schemas.CheckResult))
SOURCES = command("How the sources stand", json_reply("The sources.", schemas.SourcesResult))
ADD_SOURCE = command("Let a source deliver", json_reply("Its new key.", schemas.KeyResult), SOURCE)
REMOVE_SOURCE = command("End the key of a source", json_reply("What was removed.", schemas.RemovedResult), SOURCE)
SAVED = command("The file of saved views and notes", json_reply("The file.", schemas.SavedResult))
KEEP_SAVED = command("Keep what such a file holds", json_reply("What became of it.", schemas.KeptResult), TEXTS)
LOAD = command("Load a file of this machine", _lines(), Body({JSON: schemas.FileToLoad}))
REBUILD = command("Make the tables again from what was accepted", _lines(), TEXTS)
FORGET = command(
    "Erase texts and persons of cases",
    _lines(),
    TEXTS,
    "cases: one number a line; source, reason; of_persons, by_rule, is_tried: anything for yes.",
)
BRIEFINGS = command("The briefings", json_reply("The briefings.", schemas.BriefingsResult))
BRIEFING = command(
    "A briefing as data, with its drawings",
    json_reply("The document.", schemas.BriefingResult),
    TEXTS,
    "briefing: its key; the parameters of /api/v1/briefings/KEY.",
)
BRIEFING_AGAIN = command(
    "A briefing composed again",
    json_reply("What became of its numbers.", schemas.BriefingAgainResult),
    TEXTS,
    "content: the document of a briefing, as JSON.",
)
