"""`yiping lines`: the lines of business of a city."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Annotated, Any

import typer
from rich.table import Table

from dashboard.cli.numbers import kpi_table
from dashboard.cli.numbers.findings import Language
from dashboard.cli.numbers.kpi import Area, AsJson, AsOf, From, RecordedAsOf, To
from dashboard.cli.opened import CityOption, chosen_folder, opened
from dashboard.cli.terminal.output_encoding import print_json
from dashboard.settings import Settings
from dashboard.words.numbers import whole

HELP = """The lines of business of a city ([lines_of_business.KEY] in its city.toml), with season and their own cases.

Reported are those of the last 30 days, unless --from and --to name days; open and overdue are those of the moment.
Exit codes: 0 answered · 1 cannot be had · 2 wrong parameter · 130 Ctrl-C.

\b
Examples:
  yiping lines --city mycity
  yiping lines heating --area 410105000000 --from 2026-11-15 --to 2026-11-28 --city mycity --json
"""
Line = Annotated[str | None, typer.Argument(metavar="[LINE]", help="Key of a line; all without.")]


def register(app: typer.Typer) -> None:
    app.command("lines", help=HELP)(lines)


def lines(  # noqa: PLR0913  # one argument per option
    line: Line = None,
    *,
    area: Area = None,
    start: From = None,
    end: To = None,
    as_of: AsOf = None,
    recorded_as_of: RecordedAsOf = None,
    lang: Language = None,
    as_json: AsJson = False,
    city: CityOption = None,
) -> None:
    options = {"line": line, "area": area, "from": start, "to": end, "as_of": as_of, "lang": lang}
    given = {name: text for name, text in (options | {"recorded_as_of": recorded_as_of}).items() if text}
    settings = Settings()
    with opened(settings, chosen_folder(settings, city)) as commands:
        answer = commands.lines(given)
    if as_json:
        print_json(answer)
        return
    kpi_table.wide_console().print(_lines(answer["lines"], "zh" if lang == "zh-CN" else "en"))


def _lines(found: list[Mapping[str, Any]], language: str) -> Table:
    table = Table("key", "line", "season", "now", box=None, header_style="bold", padding=(0, 2, 0, 0))
    for name in ("reported", "open", "overdue"):
        table.add_column(name, justify="right")
    for one in found:
        season = " … ".join(one["season"]) if one["season"] else "always"
        figures = (_number(answer) for answer in one["figures"].values())
        name = kpi_table.plain_text(one[language])
        table.add_row(one["key"], name, season, "in season" if one["in_season"] else "", *figures)
    return table


def _number(answer: Mapping[str, Any]) -> str:
    value = answer["value"]
    return kpi_table.DASH if answer["status"] == "no_data" or value is None else whole(int(value))
