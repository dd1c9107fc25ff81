"""`yiping dispatch`: the playbook beside what was dispatched, and hops between levels."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from dashboard.cli.asking.question_command import QuestionCommand
from dashboard.cli.asking.question_options import OF_A_PERIOD, argument
from dashboard.cli.numbers import kpi_table
from dashboard.words.numbers import decimal, whole

HELP = """How cases are dispatched: the playbook of categories beside what was dispatched, and hops between levels.

The playbook stands in playbook.csv in the city's folder: category, department, and where known level, limit_days,
valid_from, valid_until. Of the last 30 days, unless --from and --to name others.
Exit codes: 0 answered · 1 cannot be had · 2 wrong parameter · 130 Ctrl-C.

\b
Examples:
  yiping dispatch --city mycity
  yiping dispatch hops --city mycity                  waiting between levels, units that pass cases on
  yiping dispatch objections --city mycity            declines, granted or refused, and how soon
  yiping dispatch playbook --area E1 --from 2024-06-01 --to 2024-06-30 --city mycity --json
"""
MOST_LINES = 30
MOST_UNITS = 3


def _draw(answer: Mapping[str, Any], given: Mapping[str, str]) -> None:
    about = given.get("about")
    if answer["whole"]["status"] == "no_data":
        kpi_table.wide_console().print("no data: " + " ".join(answer["whole"]["notes"]), markup=False)
    elif about == "hops":
        _print_hops(answer)
    elif about == "objections":
        _print_objections(answer)
    else:
        _print_playbook(answer)


def _print_playbook(answer: Mapping[str, Any]) -> None:
    console = kpi_table.wide_console()
    n, covered = answer["n"], answer["covered"]
    if answer["is_there"]:
        share = f"{decimal(100 * covered / n, 1)} %" if n else kpi_table.DASH
        console.print(
            f"{whole(n)} cases dispatched, {whole(covered)} ({share}) with an entry: {whole(answer['as_said'])} went "
            f"first where it says, {whole(answer['otherwise'])} elsewhere ({whole(answer['declined_otherwise'])} of "
            f"these declined), of {whole(answer['unknown'])} the first department is not known.",
            markup=False,
        )
    else:
        console.print(f"{whole(n)} cases dispatched; there is no playbook.csv in the folder of the city.", markup=False)
    for one in answer["refused"]:
        console.print(f"playbook.csv, line {one['line']}: {one['why']}", markup=False)
    table = kpi_table.plain_table(
        "kind without an entry", figures=("cases", "districts", "declined"), others=("proposal", "went first to")
    )
    for kind in answer["kinds_without"][:MOST_LINES]:
        figures = [whole(kind[name]) for name in ("n", "districts", "declined")]
        one = kind["proposed"]
        proposal = f"{one['department']} ({whole(one['right'])} of {whole(one['n'])})" if one else kpi_table.DASH
        texts = map(kpi_table.plain_text, (proposal, _units(kind["departments"])))
        table.add_row(kpi_table.plain_text(" › ".join(kind["category"])), *figures, *texts)
    console.print(table)
    _print_entries(answer["entries"])


def _print_entries(entries: Sequence[Mapping[str, Any]]) -> None:
    table = kpi_table.plain_table(
        "entry", "department", "valid", "state", figures=("cases", "as it says", "since"), others=("elsewhere",)
    )
    notable = [one for one in entries if one["others"] or not one["n"] or one["state"] != "valid"]
    for one in notable[:MOST_LINES]:
        days = f"{one['valid_from'] or '…'} – {one['valid_until'] or '…'}"
        texts = map(kpi_table.plain_text, (one["category"], one["department"], days, one["state"]))
        figures = [whole(one[name]) for name in ("n", "as_said", "after")]
        table.add_row(*texts, *figures, kpi_table.plain_text(_units(one["others"])))
    if notable:
        kpi_table.wide_console().print(table)


def _print_hops(answer: Mapping[str, Any]) -> None:
    console = kpi_table.wide_console()
    numbers = ", ".join(f"{number}: {whole(n)}" for number, n in answer["cases_by_hops"].items())
    console.print(
        f"{whole(answer['hops'])} hops of {whole(answer['cases'])} cases (by number of hops {numbers}); of "
        f"{whole(answer['without_steps'])} no steps are delivered.",
        markup=False,
    )
    table = kpi_table.plain_table(
        "from", "to", figures=("hops", "waiting still", "came back", "median", "P95", "of all waiting")
    )
    for one in answer["pairs"]:
        share = one["share_of_waiting"]
        figures = [whole(one[name]) for name in ("n", "unanswered", "returned")]
        waits = [_minutes(one[name]) for name in ("median_s", "p95_s")]
        last = kpi_table.DASH if share is None else f"{decimal(share * 100, 1)} %"
        table.add_row(one["from"], one["to"], *figures, *waits, last)
    console.print(table)
    units = kpi_table.plain_table("unit", "level", figures=("came to it", "passed on", "to streets", "came back"))
    for one in [one for one in answer["units"] if one["passed_on"] and not one["few"]][:MOST_LINES]:
        figures = [whole(one[name]) for name in ("n", "passed_on", "to_streets", "passed_back")]
        units.add_row(kpi_table.plain_text(one["unit"]), one["level"], *figures)
    if units.row_count:
        console.print(units)


def _print_objections(answer: Mapping[str, Any]) -> None:
    console = kpi_table.wide_console()
    if not answer["every"]:
        console.print("no data: no steps of declines are delivered", markup=False)
        return
    names = ("n", "granted", "refused", "taken", "gone", "undecided")
    table = kpi_table.plain_table("who declined", figures=("declines", *names[1:], "median", "P95"))
    for one in [{**answer["every"], "unit": "all"}, *(one for one in answer["units"] if not one["few"])][:MOST_LINES]:
        waits = [_minutes(one[name]) for name in ("median_s", "p95_s")]
        unit = kpi_table.plain_text(one["unit"] or kpi_table.DASH)
        table.add_row(unit, *(whole(one[name]) for name in names), *waits)
    console.print(table)


def _minutes(seconds: float | None) -> str:
    return kpi_table.DASH if seconds is None else f"{decimal(seconds / 60, 1)} min"


def _units(tried: Sequence[Mapping[str, Any]]) -> str:
    told = [f"{one['department']} {whole(one['n'])} ({whole(one['declined'])} declined)" for one in tried[:MOST_UNITS]]
    return ", ".join(told)


COMMAND = QuestionCommand(
    "dispatch",
    HELP,
    (argument("about", "playbook (without it), hops or objections.", "ABOUT"), *OF_A_PERIOD),
    _draw,
)
