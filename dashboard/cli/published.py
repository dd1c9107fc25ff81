"""`yiping published`: the figures that the real city has published beside those of its simulation."""

from __future__ import annotations

from functools import partial
from typing import TYPE_CHECKING, Annotated

import typer
from rich.table import Table

from dashboard.cli.messages import say
from dashboard.cli.numbers.kpi_table import DASH, plain_table, wide_console
from dashboard.cli.opened import CityOption, chosen_folder, opened
from dashboard.cli.terminal.output_encoding import print_json
from dashboard.settings import Settings
from dashboard.words.numbers import decimal, short_decimal, signed

if TYPE_CHECKING:
    from collections.abc import Sequence

    from dashboard.simulator.published_figures import Comparison, NotAsked

HELP = """The figures that Zhengzhou has published beside those that the simulated city answers.

Every figure is an ordinary question to the KPI dictionary, as of the day of the report, a number of a checklist of
cures, or a total of the ledger. The simulated city must reach back far enough: build it with `yiping demo --as-of
2025-03-25`. --not-asked lists the published figures that are none of these, each with the reason.
Exit codes: 0 all agree · 1 one differs · 2 wrong parameter · 130 Ctrl-C.

\b
Examples:
  yiping published --city demo
  yiping published --city demo --json
  yiping published --not-asked
"""


def register(app: typer.Typer) -> None:
    app.command("published", help=HELP)(published)


def published(
    *,
    as_json: Annotated[bool, typer.Option("--json", help="A JSON array on stdout.")] = False,
    not_asked: Annotated[bool, typer.Option("--not-asked", help="What cannot be asked, and why.")] = False,
    city: CityOption = None,
) -> None:
    from dashboard.simulator.published_figures import (  # noqa: PLC0415
        compare,
        compare_cures,
        compare_ledger,
        figures_not_asked,
    )

    if not_asked:
        _print_not_asked(figures_not_asked(), as_json=as_json)
        return
    settings = Settings()
    with opened(settings, chosen_folder(settings, city)) as commands:
        kinds, ledger = partial(commands.ask, "recurring_kinds"), partial(commands.ask, "ledger")
        found = [*compare(commands.kpi), *compare_cures(kinds), *compare_ledger(ledger)]
    if as_json:
        print_json([one.as_json() for one in found])
    else:
        wide_console().print(_table(found))
    missed = sum(not one.ok for one in found)
    if missed:
        say(f"{missed} of {len(found)} figures differ from what was published.")
        if not any(one.simulated for one in found if one.unit != "row"):
            say("This city has no cases of that time; `yiping demo --as-of 2025-03-25` builds one that has.")
        raise typer.Exit(1)


def _print_not_asked(found: Sequence[NotAsked], *, as_json: bool) -> None:
    if as_json:
        print_json([one.model_dump() for one in found])
        return
    table = plain_table("figure", "", "published", "as of", "why")
    for one in found:
        table.add_row(one.zh, one.en, one.figure, one.as_of, one.why_en)
    wide_console().print(table)


def _table(found: list[Comparison]) -> Table:
    table = plain_table("figure", "", "KPI", "as of", figures=("published", "simulated", "difference", "tolerance"))
    table.add_column("ok")
    for one in found:
        figures = (_published(one), _figure(one.simulated, one), _difference(one), _tolerance(one))
        table.add_row(one.zh, one.en, _kpi(one), one.question["as_of"], *figures, "ok" if one.ok else "DIFFERS")
    return table


def _kpi(one: Comparison) -> str:
    parts = [one.question["key"], one.question.get("denominator", "")]
    return ".".join(part for part in parts if part) + f" {one.field}"


def _published(one: Comparison) -> str:
    if isinstance(one.published, tuple):
        return "–".join(short_decimal(bound, 6) for bound in one.published)
    return _figure(one.published, one)


def _tolerance(one: Comparison) -> str:
    if one.tolerance is None:
        return DASH
    return f"±{short_decimal(one.tolerance * 100, 6)} %" if one.tolerance else "exact"


def _figure(value: float | None, one: Comparison) -> str:
    if value is None:
        return DASH
    if one.unit == "ratio":
        return f"{decimal(value * 100, 2)} %"
    return decimal(value, _decimals(value, one))


def _difference(one: Comparison) -> str:
    value = one.difference
    if value is None:
        return DASH
    return f"{signed(value * 100, 2)} pp" if one.unit == "ratio" else signed(value, _decimals(value, one))


def _decimals(value: float, one: Comparison) -> int:
    if one.unit in ("case", "case/day", "part", "row", "piece"):
        return 0
    return 4 if abs(value) < 0.1 else 2
