"""`yiping spots`: where the same comes back, and the cases of one such spot."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Annotated, Any

import typer
from rich.table import Table

from dashboard.cli.numbers import kpi_table
from dashboard.cli.numbers.findings import Language
from dashboard.cli.numbers.kpi import Area, AsJson, AsOf, From, RecordedAsOf, To, Where, asked, conditions
from dashboard.cli.opened import CityOption, chosen_folder, opened
from dashboard.cli.terminal.output_encoding import print_json
from dashboard.settings import Settings
from dashboard.words.numbers import decimal, whole

HELP = """Spots where the same comes back: cases of one category, each near another of the spot in place and time.

By the whole history up to the moment, unless --from and --to name days. Named by source/number of a case, the cases
of the one spot in which it lies.
Exit codes: 0 answered · 1 cannot be had · 2 wrong parameter · 130 Ctrl-C.

\b
Examples:
  yiping spots --city mycity
  yiping spots --days 90 --metres 20 --least 5 --sort most --area E1 --city mycity
  yiping spots 12345/20240608001 --days 90 --metres 20 --city mycity --json
"""
Case = Annotated[str | None, typer.Argument(metavar="[SOURCE/NUMBER]", help="Only the spot of this case.")]
Days = Annotated[str | None, typer.Option("--days", metavar="N", help="Days between two reports at most; 60 without.")]
Metres = Annotated[str | None, typer.Option("--metres", metavar="M", help="Metres between them at most; 30 without.")]
Least = Annotated[str | None, typer.Option("--least", metavar="K", help="Cases of a spot at least; 3 without.")]
Sort = Annotated[
    str | None, typer.Option("--sort", metavar="ORDER", help="longest (without it), most, open or newest first.")
]
Limit = Annotated[str | None, typer.Option("--limit", metavar="N", help="Rows at most; 50 without, of spots 200.")]


def register(app: typer.Typer) -> None:
    app.command("spots", help=HELP)(spots)


def spots(  # noqa: PLR0913  # one argument per option
    case: Case = None,
    *,
    days: Days = None,
    metres: Metres = None,
    least: Least = None,
    sort: Sort = None,
    limit: Limit = None,
    area: Area = None,
    start: From = None,
    end: To = None,
    as_of: AsOf = None,
    recorded_as_of: RecordedAsOf = None,
    where: Where = None,
    lang: Language = None,
    as_json: AsJson = False,
    city: CityOption = None,
) -> None:
    given = asked(None, area, start, end, as_of, recorded_as_of, None, None, conditions(where))
    source, _, number = (case or "").partition("/")
    own = {"days": days, "metres": metres, "least": least, "sort": sort, "limit": limit, "lang": lang}
    given |= {name: text for name, text in {**own, "source": source, "id": number}.items() if text}
    settings = Settings()
    with opened(settings, chosen_folder(settings, city)) as commands:
        answer = commands.spots(given)
    if as_json:
        print_json(answer)
    elif case:
        _print_cases(answer["cases"])
    else:
        _print(answer)


def _print(answer: Mapping[str, Any]) -> None:
    console, rule = kpi_table.wide_console(), answer["rule"]
    if answer["whole"]["status"] == "no_data":
        console.print("no data: " + " ".join(answer["whole"]["notes"]), markup=False)
        return
    texts_told, figures_told = ("first case", "category", "area"), ("cases", "open", "again", "days")
    table = _table(texts_told, figures_told, ("first", "last", "department"))
    for spot in answer["spots"]:
        figures = [whole(spot[name]) for name in ("n", "open", "again")]
        times = [spot[name][:10] for name in ("first_at", "last_at")]
        texts = [f"{spot['source']}/{spot['id']}", spot["category"], spot["area"]]
        department = spot["departments"][0]["name"] if spot["departments"] else kpi_table.DASH
        row = [*map(kpi_table.plain_text, texts), *figures, decimal(spot["span_days"], 1), *times]
        table.add_row(*row, kpi_table.plain_text(department))
    console.print(table)
    all_spots, all_cases, still_open, compared, others = (
        whole(answer[name]) for name in ("spots_in_all", "cases_in_all", "open_in_all", "compared", "not_compared")
    )
    console.print(
        f"{all_spots} spots with {all_cases} cases, {still_open} of them open, among {compared} cases: each within "
        f"{rule['days']} days and {rule['metres']} m of another, at least {rule['least']} of them; {others} cases "
        "without category or trusted point.",
        markup=False,
    )


def _print_cases(cases: Sequence[Mapping[str, Any]]) -> None:
    table = _table(("case", "reported", "closed", "status", "department", "title"), (), ())
    for case in cases:
        times = [(case[name] or kpi_table.DASH)[:16].replace("T", " ") for name in ("reported_at", "closed_at")]
        texts = [case[name] or kpi_table.DASH for name in ("status", "department", "title")]
        number = kpi_table.plain_text(f"{case['source']}/{case['source_id']}")
        table.add_row(number, *times, *map(kpi_table.plain_text, texts))
    kpi_table.wide_console().print(table)


def _table(names: Sequence[str], figures: Sequence[str], others: Sequence[str]) -> Table:
    table = Table(*names, box=None, header_style="bold", padding=(0, 2, 0, 0))
    for name in figures:
        table.add_column(name, justify="right")
    for name in others:
        table.add_column(name)
    return table
