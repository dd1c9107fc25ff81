"""`yiping duty`: who is on duty at the centres."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from dashboard.cli.asking.question_command import QuestionCommand
from dashboard.cli.asking.question_options import AREA, LANG, option
from dashboard.cli.numbers import kpi_table

HELP = """Who is on duty at the centres of an area, by the roster of the city (duty.csv in its folder).

The file has the columns area, from, until, name, and may have role and telephone; times are of the city's zone.
Lines that do not count are named with the reason.
Exit codes: 0 answered · 1 cannot be had · 2 wrong parameter · 130 Ctrl-C.

\b
Examples:
  yiping duty --city mycity
  yiping duty --area 410105000000 --at 2026-11-28T22:00 --city mycity --json
"""


def _draw(answer: Mapping[str, Any], _given: Mapping[str, str]) -> None:
    console = kpi_table.wide_console()
    if not answer["kept"]:
        console.print("no data: the city has no duty roster (duty.csv in its folder).")
        return
    table = kpi_table.plain_table("area", "", "on duty", "role", "telephone", "until")
    for one in answer["turns"]:
        texts = (one["area_name"], one["name"], one["role"], one["telephone"])
        table.add_row(one["area"], *map(kpi_table.plain_text, texts), one["until"][:16].replace("T", " "))
    console.print(table)
    for line in answer["refused"]:
        console.print(f"line {line['line']}: {line['why']}", markup=False)


COMMAND = QuestionCommand(
    "duty",
    HELP,
    (AREA, option("at", "When; now without.", "INSTANT"), LANG),
    _draw,
)
