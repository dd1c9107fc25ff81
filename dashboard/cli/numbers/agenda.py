"""`yiping agenda`: which cross-boundary cases stand for the weekly meeting, and what was decided about them."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Annotated, Any

import typer
from rich.table import Table

from dashboard.cli.numbers import kpi_table
from dashboard.cli.numbers.findings import Language
from dashboard.cli.numbers.kpi import Area, AsJson, AsOf, RecordedAsOf, Where, asked, conditions
from dashboard.cli.opened import CityOption, chosen_folder, opened
from dashboard.cli.terminal.output_encoding import print_json
from dashboard.settings import Settings
from dashboard.words.numbers import whole

HELP = """Which cross-boundary cases stand for the weekly meeting: since when, why, and what was decided about each.

Without --meeting the next one, as cases stand now; of a meeting that is over its agenda as it was. The day and what
brings a case before it are data; a day off moves the meeting.
Exit codes: 0 answered · 1 cannot be had · 2 wrong parameter · 130 Ctrl-C.

\b
Examples:
  yiping agenda --city mycity
  yiping agenda --meeting 2025-03-13 --area E1 --city mycity --json
"""
MeetingDay = Annotated[str | None, typer.Option("--meeting", metavar="DAY", help="Of which day; the next without.")]


def register(app: typer.Typer) -> None:
    app.command("agenda", help=HELP)(agenda)


def agenda(  # noqa: PLR0913  # one argument per option
    *,
    meeting: MeetingDay = None,
    area: Area = None,
    as_of: AsOf = None,
    recorded_as_of: RecordedAsOf = None,
    where: Where = None,
    lang: Language = None,
    as_json: AsJson = False,
    city: CityOption = None,
) -> None:
    given = asked(None, area, None, None, as_of, recorded_as_of, None, None, conditions(where))
    given |= {name: text for name, text in {"meeting": meeting, "lang": lang}.items() if text}
    settings = Settings()
    with opened(settings, chosen_folder(settings, city)) as commands:
        answer = commands.agenda(given)
    if as_json:
        print_json(answer)
        return
    console = kpi_table.wide_console()
    console.print(_head(answer), markup=False)
    if answer["cases"]:
        console.print(_table(answer))


def _head(answer: Mapping[str, Any]) -> str:
    as_of = answer["as_of"][:16].replace("T", " ")
    said = [f"Meeting of {answer['meeting']['day']}, as of {as_of}."]
    if groups := answer["groups"]:
        counts = ", ".join(f"{whole(n)} {group}" for group, n in groups.items())
        said.append(f"{whole(answer['standing'])} cases stand: {counts}.")
    return " ".join([*said, *filter(None, [answer["told"]])])


def _table(answer: Mapping[str, Any]) -> Table:
    names = ("case", "group", "filed", "flags", "why", "meetings", "department", "lead", "acts first", "cost", "moved")
    table = Table(*names, box=None, header_style="bold", padding=(0, 2, 0, 0))
    moved = {True: "yes", False: "not since", None: kpi_table.DASH}
    for one in answer["cases"]:
        told = [f"{one['source']}/{one['id']}", one["group"], one["filed_at"][:10], "+".join(one["flags"])]
        told += ["+".join(one["reasons"]), str(len(one["meetings_before"])), one["department"], one["lead"]]
        told += [one["first_to_act"], one["cost"], moved[one["has_moved"]]]
        table.add_row(*(kpi_table.plain_text(text or kpi_table.DASH) for text in told))
    return table
