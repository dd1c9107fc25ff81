"""`yiping mode`: everyday or emergency operation of an area, the emergencies before, and the switch."""

from __future__ import annotations

import json
from collections.abc import Iterable, Mapping
from datetime import timedelta
from typing import Annotated, Any

import typer
from rich.table import Table

from dashboard.cli.asking.question_options import Area, AsJson, Known, Language
from dashboard.cli.messages import say
from dashboard.cli.numbers import kpi_table
from dashboard.cli.opened import CityOption, chosen_folder, opened
from dashboard.cli.terminal.output_encoding import print_json
from dashboard.errors import BadParameter
from dashboard.settings import Settings

HELP = """The mode of operation of the city or an area: everyday or emergency, since when, by whom, why; the switch.

What emergency operation changes stands in modes.toml. On screens: /command and /remote; POST /api/v1/mode/acts.
Exit codes: 0 answered or switched · 1 cannot be · 2 wrong parameter · 130 Ctrl-C.

\b
Examples:
  yiping mode --city mycity
  yiping mode emergency --reason "flood warning" --until 2026-11-28T18:00 --city mycity
  yiping mode normal --reason "all clear" --area 410105000000 --yes
"""
To = Annotated[str | None, typer.Argument(metavar="[normal|emergency]", help="Switch to it; without: how it is.")]
Reason = Annotated[str, typer.Option("--reason", help="Why; needed for a switch.")]
Until = Annotated[str, typer.Option("--until", metavar="INSTANT", help="When the emergency is expected to be over.")]
Yes = Annotated[bool, typer.Option("--yes", help="Switch without asking.")]


def register(app: typer.Typer) -> None:
    app.command("mode", help=HELP)(mode)


def mode(  # noqa: PLR0913  # one argument per option
    to: To = None,
    *,
    reason: Reason = "",
    until: Until = "",
    yes: Yes = False,
    area: Area = None,
    known: Known = None,
    lang: Language = None,
    as_json: AsJson = False,
    city: CityOption = None,
) -> None:
    settings = Settings()
    asked = {"area": area, "known": known, "lang": lang}
    given = {name: text for name, text in asked.items() if text}
    if to is not None and not reason.strip():
        raise BadParameter("--reason", "is needed for a switch; write why")
    with opened(settings, chosen_folder(settings, city)) as commands:
        if to is not None:
            present = commands.ask("mode", {"area": area} if area else {})
            if not yes:
                typer.confirm(f"Switch {present['area_name']} to {to}: {reason}?", abort=True, err=True)
            content = {"mode": to, "text": reason, "area": area or "", "until": until}
            commands.switch_mode(json.dumps(content))
            say(f"Switched to {to}.")
        answer = commands.ask("mode", given)
    if as_json:
        print_json(answer)
        return
    console = kpi_table.wide_console()
    console.print(kpi_table.plain_text(f"{answer['area_name']}: {answer['name']}"), soft_wrap=True)
    if answer["emergencies"]:
        console.print(_table(answer["emergencies"]))


def _table(emergencies: Iterable[Mapping[str, Any]]) -> Table:
    table = kpi_table.plain_table("since", "area", "lasted", "by", "why", "until")
    for one in emergencies:
        until = _minute(one["until"]) or (
            f"expected {_minute(one['expected_end'])}" if one["expected_end"] else "goes on"
        )
        lasted = str(timedelta(seconds=round(one["lasted_s"])))
        by = f"{one['by']} ({one['role_name']})"
        cells = (one["area_name"], lasted, by, one["text"], until)
        table.add_row(_minute(one["since"]), *map(kpi_table.plain_text, cells))
    return table


def _minute(moment: str | None) -> str:
    return str(moment)[:16].replace("T", " ") if moment else ""
