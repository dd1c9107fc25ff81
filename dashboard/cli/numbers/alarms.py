"""`yiping alarms`: the alarms of a city, and what its rules would have raised on days that are over."""

from collections.abc import Mapping
from typing import Annotated, Any

import typer
from rich.table import Table

from dashboard.cli.numbers import kpi_table
from dashboard.cli.numbers.kpi import Area, AsJson
from dashboard.cli.opened import CityOption, chosen_folder, opened
from dashboard.cli.terminal.output_encoding import print_json
from dashboard.cli.terminal.progress import progress_bar
from dashboard.settings import Settings
from dashboard.words.numbers import decimal

HELP = """The alarms of a city, open ones first; or what its rules would have raised on past days.

A test judges every rule once an hour, each time as of that hour: what was reported later does not
count. Of devices, of which only the newest reports are kept, nothing is known of a past moment.
Exit codes: 0 answered · 1 cannot be had · 2 wrong parameter · 130 Ctrl-C.

\b
Examples:
  yiping alarms --city mycity
  yiping alarms --standing new,assigned --area 410105000000 --json
  yiping alarms --test 2026-11-20..2026-11-26
"""


def register(app: typer.Typer) -> None:
    app.command("alarms", help=HELP)(alarms)


def alarms(  # noqa: PLR0913  # one argument per option
    *,
    standing: Annotated[
        str | None,
        typer.Option(
            "--standing",
            metavar="WORDS",
            help="new, acknowledged, assigned, snoozed, closed, over, by commas, or all; without it those in hand.",
        ),
    ] = None,
    rule: Annotated[str | None, typer.Option("--rule", metavar="KEY", help="Alarms of this rule only.")] = None,
    area: Area = None,
    test: Annotated[str | None, typer.Option("--test", metavar="DAY..DAY", help="Try the rules on these days.")] = None,
    lang: Annotated[str | None, typer.Option("--lang", metavar="LANGUAGE", help="Of names: zh-CN or en.")] = None,
    as_json: AsJson = False,
    city: CityOption = None,
) -> None:
    settings = Settings()
    options = {"standing": standing, "rule": rule, "area": area, "days": test, "lang": lang}
    given = {name: text for name, text in options.items() if text}
    with opened(settings, chosen_folder(settings, city)) as commands:
        if test is None:
            answer = commands.alarms(given)
        else:
            with progress_bar(test) as move:
                answer = commands.test_alarms({name: given[name] for name in ("days", "lang") if name in given}, move)
    if as_json:
        print_json(answer)
        return
    kpi_table.wide_console().print(_listed(answer) if test is None else _tested(answer))


def _listed(answer: Mapping[str, Any]) -> Table:
    table = Table("severity", "alarm", "place", "about", box=None, header_style="bold", padding=(0, 2, 0, 0))
    table.add_column("value", justify="right")
    for name in ("limit", "since", "standing"):
        table.add_column(name)
    for one in answer["alarms"]:
        named = (kpi_table.plain_text(one[name]) for name in ("rule_name", "area_name", "subject_name"))
        value = kpi_table.figure(one["value"], one["unit"])
        since = str(one["raised_at"])[:16].replace("T", " ")
        table.add_row(one["severity"], *named, value, kpi_table.plain_text(one["limit"]), since, one["standing"])
    return table


def _tested(answer: Mapping[str, Any]) -> Table:
    table = Table("rule", "name", box=None, header_style="bold", padding=(0, 2, 0, 0))
    for name in ("fired", "cleared", "median", "about", "cases", "unknown"):
        table.add_column(name, justify="right")
    for one in answer["rules"]:
        length = one["median_minutes"]
        lasted = kpi_table.DASH if length is None else f"{decimal(length / 60, 1)} h"
        figures = (one["fired"], one["cleared"], lasted, one["subjects"], one["cases"])
        unknown = f"{one['unknown']} / {one['judged']}"
        table.add_row(one["rule"], kpi_table.plain_text(one["name"]), *map(str, figures), unknown)
    return table
