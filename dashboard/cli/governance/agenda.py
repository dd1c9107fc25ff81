"""`yiping agenda`: which cross-boundary cases stand for the weekly meeting, and what was decided about them."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from rich.table import Table

from dashboard.cli.asking.question_command import QuestionCommand
from dashboard.cli.asking.question_options import OF_A_MOMENT, option
from dashboard.cli.numbers import kpi_table
from dashboard.words.numbers import whole

HELP = """Which cross-boundary cases stand for the weekly meeting: since when, why, and what was decided about each.

Without --meeting the next one, as cases stand now; of a meeting that is over its agenda as it was. The day and what
brings a case before it are data; a day off moves the meeting.
Exit codes: 0 answered · 1 cannot be had · 2 wrong parameter · 130 Ctrl-C.

\b
Examples:
  yiping agenda --city mycity
  yiping agenda --meeting 2025-03-13 --area E1 --city mycity --json
"""


def _draw(answer: Mapping[str, Any], _given: Mapping[str, str]) -> None:
    console = kpi_table.wide_console()
    console.print(_head(answer), markup=False)
    if answer["cases"]:
        console.print(_standing(answer))


def _head(answer: Mapping[str, Any]) -> str:
    as_of = answer["as_of"][:16].replace("T", " ")
    said = [f"Meeting of {answer['meeting']['day']}, as of {as_of}."]
    if groups := answer["groups"]:
        counts = ", ".join(f"{whole(n)} {group}" for group, n in groups.items())
        said.append(f"{whole(answer['standing'])} cases stand: {counts}.")
    return " ".join([*said, *filter(None, [answer["told"]])])


def _standing(answer: Mapping[str, Any]) -> Table:
    names = ("case", "group", "filed", "flags", "why", "meetings", "department", "lead", "acts first", "cost", "moved")
    table = kpi_table.plain_table(*names)
    moved = {True: "yes", False: "not since", None: kpi_table.DASH}
    for one in answer["cases"]:
        told = [f"{one['source']}/{one['id']}", one["group"], one["filed_at"][:10], "+".join(one["flags"])]
        told += ["+".join(one["reasons"]), str(len(one["meetings_before"])), one["department"], one["lead"]]
        told += [one["first_to_act"], one["cost"], moved[one["has_moved"]]]
        table.add_row(*(kpi_table.plain_text(text or kpi_table.DASH) for text in told))
    return table


COMMAND = QuestionCommand(
    "agenda",
    HELP,
    (option("meeting", "Of which day; the next without.", "DAY"), *OF_A_MOMENT),
    _draw,
)
