"""`yiping evaluation`: how districts, streets and departments stand by published weights."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Annotated, Any

import typer
from rich.table import Table

from dashboard.cli.numbers import kpi_table
from dashboard.cli.numbers.findings import Language
from dashboard.cli.numbers.kpi import Area, AsJson, AsOf, From, RecordedAsOf, To, Where, asked, conditions
from dashboard.cli.opened import CityOption, chosen_folder, opened
from dashboard.cli.terminal.output_encoding import print_json
from dashboard.settings import Settings
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
Key = Annotated[str | None, typer.Argument(metavar="[EVALUATION]", help="Key of an evaluation; all without.")]


def register(app: typer.Typer) -> None:
    app.command("evaluation", help=HELP)(evaluation)


def evaluation(  # noqa: PLR0913  # one argument per option
    key: Key = None,
    *,
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
    given |= {name: text for name, text in (("evaluation", key), ("lang", lang)) if text}
    settings = Settings()
    with opened(settings, chosen_folder(settings, city)) as commands:
        answer = commands.evaluation(given)
    if as_json:
        print_json(answer)
        return
    console, language = kpi_table.wide_console(), "zh" if lang == "zh-CN" else "en"
    for one in answer["evaluations"]:
        console.print(f"{one['key']}  {kpi_table.plain_text(one[language])}", markup=False, style="bold")
        console.print(_units(one, language) if "results" in one else _weights(one, language))


def _weights(evaluation: Mapping[str, Any], language: str) -> Table:
    table = _table("part", "", figures=("weight", "0 points", "100 points", "fewest cases"))
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
    table = _table("class", "code", "name", figures=("rank", "score", "known %", *map(_key, parts), *entered))
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


def _table(*names: str, figures: tuple[str, ...]) -> Table:
    table = Table(*names, box=None, header_style="bold", padding=(0, 2, 0, 0))
    for name in figures:
        table.add_column(name, justify="right")
    return table
