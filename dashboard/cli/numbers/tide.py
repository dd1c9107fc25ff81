"""`yiping tide`: the hours of the week before and after a measure."""

from collections.abc import Mapping
from typing import Annotated, Any

import typer
from rich.table import Table

from dashboard.cli.numbers import kpi_table
from dashboard.cli.numbers.findings import Key, Language
from dashboard.cli.numbers.kpi import Area, AsJson, AsOf, Denominator, RecordedAsOf, Where, asked, conditions
from dashboard.cli.opened import CityOption, chosen_folder, opened
from dashboard.cli.terminal.output_encoding import print_json
from dashboard.settings import Settings
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


def register(app: typer.Typer) -> None:
    app.command("tide", help=TIDE_HELP)(tide)


def tide(  # noqa: PLR0913  # one argument per option
    key: Key,
    *,
    on: Annotated[str, typer.Option("--on", metavar="DAY", help="The day from which the measure holds.")],
    area: Area = None,
    days: Annotated[int | None, typer.Option("--days", help="Days before and after at most; 84 without.")] = None,
    as_of: AsOf = None,
    recorded_as_of: RecordedAsOf = None,
    denominator: Denominator = None,
    where: Where = None,
    lang: Language = None,
    as_json: AsJson = False,
    city: CityOption = None,
) -> None:
    given = asked(key, area, None, None, as_of, recorded_as_of, None, denominator, conditions(where))
    given |= {name: text for name, text in {"on": on, "days": str(days) if days else "", "lang": lang}.items() if text}
    settings = Settings()
    with opened(settings, chosen_folder(settings, city)) as commands:
        answer = commands.tide(given)
    if as_json:
        print_json(answer)
        return
    for sentence in answer["said"]:
        kpi_table.wide_console().print(sentence, markup=False)
    if answer["cells"]:
        kpi_table.wide_console().print(_hours(answer))


def _hours(answer: Mapping[str, Any]) -> Table:
    table = Table("hour", box=None, header_style="bold", padding=(0, 2, 0, 0))
    for name in ("n before", "n after", "before", "after", ""):
        table.add_column(name, justify="right")
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
