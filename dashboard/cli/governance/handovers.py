"""`yiping handovers`: the cases of a loop that wait to be handed over."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from dashboard.cli.asking.question_command import QuestionCommand
from dashboard.cli.asking.question_options import OF_A_PERIOD, argument, limit
from dashboard.cli.numbers import kpi_table
from dashboard.words.numbers import whole

HELP = """Cases that meet a rule of supervision and were neither handed over nor refuted: which rules, since when, and
from when on each is handed over by itself.

All cases up to the moment, unless --from and --to name days. `yiping act supervision SOURCE/NUMBER handover --unit UNIT
--state handed_over` hands one over, `case_mark --state refuted` keeps it from being so.
Exit codes: 0 answered · 1 cannot be had · 2 wrong parameter · 130 Ctrl-C.

\b
Examples:
  yiping handovers --city mycity
  yiping handovers supervision --area E1 --limit 200 --city mycity --json
"""


def _draw(answer: Mapping[str, Any], _given: Mapping[str, str]) -> None:
    console = kpi_table.wide_console()
    if answer["whole"]["status"] == "no_data":
        console.print("no data: " + " ".join(answer["whole"]["notes"]), markup=False)
        return
    table = kpi_table.plain_table("case", "title", "area", "department", "rules, since when", "by itself from")
    for one in answer["cases"]:
        texts = (f"{one['source']}/{one['id']}", one["title"], one["area"], one["department"])
        rules = " · ".join(f"{rule['name']} {_minute(rule['hit_at'])}" for rule in one["rules"])
        from_when = _minute(one["hands_over_at"]) if one["hands_over_at"] else "by hand only"
        table.add_row(*map(kpi_table.plain_text, (*texts, rules)), from_when)
    console.print(table)
    console.print(
        f"{whole(answer['in_all'])} of {whole(answer['whole']['n'])} cases of {answer['loop']} wait to be handed over.",
        markup=False,
    )


def _minute(moment: str | None) -> str:
    return moment[:16].replace("T", " ") if moment else kpi_table.DASH


COMMAND = QuestionCommand(
    "handovers",
    HELP,
    (
        argument("loop", "Key of a loop; supervision without.", "LOOP"),
        limit("Cases at most; 50 without, 500 at most."),
        *OF_A_PERIOD,
    ),
    _draw,
)
