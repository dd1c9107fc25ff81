"""`yiping roll-calls`: the roll-calls of the centres, and who has answered one."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from rich.table import Table

from dashboard.cli.asking.question_command import QuestionCommand
from dashboard.cli.asking.question_options import AREA, KNOWN, LANG, argument, limit
from dashboard.cli.numbers import kpi_table
from dashboard.words.numbers import decimal

HELP = """Roll-calls of the centres: how many of how many have answered and how soon; named by its key, who has not.

Centres are called and answer on /command, or by POST /api/v1/roll-calls/acts.
Exit codes: 0 answered · 1 cannot be had · 2 wrong parameter · 130 Ctrl-C.

\b
Examples:
  yiping roll-calls --city mycity
  yiping roll-calls 3f9a2c17b0d4e856 --city mycity
  yiping roll-calls --area 410105000000 --known 2026-11-27 --json
"""


def _draw(answer: Mapping[str, Any], given: Mapping[str, str]) -> None:
    console = kpi_table.wide_console()
    console.print(_calls(answer["calls"]))
    for one in answer["calls"] if "call" in given else ():
        console.print(_missing(one))


def _calls(calls: list[Mapping[str, Any]]) -> Table:
    table = kpi_table.plain_table(
        "called", "key", "area", "level", figures=("answered", "in time", "minutes", "P50 s", "P95 s")
    )
    table.add_column("")
    for call in calls:
        for level in call["levels"]:
            reached = (f"{level[name]}/{level['called']}" for name in ("answered", "in_time"))
            seconds = (
                kpi_table.DASH if level[name] is None else decimal(level[name], 1) for name in ("p50_s", "p95_s")
            )
            texts = map(kpi_table.plain_text, (call["area_name"], level["name"]))
            minute = str(call["called_at"])[:16].replace("T", " ")
            said = kpi_table.plain_text(call["text"])
            table.add_row(minute, call["key"], *texts, *reached, str(level["minutes"]), *seconds, said)
    return table


def _missing(call: Mapping[str, Any]) -> Table:
    table = kpi_table.plain_table("missing", "", "level", figures=())
    for one in call["centres"]:
        if one["answered_at"] is None:
            table.add_row(one["area"], kpi_table.plain_text(one["path"]), one["level"])
    return table


COMMAND = QuestionCommand(
    "roll_calls",
    HELP,
    (argument("call", "Key of a call; all without.", "CALL"), AREA, KNOWN, limit("Calls at most; 50 without."), LANG),
    _draw,
    name="roll-calls",
)
