"""`yiping samples`: the weekly samples of closed cases, and the pass rates of one."""

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
from dashboard.words.numbers import decimal, whole

HELP = """Weekly samples of closed cases: how many were drawn and which verdicts they have; of one week the pass rate of
each unit with its 95 % interval, and every case with --json.

The server draws a sample after the end of each week; verdicts are given on /samples, or by POST /api/v1/loops/acts.
Exit codes: 0 answered · 1 cannot be had · 2 wrong parameter · 130 Ctrl-C.

\b
Examples:
  yiping samples --city mycity
  yiping samples 2026-W47 --city mycity
  yiping samples 2026-W47 --again --json
"""
Week = Annotated[str | None, typer.Argument(metavar="[WEEK]", help="A week, as 2026-W47; all without.")]
Known = Annotated[str | None, typer.Option("--known", metavar="INSTANT", help="What was known by then.")]
Limit = Annotated[str | None, typer.Option("--limit", metavar="N", help="Samples at most; 12 without.")]
Again = Annotated[bool, typer.Option("--again", help="Draw it once more by its seed and say whether it is the same.")]


def register(app: typer.Typer) -> None:
    app.command("samples", help=HELP)(samples)


def samples(  # noqa: PLR0913  # one argument per option
    week: Week = None,
    *,
    area: Area = None,
    known: Known = None,
    limit: Limit = None,
    again: Again = False,
    lang: Language = None,
    as_json: AsJson = False,
    city: CityOption = None,
) -> None:
    options = {"week": week, "area": area, "known": known, "limit": limit, "lang": lang, "again": "1" if again else ""}
    given = {name: text for name, text in options.items() if text}
    settings = Settings()
    with opened(settings, chosen_folder(settings, city)) as commands:
        answer = commands.samples(given)
    if as_json:
        print_json(answer)
        return
    console = kpi_table.wide_console()
    console.print(_samples(answer["samples"]))
    for one in answer["samples"] if week else ():
        console.print(_units(one["units"]))
        if one["again"]:
            console.print("drawn again: {same} the same, {gone} gone, {new} new".format(**one["again"]))


def _samples(found: list[Mapping[str, Any]]) -> Table:
    table = _table("week", "seed", "rule", figures=("closed", *_FIGURES))
    for one in found:
        closed = whole(one["cases_in_strata"])
        table.add_row(one["week"], one["seed"], one["rule"]["version"], closed, *_counts(one["verdicts"]))
    return table


def _units(units: list[Mapping[str, Any]]) -> Table:
    table = _table("by", "", figures=("rank", *_FIGURES))
    for one in units:
        rank = kpi_table.DASH if one["rank"] is None else str(one["rank"])
        table.add_row(one["by"], kpi_table.plain_text(one["name"]), rank, *_counts(one))
    return table


_FIGURES = ("drawn", "passed", "failed", "not verifiable", "unreviewed", "pass rate %", "95 % interval")


def _counts(one: Mapping[str, Any]) -> list[str]:
    counts = [str(one[name]) for name in ("drawn", "passed", "failed", "not_verifiable", "unreviewed")]
    if one["rate"] is None:
        return [*counts, kpi_table.DASH, kpi_table.DASH]
    low, high = (decimal(100 * bound, 1) for bound in one["interval"])
    return [*counts, f"{decimal(100 * one['rate'], 1)} (n={one['n']})", f"{low}-{high}"]


def _table(*names: str, figures: tuple[str, ...]) -> Table:
    table = Table(*names, box=None, header_style="bold", padding=(0, 2, 0, 0))
    for name in figures:
        table.add_column(name, justify="right")
    return table
