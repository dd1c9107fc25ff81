"""`yiping tide`: the hours of the week before and after a measure."""

from collections.abc import Mapping
from typing import Any

from rich.table import Table

from dashboard.cli.asking.question_command import QuestionCommand
from dashboard.cli.asking.question_options import AREA, AS_OF, DAYS, DENOMINATOR, KEY, LANG, ON, RECORDED_AS_OF, WHERE
from dashboard.cli.numbers import kpi_table
from dashboard.words.moments import hour_code

TIDE_HELP = """The hours of the week before and after a measure, in an area or a special grid.

As many whole weeks before and after the day are counted; the table has the 24 hours of all days, --json also the 168
hours of the week. Cells of few cases are marked *. It claims no cause.
Exit codes: 0 answered · 1 cannot be had · 2 wrong parameter · 130 Ctrl-C.

\b
Examples:
  yiping tide reported --on 2026-10-01 --where special_grid=ZS20
  yiping tide reported --area 410105000000 --on 2026-10-01 --where channel=app --json
"""


def _draw(answer: Mapping[str, Any], _given: Mapping[str, str]) -> None:
    for sentence in answer["said"]:
        kpi_table.wide_console().print(sentence, markup=False)
    if answer["cells"]:
        kpi_table.wide_console().print(_hours(answer))


def _hours(answer: Mapping[str, Any]) -> Table:
    table = kpi_table.plain_table("hour", figures=("n before", "n after", "before", "after", ""))
    is_amount = answer["unit"] in ("case", "case/day")
    shown, unit = ("cases_per_day", "case/day") if is_amount else ("value", answer["unit"])
    for cell in answer["cells"]:
        if cell["weekday"] is not None:
            continue
        sides = (cell["before"], cell["after"])
        counts = (str(side["n"]) for side in sides)
        figures = (kpi_table.figure(side[shown], unit) for side in sides)
        table.add_row(hour_code(cell["hour"]), *counts, *figures, "" if cell["enough"] else "*")
    return table


COMMAND = QuestionCommand(
    "tide",
    TIDE_HELP,
    (KEY, ON, AREA, DAYS, AS_OF, RECORDED_AS_OF, DENOMINATOR, WHERE, LANG),
    _draw,
)
