"""`yiping loops`: the governance loops, their stages, and how many cases stand in each."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from rich.table import Table

from dashboard.cli.asking.question_command import QuestionCommand
from dashboard.cli.asking.question_options import OF_A_PERIOD, argument, option
from dashboard.cli.numbers import kpi_table
from dashboard.words.numbers import whole

HELP = """The governance loops: how many cases stand in each stage, since when, and how many are past its limit.

All cases up to the moment, unless --from and --to name days. The key of a stage is that of a KPI:
`yiping cases rework.redoing` lists its cases.
Exit codes: 0 answered · 1 cannot be had · 2 wrong parameter · 130 Ctrl-C.

\b
Examples:
  yiping loops --city mycity
  yiping loops cross_boundary --by department --city mycity
  yiping loops rework --as-of 2024-08-20 --where channel=hotline_12345 --json
"""


def _draw(answer: Mapping[str, Any], given: Mapping[str, str]) -> None:
    for one in answer["loops"]:
        _print(one, "zh" if given.get("lang") == "zh-CN" else "en")


def _print(loop: Mapping[str, Any], language: str) -> None:
    console = kpi_table.wide_console()
    population = loop["population"]
    console.print(f"{loop['key']}  {kpi_table.plain_text(loop[language])}", markup=False, style="bold")
    for alarm in loop["alarms"] or ():
        since = str(alarm["since"])[:16].replace("T", " ")
        said = f"  ! {alarm['severity']} since {since}: {kpi_table.plain_text(alarm['name'])}"
        console.print(said, markup=False)
    if not loop["stages"]:
        console.print("  no data: " + " ".join(population["notes"]), markup=False)
        return
    console.print(_stages(loop, language))
    if loop["unknown_stages"]:
        unknown = ", ".join(kpi_table.plain_text(one[language]) for one in loop["unknown_stages"])
        console.print(f"  no data from any source: {unknown}", markup=False)
    if loop["parts"]:
        console.print(_parts(loop))


def _stages(loop: Mapping[str, Any], language: str) -> Table:
    table = kpi_table.plain_table("metric", "stage", figures=("cases", "past limit"))
    table.add_column("oldest")
    for stage in loop["stages"]:
        late = kpi_table.DASH if stage["late"] is None else whole(stage["late"])
        oldest = (stage["oldest"] or kpi_table.DASH)[:16].replace("T", " ")
        table.add_row(stage["metric"], kpi_table.plain_text(stage[language]), whole(stage["n"]), late, oldest)
    table.add_row(loop["key"], "", whole(loop["population"]["n"]), "", "", style="bold")
    return table


def _parts(loop: Mapping[str, Any]) -> Table:
    table = kpi_table.plain_table("code", "name", figures=("left to do", "past limit"))
    for part in loop["parts"]:
        code, name = (kpi_table.plain_text(part[one]) for one in ("code", "name"))
        table.add_row(code, name, whole(part["pending"]), whole(part["late"]))
    return table


COMMAND = QuestionCommand(
    "loops",
    HELP,
    (
        argument("loop", "Key of a loop; all without.", "LOOP"),
        option("by", "Who holds them: department, channel, category, category3 or status.", "PART"),
        *OF_A_PERIOD,
    ),
    _draw,
)
