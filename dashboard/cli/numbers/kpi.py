"""`yiping kpi` and `yiping cases`: a number, and the cases behind it."""

from contextlib import nullcontext
from pathlib import Path
from typing import Annotated

import typer

from dashboard.cli.asking.question_options import (
    Area,
    AsJson,
    AsOf,
    Denominator,
    From,
    RecordedAsOf,
    To,
    Where,
    conditions,
)
from dashboard.cli.messages import say
from dashboard.cli.numbers import kpi_table
from dashboard.cli.opened import CityOption, chosen_folder, opened
from dashboard.cli.terminal.output_encoding import print_json
from dashboard.settings import Settings

By = Annotated[
    str | None,
    typer.Option(
        "--by",
        metavar="PART",
        help="Also its parts: area, day, channel, category, department, hour, weekday, status …",
    ),
]
WithNormal = Annotated[
    bool, typer.Option("--normal", help="Also what is normal by the same weekdays and time of day of the weeks before.")
]
Against = Annotated[
    str | None,
    typer.Option("--against", metavar="WHAT", help="Also an earlier number: previous, weekdays or year."),
]

KPI_HELP = """A number, as of a moment: the very one that the screen shows.

Times without an offset are city time. Exit codes: 0 answered (also when there were no cases) · 1 cannot be had · 2
wrong parameter · 130 Ctrl-C.

\b
Examples:
  yiping kpi --list
  yiping kpi reported --city boston --from 2011-07-01 --to 2011-07-31
  yiping kpi open --city boston --as-of 2011-12-31 --json
  yiping kpi closed_on_time --by area --denominator closed
  yiping kpi returned --where channel=hotline_12345
  yiping kpi handled_daily --from 2026-11-26 --to 2026-11-26 --as-of 2026-11-26T13:00 --normal
  yiping kpi reported --from 2026-02-10 --to 2026-02-23 --against year
  yiping kpi reported --where hour=22 --where hour=23 --where status!=closed
"""
CASES_HELP = """The cases behind a number, as CSV. There are exactly as many rows as the number counts.

Cells that a spreadsheet would take for a formula get an apostrophe in front. Exit codes: 0 written
(also without any row) · 1 cannot be had · 2 wrong parameter · 130 Ctrl-C.

\b
Examples:
  yiping cases open --city boston --as-of 2011-12-31 > open.csv
  yiping cases overdue_open --area 410105000000 --out overdue.csv
"""


def register(app: typer.Typer) -> None:
    app.command("kpi", help=KPI_HELP)(kpi)
    app.command("cases", help=CASES_HELP)(cases)


def kpi(  # noqa: PLR0913  # one argument per option
    key: Annotated[str | None, typer.Argument(metavar="KEY", help="Key of the KPI; --list prints them.")] = None,
    *,
    list_all: Annotated[bool, typer.Option("--list", help="Print the dictionary instead of a number.")] = False,
    area: Area = None,
    start: From = None,
    end: To = None,
    as_of: AsOf = None,
    recorded_as_of: RecordedAsOf = None,
    by: By = None,
    denominator: Denominator = None,
    where: Where = None,
    normal: WithNormal = False,
    against: Against = None,
    as_json: AsJson = False,
    city: CityOption = None,
) -> None:
    settings = Settings()
    if list_all or key is None:
        if not list_all:
            raise typer.BadParameter("name a KPI, or ask for --list", param_hint="KEY")
        kpi_table.print_dictionary(_dictionary(settings, city), as_json)
        return
    given = asked(key, area, start, end, as_of, recorded_as_of, by, denominator, conditions(where))
    if normal:
        given["normal"] = "1"
    if against:
        given["against"] = against
    with opened(settings, chosen_folder(settings, city)) as commands:
        answer = commands.kpi(given)
    if as_json:
        print_json(answer)
    else:
        kpi_table.print_answer(answer)


def cases(  # noqa: PLR0913  # one argument per option
    key: Annotated[str, typer.Argument(metavar="KEY", help="Key of the KPI.")],
    *,
    area: Area = None,
    start: From = None,
    end: To = None,
    as_of: AsOf = None,
    recorded_as_of: RecordedAsOf = None,
    denominator: Denominator = None,
    where: Where = None,
    limit: Annotated[int | None, typer.Option("--limit", min=1, help="At most so many rows.")] = None,
    out: Annotated[Path | None, typer.Option("--out", metavar="FILE", help="Write to a file, not to stdout.")] = None,
    city: CityOption = None,
) -> None:
    settings = Settings()
    given = asked(key, area, start, end, as_of, recorded_as_of, None, denominator, conditions(where))
    if limit is not None:
        given["limit"] = str(limit)
    with opened(settings, chosen_folder(settings, city)) as commands:
        pieces, lines = commands.cases(given), 0
        with nullcontext() if out is None else out.open("w", encoding="utf-8", newline="") as file:
            for piece in pieces:
                lines += piece.count("\n")
                typer.echo(piece, file=file, nl=False)
        answer = commands.kpi({name: text for name, text in given.items() if name != "limit"}) if lines <= 1 else None
    if answer:
        say(kpi_table.why_no_cases(answer))
    if out is not None:
        say(f"Written to {out}.")


def asked(*texts: str | None) -> dict[str, str]:
    """The options as the parameters of the API, in its order; those not given are left out."""
    names = ("key", "area", "from", "to", "as_of", "recorded_as_of", "by", "denominator", "where")
    return {name: text for name, text in zip(names, texts, strict=True) if text is not None}


def _dictionary(settings: Settings, city: str | None) -> list[dict[str, object]]:
    """The dictionary of the city named; without one, the dictionary that comes with the program."""
    if city or settings.city:
        with opened(settings, chosen_folder(settings, city)) as commands:
            return commands.kpis()
    from dataclasses import asdict  # noqa: PLC0415

    from queries.values import Dictionary  # noqa: PLC0415

    return [asdict(metric) for metric in Dictionary.read().values()]
