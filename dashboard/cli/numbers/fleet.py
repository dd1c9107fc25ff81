"""`yiping nearest`, `yiping workload` and `yiping partners`: who is near a point or case, how many open cases each
worker has, and who is joined to the platform."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Annotated, Any

import typer
from rich.table import Table

from dashboard.cli.numbers import kpi_table
from dashboard.cli.numbers.findings import Language
from dashboard.cli.numbers.kpi import Area, AsJson, AsOf
from dashboard.cli.opened import CityOption, chosen_folder, opened
from dashboard.cli.terminal.output_encoding import print_json
from dashboard.settings import Settings
from dashboard.words.numbers import decimal, whole

HELP_NEAREST = """Units or devices nearest to a point (degrees WGS-84) or a case, with distance and age of the position.

Of units those on duty and heard of. A kind is units, devices, or one of theirs, such as grid_worker or camera.
Exit codes: 0 answered · 1 cannot be had · 2 wrong parameter · 130 Ctrl-C.

\b
Examples:
  yiping nearest --lat 34.75 --lng 113.65 --city mycity
  yiping nearest --lat 34.75 --lng 113.65 --kind camera --within 500 --city mycity
  yiping nearest 12345/20240608001 --kind repair_crew --city mycity --json
"""
HELP_WORKLOAD = """Open cases for each worker on duty, of an area and of those right below it.

Where nobody is on duty, or no report says who is, that is said instead of a number.
Exit codes: 0 answered · 1 cannot be had · 2 wrong parameter · 130 Ctrl-C.

\b
Examples:
  yiping workload --city mycity
  yiping workload --area 410105000000 --kind inspector --city mycity --json
"""
HELP_PARTNERS = """Who is joined to the platform as of a moment (partners.csv in the city's folder), and the lines.

The file has the columns partner, kind (department, special_grid, system) and name, and may have contact, telephone,
joined, left (the first day on which it no longer is) and note; a partner that came back has two rows.
Lines that do not count are named with the reason. Of earlier moments the states of lines are not stored.
Exit codes: 0 answered · 1 cannot be had · 2 wrong parameter · 130 Ctrl-C.

\b
Examples:
  yiping partners --city mycity
  yiping partners --as-of 2025-03-01 --city mycity --json
"""
Case = Annotated[str | None, typer.Argument(metavar="[SOURCE/NUMBER]", help="A case instead of a point.")]
Lat = Annotated[str | None, typer.Option("--lat", metavar="DEGREES", help="Latitude, WGS-84.")]
Lng = Annotated[str | None, typer.Option("--lng", metavar="DEGREES", help="Longitude, WGS-84.")]
Kind = Annotated[str | None, typer.Option("--kind", metavar="KIND", help="Of what.")]
Within = Annotated[str | None, typer.Option("--within", metavar="M", help="Metres at most.")]
Limit = Annotated[str | None, typer.Option("--limit", metavar="N", help="Rows at most; 10 without.")]
DUTY = {"nobody": "nobody on duty", "not_stated": "no data: duty not stated", "no_units": "no data: none reported"}


def register(app: typer.Typer) -> None:
    app.command("nearest", help=HELP_NEAREST)(nearest)
    app.command("workload", help=HELP_WORKLOAD)(workload)
    app.command("partners", help=HELP_PARTNERS)(partners)


def nearest(  # noqa: PLR0913  # one argument per option
    case: Case = None,
    *,
    lat: Lat = None,
    lng: Lng = None,
    kind: Kind = None,
    within: Within = None,
    limit: Limit = None,
    lang: Language = None,
    as_json: AsJson = False,
    city: CityOption = None,
) -> None:
    source, _, number = (case or "").partition("/")
    options = {"lat": lat, "lng": lng, "source": source, "id": number, "kind": kind, "within_m": within}
    given = {name: text for name, text in (options | {"limit": limit, "lang": lang}).items() if text}
    settings = Settings()
    with opened(settings, chosen_folder(settings, city)) as commands:
        answer = commands.nearest(given)
    if as_json:
        print_json(answer)
        return
    console = kpi_table.wide_console()
    if answer["status"] == "no_data":
        console.print("no data: " + " ".join(answer["notes"]), markup=False)
        return
    table = _table(("name", "kind", "state"), ("metres", "seen s ago"))
    for one in answer["found"]:
        age = kpi_table.DASH if one["age_s"] is None else whole(one["age_s"])
        texts = map(kpi_table.plain_text, (one["name"], one["kind_name"], one["state_name"]))
        table.add_row(*texts, whole(one["metres"]), age)
    console.print(table)
    if not answer["found"]:
        console.print(f"None within {whole(answer['within_m'])} m.")


def workload(  # noqa: PLR0913  # one argument per option
    *,
    area: Area = None,
    kind: Kind = None,
    as_of: AsOf = None,
    lang: Language = None,
    as_json: AsJson = False,
    city: CityOption = None,
) -> None:
    given = {name: text for name, text in {"area": area, "kind": kind, "as_of": as_of, "lang": lang}.items() if text}
    settings = Settings()
    with opened(settings, chosen_folder(settings, city)) as commands:
        answer = commands.workload(given)
    if as_json:
        print_json(answer)
        return
    console = kpi_table.wide_console()
    table = _table(("area", ""), ("open", "overdue", "reported", "on duty", "heard of", "open for each"))
    table.add_column("")
    for one in (answer["whole"], *answer["rows"]):
        table.add_row(*_row(one))
    console.print(table)
    for note in answer["notes"]:
        console.print(f"note: {note}", markup=False)


def partners(*, as_of: AsOf = None, lang: Language = None, as_json: AsJson = False, city: CityOption = None) -> None:
    given = {name: text for name, text in {"as_of": as_of, "lang": lang}.items() if text}
    settings = Settings()
    with opened(settings, chosen_folder(settings, city)) as commands:
        answer = commands.partners(given)
    if as_json:
        print_json(answer)
        return
    console = kpi_table.wide_console()
    names = ("partner", "kind", "name", "membership", "joined", "left", "contact", "telephone", "link")
    table = _table(names, ("behind s",))
    never = set(answer["never_reported"])
    for one in answer["partners"]:
        link = "never reported" if one["partner"] in never else one["link"] or kpi_table.DASH
        texts = [one[name] or kpi_table.DASH for name in names[:-1]]
        lag = kpi_table.DASH if one["lag_s"] is None else decimal(one["lag_s"], 1)
        table.add_row(*map(kpi_table.plain_text, (*texts, link)), lag)
    console.print(table)
    if answer["unexpected"]:
        told = ", ".join(answer["unexpected"])
        console.print(f"They report, but are not joined by the register: {told}", markup=False)
    for note in answer["notes"]:
        console.print(f"note: {note}", markup=False)
    for line in answer["refused"]:
        console.print(f"line {line['line']}: {line['why']}", markup=False)


def _row(one: Mapping[str, Any]) -> list[str]:
    counts = (
        kpi_table.DASH if one[name] is None else whole(one[name])
        for name in ("open", "overdue", "units", "on_duty", "heard")
    )
    load = kpi_table.DASH if one["load"] is None else decimal(one["load"], 1)
    said = DUTY.get(one["duty"], f"few on duty (n = {one['on_duty']})" if one["few"] else "")
    code = "" if str(one["code"]).startswith("_") else str(one["code"])
    return [code, kpi_table.plain_text(one["name"]), *counts, load, said]


def _table(names: tuple[str, ...], figures: tuple[str, ...]) -> Table:
    table = Table(*names, box=None, header_style="bold", padding=(0, 2, 0, 0))
    for name in figures:
        table.add_column(name, justify="right")
    return table
