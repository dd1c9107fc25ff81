"""`yiping roll-calls`: the roll-calls of the centres, and who has answered one."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Annotated, Any

import typer
from rich.table import Table

from dashboard.cli.numbers import kpi_table
from dashboard.cli.numbers.findings import Language
from dashboard.cli.numbers.kpi import Area, AsJson
from dashboard.cli.opened import CityOption, chosen_folder, opened
from dashboard.cli.terminal.output_encoding import print_json
from dashboard.settings import Settings
from dashboard.words.numbers import decimal

HELP = """Roll-calls of the centres: how many of how many have answered and how soon; named by its key, who has not.

Centres are called and answer on /command, or by POST /api/v1/roll-calls/acts.
Exit codes: 0 answered · 1 cannot be had · 2 wrong parameter · 130 Ctrl-C.

\b
Examples:
  yiping roll-calls --city mycity
  yiping roll-calls 3f9a2c17b0d4e856 --city mycity
  yiping roll-calls --area 410105000000 --known 2026-11-27 --json
"""
Call = Annotated[str | None, typer.Argument(metavar="[CALL]", help="Key of a call; all without.")]
Known = Annotated[str | None, typer.Option("--known", metavar="INSTANT", help="What was known by then.")]
Limit = Annotated[str | None, typer.Option("--limit", metavar="N", help="Calls at most; 50 without.")]


def register(app: typer.Typer) -> None:
    app.command("roll-calls", help=HELP)(roll_calls)


def roll_calls(  # noqa: PLR0913  # one argument per option
    call: Call = None,
    *,
    area: Area = None,
    known: Known = None,
    limit: Limit = None,
    lang: Language = None,
    as_json: AsJson = False,
    city: CityOption = None,
) -> None:
    options = {"call": call, "area": area, "known": known, "limit": limit, "lang": lang}
    given = {name: text for name, text in options.items() if text}
    settings = Settings()
    with opened(settings, chosen_folder(settings, city)) as commands:
        answer = commands.roll_calls(given)
    if as_json:
        print_json(answer)
        return
    console = kpi_table.wide_console()
    console.print(_calls(answer["calls"]))
    for one in answer["calls"] if call else ():
        console.print(_missing(one))


def _calls(calls: list[Mapping[str, Any]]) -> Table:
    table = _table("called", "key", "area", "level", figures=("answered", "in time", "minutes", "P50 s", "P95 s"))
    table.add_column("")
    for call in calls:
        for level in call["levels"]:
            reached = (f"{level[name]}/{level['called']}" for name in ("answered", "in_time"))
            seconds = (
                kpi_table.DASH if level[name] is None else decimal(level[name], 1) for name in ("p50_s", "p95_s")
            )
            texts = map(kpi_table.plain_text, (call["area_name"], level["name"]))
            minute = str(call["called_at"])[:16].replace("T", " ")
            said = kpi_table.plain_text(call["text"])
            table.add_row(minute, call["key"], *texts, *reached, str(level["minutes"]), *seconds, said)
    return table


def _missing(call: Mapping[str, Any]) -> Table:
    table = _table("missing", "", "level", figures=())
    for one in call["centres"]:
        if one["answered_at"] is None:
            table.add_row(one["area"], kpi_table.plain_text(one["path"]), one["level"])
    return table


def _table(*names: str, figures: tuple[str, ...]) -> Table:
    table = Table(*names, box=None, header_style="bold", padding=(0, 2, 0, 0))
    for name in figures:
        table.add_column(name, justify="right")
    return table
