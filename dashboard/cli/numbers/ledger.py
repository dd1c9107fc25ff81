"""`yiping ledger`: the systems, tables and fields of a city, and what breaks when one of them goes."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from dashboard.cli.asking.question_command import QuestionCommand
from dashboard.cli.asking.question_options import LANG, argument, option
from dashboard.cli.numbers import kpi_table
from dashboard.words.numbers import decimal, whole

HELP = """The ledger of data: sources and declared systems, tables and fields, and which KPI relies on which field.

What a city declares of its other systems stands in ledger.csv in its folder, one row a table. Which KPI reads a field
is derived from its formula. --without says what breaks; --kpi the other way round.
Exit codes: 0 answered · 1 cannot be had · 2 wrong parameter · 130 Ctrl-C.

\b
Examples:
  yiping ledger --city mycity
  yiping ledger hotline --city mycity                 the tables of a source, field by field
  yiping ledger --without hotline.closed_at --city mycity
  yiping ledger --kpi closed_on_time --city mycity --json
"""
ORDERS = "size (without it), name, owner, tables, filled, refused, late or last_load."
EFFECTS = {"no_data": "no data", "partly": "without the rows of this source", "changed": "changed"}
MOST_LINES = 40


def _draw(answer: Mapping[str, Any], given: Mapping[str, str]) -> None:
    if "without" in given:
        _print_lost(answer["without"])
    elif "kpi" in given:
        _print_relied_on(answer["kpi"])
    elif "system" in given:
        for table in answer["tables"]:
            _print_table(table)
    else:
        _print_systems(answer)


def _print_systems(answer: Mapping[str, Any]) -> None:
    console, declared, own = kpi_table.wide_console(), answer["declared"], answer["own"]
    table = kpi_table.plain_table("system", "owner", figures=("tables", "rows", "filled", "refused"))
    for name in ("late", "last load"):
        table.add_column(name)
    for one in answer["systems"][:MOST_LINES]:
        late = {None: kpi_table.DASH, True: "late", False: ""}[one["late"]]
        figures = (_number(one[name]) for name in ("tables", "records"))
        others = (_share(one["filled"]), _number(one["refused"]), late, (one["last_load"] or kpi_table.DASH)[:10])
        table.add_row(kpi_table.plain_text(one["key"]), kpi_table.plain_text(one["owner"]), *figures, *others)
    console.print(table)
    more = answer["found"] - min(answer["found"], MOST_LINES)
    rest = f" {whole(more)} more systems: --find, --sort, --json." if more else ""
    console.print(
        f"{whole(own['sources'])} sources with {whole(own['tables'])} tables and {_number(own['records'])} rows; "
        f"declared {whole(declared['systems'])} systems, {whole(declared['tables'])} tables, "
        f"{whole(declared['records'])} rows{' (simulated)' if answer['simulated'] else ''}.{rest}",
        markup=False,
    )
    for one in declared["refused"]:
        console.print(f"ledger.csv, line {one['line']}: {one['why']}", markup=False)


def _print_table(table: Mapping[str, Any]) -> None:
    console = kpi_table.wide_console()
    console.print(f"{table['table']}: {whole(table['records'])} rows", markup=False, style="bold")
    lines = kpi_table.plain_table("field", "", figures=("known", "filled"))
    lines.add_column("read by")
    for field in table["fields"]:
        said = "required" if field.get("required") else "" if field.get("delivered", True) else "not delivered"
        figures = (_number(field.get("known")), _share(field.get("filled")))
        lines.add_row(kpi_table.plain_text(field["name"]), said, *figures, " ".join(field.get("kpis") or ()))
    console.print(lines)


def _print_lost(lost: Mapping[str, Any]) -> None:
    console, counts = kpi_table.wide_console(), lost["counts"]
    named = lost["source"] + (f".{lost['field']}" if lost["field"] else "")
    told = ", ".join(f"{whole(counts[effect])} {said}" for effect, said in EFFECTS.items())
    console.print(f"Without {named}: {told}.", markup=False)
    table = kpi_table.plain_table("KPI", "", "becomes", "needs that nothing meets then", figures=())
    for one in lost["kpis"]:
        texts = (one["key"], one["name"], EFFECTS[one["effect"]], ", ".join(one["needs"]))
        table.add_row(*map(kpi_table.plain_text, texts))
    console.print(table)
    if lost["breakdowns"]:
        console.print(f"No breakdown of its rows by {', '.join(lost['breakdowns'])}.", markup=False)


def _print_relied_on(kpi: Mapping[str, Any]) -> None:
    console = kpi_table.wide_console()
    console.print(f"{kpi['key']}  {kpi['name']}: {kpi['formula']}", markup=False)
    table = kpi_table.plain_table("source", "field", "", figures=("known", "filled"))
    for one in kpi["fields"]:
        texts = map(kpi_table.plain_text, (one["source"], one["field"]))
        table.add_row(*texts, "needed" if one["needed"] else "read", _number(one["known"]), _share(one["filled"]))
    console.print(table)
    for source, needs in kpi["unmet"].items():
        console.print(f"{source} has no {', '.join(needs)}: its rows do not count.", markup=False)


def _number(value: int | None) -> str:
    return kpi_table.DASH if value is None else whole(value)


def _share(value: float | None) -> str:
    return kpi_table.DASH if value is None else f"{decimal(value * 100, 1)} %"


COMMAND = QuestionCommand(
    "ledger",
    HELP,
    (
        argument("system", "A source or declared system: its tables.", "SYSTEM"),
        option("without", "What becomes of which KPIs without it.", "SOURCE[.FIELD]"),
        option("kpi", "The fields that a KPI relies on.", "KEY"),
        option("find", "In names, owners, tables and fields.", "WORDS"),
        option("sort", ORDERS, "ORDER"),
        LANG,
    ),
    _draw,
)
