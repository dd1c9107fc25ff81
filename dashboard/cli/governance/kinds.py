"""`yiping kinds`: the kinds of cases that recur, and the checklist of cures of one."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from rich.table import Table

from dashboard.cli.asking.question_command import QuestionCommand
from dashboard.cli.asking.question_options import AREA, AS_OF, KNOWN, LANG, argument
from dashboard.cli.numbers import kpi_table
from dashboard.words.numbers import whole

HELP = """Kinds of cases that recur, as people confirmed and named them: how many cases, how many came after a closing,
and how the pieces of their checklists of cures stand; of one kind every item, with the cases reported after its cure.

Kinds are confirmed and cures entered on /kinds, or by POST /api/v1/recurring-kinds/acts and /cures.
Exit codes: 0 answered · 1 cannot be had · 2 wrong parameter · 130 Ctrl-C.

\b
Examples:
  yiping kinds --city mycity
  yiping kinds 3f1c0a7be2d94c11a0b5e6d7 --city mycity
  yiping kinds --as-of 2024-08-31 --json
"""


def _draw(answer: Mapping[str, Any], given: Mapping[str, str]) -> None:
    found, console = answer["kinds"], kpi_table.wide_console()
    console.print(_kinds(found))
    if "kind" in given:
        console.print(_checklist(found[0]["checklist"]))


def _kinds(found: list[Mapping[str, Any]]) -> Table:
    table = kpi_table.plain_table("kind", "", "area", figures=("cases", "open", "again", "items", "came back"))
    table.add_column("cures")
    for one in found:
        figures = [_figure(one[name]) for name in ("cases", "open", "again", "items", "came_back")]
        table.add_row(one["kind"], kpi_table.plain_text(one["name"]), one["area"], *figures, _cures(one["cures"]))
    return table


def _cures(cures: list[Mapping[str, Any]]) -> str:
    """As `crossing 22/22 · device 0/383 (383 await hand-over)`."""
    said = []
    for one in cures:
        awaits = f" ({whole(one['awaits_handover'])} await hand-over)" if one["awaits_handover"] else ""
        said.append(f"{one['sort']} {whole(one['done'])}/{whole(one['pieces'])}{awaits}")
    return " · ".join(said)


def _checklist(items: list[Mapping[str, Any]]) -> Table:
    table = kpi_table.plain_table(
        "item", "sort", "state", "since", "who", figures=("pieces", "cases", "after the cure")
    )
    for one in items:
        last = one["steps"][-1]
        figures = [_figure(one[name]) for name in ("n", "cases", "after_cure")]
        who = kpi_table.plain_text(last["who"])
        table.add_row(kpi_table.plain_text(one["name"]), one["sort"], one["state"], last["on"], who, *figures)
    return table


def _figure(value: int | None) -> str:
    return kpi_table.DASH if value is None else whole(value)


COMMAND = QuestionCommand(
    "recurring_kinds",
    HELP,
    (argument("kind", "Key of a kind; all without.", "KIND"), AREA, AS_OF, KNOWN, LANG),
    _draw,
    name="kinds",
)
