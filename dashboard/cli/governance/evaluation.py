"""`yiping evaluation`: how districts, streets and departments stand by published weights."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from rich.table import Table

from dashboard.cli.asking.question_command import QuestionCommand
from dashboard.cli.asking.question_options import OF_A_PERIOD, argument
from dashboard.cli.numbers import kpi_table
from dashboard.words.numbers import decimal, short_decimal, whole

HELP = """How districts, streets and departments stand by published weights: score, rank within a class, band, parts.

Without a key the evaluations with their weights. Of the last whole month, unless --from and --to name days. A unit
without enough cases has no score. `yiping cases KPI --area CODE` lists the cases behind a part.
Exit codes: 0 answered · 1 cannot be had · 2 wrong parameter · 130 Ctrl-C.

\b
Examples:
  yiping evaluation --city mycity
  yiping evaluation districts --from 2024-08-01 --to 2024-08-31 --city mycity
  yiping evaluation departments --where channel=hotline_12345 --json
"""


def _draw(answer: Mapping[str, Any], given: Mapping[str, str]) -> None:
    console, language = kpi_table.wide_console(), "zh" if given.get("lang") == "zh-CN" else "en"
    for one in answer["evaluations"]:
        console.print(f"{one['key']}  {kpi_table.plain_text(one[language])}", markup=False, style="bold")
        console.print(_units(one, language) if "results" in one else _weights(one, language))


def _weights(evaluation: Mapping[str, Any], language: str) -> Table:
    table = kpi_table.plain_table("part", "", figures=("weight", "0 points", "100 points", "fewest cases"))
    for part in evaluation["entered"]:
        weight, zero, full = (short_decimal(part[name], 4) for name in ("weight", "zero", "full"))
        by_hand = f"{kpi_table.plain_text(part[language])} (entered by hand)"
        table.add_row(part["key"], by_hand, weight, zero, full, kpi_table.DASH)
    for part in evaluation["parts"]:
        figures = (short_decimal(part[name], 4) for name in ("weight", "zero", "full", "fewest"))
        table.add_row(_key(part), kpi_table.plain_text(part[language]), *figures)
    return table


def _units(evaluation: Mapping[str, Any], language: str) -> Table:
    bands = {one["key"]: one[language] for one in evaluation["bands"]}
    parts = evaluation["parts"]
    entered = [part["key"] for part in evaluation["entered"]]
    table = kpi_table.plain_table(
        "class", "code", "name", figures=("rank", "score", "known %", *map(_key, parts), *entered)
    )
    table.add_column("")
    for unit in evaluation["results"]:
        rank = f"{unit['rank']}/{unit['among']}" if unit["rank"] else kpi_table.DASH
        score = kpi_table.DASH if unit["score"] is None else decimal(unit["score"], 2)
        said = bands.get(unit["band"], "") or f"no score: {unit['apart']}"
        texts = map(kpi_table.plain_text, (unit["class"], unit["code"], unit["name"]))
        each = [*map(_points, unit["parts"]), *map(_entered, unit["entered"])]
        table.add_row(*texts, rank, score, short_decimal(unit["known_weight"], 2), *each, said)
    return table


def _points(part: Mapping[str, Any]) -> str:
    """Points and n; without points why."""
    points = part["missing"] if part["points"] is None else decimal(part["points"], 1)
    return f"{points} (n {whole(part['n'])})"


def _entered(part: Mapping[str, Any]) -> str:
    """Points and who entered what they rest on; without points why."""
    if part["points"] is None:
        return "not entered"
    who = ", ".join(dict.fromkeys(str(one["who"]) for one in part["values"]))
    return f"{decimal(part['points'], 1)} ({kpi_table.plain_text(who)})"


def _key(part: Mapping[str, Any]) -> str:
    return f"{part['key']}/{part['denominator']}" if part["denominator"] else str(part["key"])


COMMAND = QuestionCommand(
    "evaluation",
    HELP,
    (argument("evaluation", "Key of an evaluation; all without.", "EVALUATION"), *OF_A_PERIOD),
    _draw,
)
