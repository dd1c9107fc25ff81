"""`yiping kinds`: the kinds of cases that recur, and the checklist of cures of one."""

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
from dashboard.words.numbers import whole

HELP = """Kinds of cases that recur, as people confirmed and named them: how many cases, how many came after a closing,
and how the pieces of their checklists of cures stand; of one kind every item, with the cases reported after its cure.

Kinds are confirmed and cures entered on /kinds, or by POST /api/v1/recurring-kinds/acts and /cures.
Exit codes: 0 answered · 1 cannot be had · 2 wrong parameter · 130 Ctrl-C.

\b
Examples:
  yiping kinds --city mycity
  yiping kinds 3f1c0a7be2d94c11a0b5e6d7 --city mycity
  yiping kinds --as-of 2024-08-31 --json
"""
Kind = Annotated[str | None, typer.Argument(metavar="[KIND]", help="Key of a kind; all without.")]
AsOf = Annotated[str | None, typer.Option("--as-of", metavar="INSTANT", help="What had happened by then.")]
Known = Annotated[str | None, typer.Option("--known", metavar="INSTANT", help="What was known by then.")]


def register(app: typer.Typer) -> None:
    app.command("kinds", help=HELP)(kinds)


def kinds(  # noqa: PLR0913  # one argument per option
    kind: Kind = None,
    *,
    area: Area = None,
    as_of: AsOf = None,
    known: Known = None,
    lang: Language = None,
    as_json: AsJson = False,
    city: CityOption = None,
) -> None:
    options = {"kind": kind, "area": area, "as_of": as_of, "known": known, "lang": lang}
    given = {name: text for name, text in options.items() if text}
    settings = Settings()
    with opened(settings, chosen_folder(settings, city)) as commands:
        found = commands.recurring_kinds(given)["kinds"]
    if as_json:
        print_json({"kinds": found})
        return
    console = kpi_table.wide_console()
    console.print(_kinds(found))
    if kind:
        console.print(_checklist(found[0]["checklist"]))


def _kinds(found: list[Mapping[str, Any]]) -> Table:
    table = _table("kind", "", "area", figures=("cases", "open", "again", "items", "came back"))
    table.add_column("cures")
    for one in found:
        figures = [_figure(one[name]) for name in ("cases", "open", "again", "items", "came_back")]
        table.add_row(one["kind"], kpi_table.plain_text(one["name"]), one["area"], *figures, _cures(one["cures"]))
    return table


def _cures(cures: list[Mapping[str, Any]]) -> str:
    """As `crossing 22/22 · device 0/383 (383 await hand-over)`."""
    said = []
    for one in cures:
        awaits = f" ({whole(one['awaits_handover'])} await hand-over)" if one["awaits_handover"] else ""
        said.append(f"{one['sort']} {whole(one['done'])}/{whole(one['pieces'])}{awaits}")
    return " · ".join(said)


def _checklist(items: list[Mapping[str, Any]]) -> Table:
    table = _table("item", "sort", "state", "since", "who", figures=("pieces", "cases", "after the cure"))
    for one in items:
        last = one["steps"][-1]
        figures = [_figure(one[name]) for name in ("n", "cases", "after_cure")]
        who = kpi_table.plain_text(last["who"])
        table.add_row(kpi_table.plain_text(one["name"]), one["sort"], one["state"], last["on"], who, *figures)
    return table


def _figure(value: int | None) -> str:
    return kpi_table.DASH if value is None else whole(value)


def _table(*names: str, figures: tuple[str, ...]) -> Table:
    table = Table(*names, box=None, header_style="bold", padding=(0, 2, 0, 0))
    for name in figures:
        table.add_column(name, justify="right")
    return table
