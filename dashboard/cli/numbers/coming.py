"""`yiping coming`: the kinds that come next by season, from the same weeks of former years."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

import typer
from rich.table import Table

from dashboard.cli.numbers import kpi_table
from dashboard.cli.numbers.findings import Language
from dashboard.cli.numbers.kpi import Area, AsJson, AsOf, RecordedAsOf, Where, asked, conditions
from dashboard.cli.opened import CityOption, chosen_folder, opened
from dashboard.cli.terminal.output_encoding import print_json
from dashboard.settings import Settings
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


def register(app: typer.Typer) -> None:
    app.command("coming", help=HELP)(coming)


def coming(  # noqa: PLR0913  # one argument per option
    *,
    area: Area = None,
    as_of: AsOf = None,
    recorded_as_of: RecordedAsOf = None,
    where: Where = None,
    lang: Language = None,
    as_json: AsJson = False,
    city: CityOption = None,
) -> None:
    given = asked(None, area, None, None, as_of, recorded_as_of, None, None, conditions(where))
    given |= {"lang": lang} if lang else {}
    settings = Settings()
    with opened(settings, chosen_folder(settings, city)) as commands:
        answer = commands.coming(given)
    if as_json:
        print_json(answer)
        return
    console = kpi_table.wide_console()
    console.print(f"{answer['from']} to {answer['to']}: {answer['told']}", markup=False)
    if answer["kinds"]:
        console.print(_table(answer))


def _table(answer: Mapping[str, Any]) -> Table:
    table = Table("kind", box=None, header_style="bold", padding=(0, 2, 0, 0))
    for name in ("before", "after", "times", "95 %", "now", "expected", "interval"):
        table.add_column(name, justify="right")
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
