"""`yiping lines`: the lines of business of a city."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from rich.table import Table

from dashboard.cli.asking.question_command import QuestionCommand
from dashboard.cli.asking.question_options import AREA, AS_OF, FROM, LANG, RECORDED_AS_OF, TO, argument
from dashboard.cli.numbers import kpi_table
from dashboard.words.numbers import whole

HELP = """The lines of business of a city ([lines_of_business.KEY] in its city.toml), with season and their own cases.

Reported are those of the last 30 days, unless --from and --to name days; open and overdue are those of the moment.
Exit codes: 0 answered · 1 cannot be had · 2 wrong parameter · 130 Ctrl-C.

\b
Examples:
  yiping lines --city mycity
  yiping lines heating --area 410105000000 --from 2026-11-15 --to 2026-11-28 --city mycity --json
"""


def _draw(answer: Mapping[str, Any], given: Mapping[str, str]) -> None:
    kpi_table.wide_console().print(_lines(answer["lines"], "zh" if given.get("lang") == "zh-CN" else "en"))


def _lines(found: list[Mapping[str, Any]], language: str) -> Table:
    table = kpi_table.plain_table("key", "line", "season", "now", figures=("reported", "open", "overdue"))
    for one in found:
        season = " … ".join(one["season"]) if one["season"] else "always"
        figures = (_number(answer) for answer in one["figures"].values())
        name = kpi_table.plain_text(one[language])
        table.add_row(one["key"], name, season, "in season" if one["in_season"] else "", *figures)
    return table


def _number(answer: Mapping[str, Any]) -> str:
    value = answer["value"]
    return kpi_table.DASH if answer["status"] == "no_data" or value is None else whole(int(value))


COMMAND = QuestionCommand(
    "lines",
    HELP,
    (argument("line", "Key of a line; all without.", "LINE"), AREA, FROM, TO, AS_OF, RECORDED_AS_OF, LANG),
    _draw,
)
