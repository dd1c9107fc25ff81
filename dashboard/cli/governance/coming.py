"""`yiping coming`: the kinds that come next by season, from the same weeks of former years."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from rich.table import Table

from dashboard.cli.asking.question_command import QuestionCommand
from dashboard.cli.asking.question_options import OF_A_MOMENT
from dashboard.cli.numbers import kpi_table
from dashboard.words.numbers import decimal, whole

HELP = """What will come in the next four weeks: kinds that rose in the same weeks of former years.

The days to come beside those just before them, in every former year of which there are data, by more than chance over
all kinds together. With less than a year of data it says so. A kind is a category of the third level.
Exit codes: 0 answered · 1 cannot be had · 2 wrong parameter · 130 Ctrl-C.

\b
Examples:
  yiping coming --city mycity
  yiping coming --area E1 --as-of 2025-11-10 --city mycity --json
"""


def _draw(answer: Mapping[str, Any], _given: Mapping[str, str]) -> None:
    console = kpi_table.wide_console()
    console.print(f"{answer['from']} to {answer['to']}: {answer['told']}", markup=False)
    if answer["kinds"]:
        console.print(_kinds(answer))


def _kinds(answer: Mapping[str, Any]) -> Table:
    table = kpi_table.plain_table("kind", figures=("before", "after", "times", "95 %", "now", "expected", "interval"))
    for one in answer["kinds"]:
        rise = kpi_table.DASH if one["rise"] is None else decimal(one["rise"], 2)
        bounds = f"{decimal(one['low'], 2)}–{'' if one['high'] is None else decimal(one['high'], 2)}"
        expected = kpi_table.DASH if one["expected"] is None else whole(round(one["expected"]))
        interval = kpi_table.DASH
        if one["expected"] is not None:
            interval = f"{whole(round(one['expected_low']))}–{whole(round(one['expected_high']))}"
        counts = [whole(one[name]) for name in ("before", "after")]
        table.add_row(kpi_table.plain_text(one["name"]), *counts, rise, bounds, whole(one["now"]), expected, interval)
    return table


COMMAND = QuestionCommand("coming", HELP, OF_A_MOMENT, _draw)
