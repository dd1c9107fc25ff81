"""`yiping samples`: the weekly samples of closed cases, and the pass rates of one."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Annotated, Any

import typer
from rich.table import Table

from dashboard.cli.asking.question_command import QuestionCommand
from dashboard.cli.asking.question_options import AREA, KNOWN, LANG, GivenText, argument, limit
from dashboard.cli.numbers import kpi_table
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
Again = Annotated[bool, typer.Option("--again", help="Draw it once more by its seed and say whether it is the same.")]


def _draw(answer: Mapping[str, Any], given: Mapping[str, str]) -> None:
    console = kpi_table.wide_console()
    console.print(_samples(answer["samples"]))
    for one in answer["samples"] if "week" in given else ():
        console.print(_units(one["units"]))
        if one["again"]:
            console.print("drawn again: {same} the same, {gone} gone, {new} new".format(**one["again"]))


def _samples(found: list[Mapping[str, Any]]) -> Table:
    table = kpi_table.plain_table("week", "seed", "rule", figures=("closed", *_FIGURES))
    for one in found:
        closed = whole(one["cases_in_strata"])
        table.add_row(one["week"], one["seed"], one["rule"]["version"], closed, *_counts(one["verdicts"]))
    return table


def _units(units: list[Mapping[str, Any]]) -> Table:
    table = kpi_table.plain_table("by", "", figures=("rank", *_FIGURES))
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


COMMAND = QuestionCommand(
    "samples",
    HELP,
    (
        argument("week", "A week, as 2026-W47; all without.", "WEEK"),
        AREA,
        KNOWN,
        limit("Samples at most; 12 without."),
        GivenText("again", Again, default=False),
        LANG,
    ),
    _draw,
)
