"""`yiping duty`: who is on duty at the centres."""

from __future__ import annotations

from typing import Annotated

import typer
from rich.table import Table

from dashboard.cli.numbers import kpi_table
from dashboard.cli.numbers.findings import Language
from dashboard.cli.numbers.kpi import Area, AsJson
from dashboard.cli.opened import CityOption, chosen_folder, opened
from dashboard.cli.terminal.output_encoding import print_json
from dashboard.settings import Settings

HELP = """Who is on duty at the centres of an area, by the roster of the city (duty.csv in its folder).

The file has the columns area, from, until, name, and may have role and telephone; times are of the city's zone.
Lines that do not count are named with the reason.
Exit codes: 0 answered · 1 cannot be had · 2 wrong parameter · 130 Ctrl-C.

\b
Examples:
  yiping duty --city mycity
  yiping duty --area 410105000000 --at 2026-11-28T22:00 --city mycity --json
"""
At = Annotated[str | None, typer.Option("--at", metavar="INSTANT", help="When; now without.")]


def register(app: typer.Typer) -> None:
    app.command("duty", help=HELP)(duty)


def duty(
    *, area: Area = None, at: At = None, lang: Language = None, as_json: AsJson = False, city: CityOption = None
) -> None:
    given = {name: text for name, text in {"area": area, "at": at, "lang": lang}.items() if text}
    settings = Settings()
    with opened(settings, chosen_folder(settings, city)) as commands:
        answer = commands.duty(given)
    if as_json:
        print_json(answer)
        return
    console = kpi_table.wide_console()
    if not answer["kept"]:
        console.print("no data: the city has no duty roster (duty.csv in its folder).")
        return
    table = Table(
        "area", "", "on duty", "role", "telephone", "until", box=None, header_style="bold", padding=(0, 2, 0, 0)
    )
    for one in answer["turns"]:
        texts = (one["area_name"], one["name"], one["role"], one["telephone"])
        table.add_row(one["area"], *map(kpi_table.plain_text, texts), one["until"][:16].replace("T", " "))
    console.print(table)
    for line in answer["refused"]:
        console.print(f"line {line['line']}: {line['why']}", markup=False)
