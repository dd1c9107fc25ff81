"""`yiping compare`, `yiping measure` and `yiping hotspots`: what is found when parts of a city are compared."""

from collections.abc import Mapping
from typing import Annotated, Any

import typer
from rich.table import Table

from dashboard.cli.asking.question_command import QuestionCommand
from dashboard.cli.asking.question_options import (
    AREA,
    AS_OF,
    DAYS,
    DENOMINATOR,
    FROM,
    KEY,
    LANG,
    ON,
    RECORDED_AS_OF,
    TO,
    WHERE,
    GivenText,
    option,
)
from dashboard.cli.numbers import kpi_table
from dashboard.words.numbers import decimal

COMPARE_HELP = """Parts of a KPI beside each other: which differ by more than chance.

Each part is compared with all the others together; corrected for how many are compared.
Exit codes: 0 answered · 1 cannot be had · 2 wrong parameter · 130 Ctrl-C.

\b
Examples:
  yiping compare returned --by department --from 2026-10-01 --to 2026-10-31
  yiping compare closed_on_time --area 410105000000 --from 2026-10-01 --to 2026-10-31
  yiping compare reported --areas 410105000000,410104000000 --where channel=hotline_12345 --json
"""
MEASURE_HELP = """A KPI of an area before and after a measure, beside areas without it: difference in differences.

As many whole weeks before and after the day are compared. It claims no cause.
Exit codes: 0 answered · 1 cannot be had · 2 wrong parameter · 130 Ctrl-C.

\b
Examples:
  yiping measure reported --area 410105000000 --on 2026-10-01 --where channel=hotline_12345
  yiping measure closed_on_time --area 410105000000 --on 2026-10-01 --controls 410104000000,410103000000
"""
HOT_SPOTS_HELP = """Hot spots: where more cases lie than usual, by more than chance.

Each area with its nearest neighbours against the same place in comparable periods before.
Exit codes: 0 answered · 1 cannot be had · 2 wrong parameter · 130 Ctrl-C.

\b
Examples:
  yiping hotspots reported --from 2026-11-20 --to 2026-11-26
  yiping hotspots reported --area 410105000000 --from 2026-11-20 --to 2026-11-26 --where channel=hotline_12345
"""
MeasuredArea = Annotated[str, typer.Option("--area", metavar="CODE", help="Code of the area with the measure.")]
_OF_A_KPI = (AREA, FROM, TO, AS_OF, RECORDED_AS_OF, DENOMINATOR, WHERE, LANG)


def _draw(answer: Mapping[str, Any], _given: Mapping[str, str]) -> None:
    """The sentences for people, a line each."""
    for sentence in answer["said"]:
        kpi_table.wide_console().print(sentence, markup=False)


def _draw_parts(answer: Mapping[str, Any], given: Mapping[str, str]) -> None:
    _draw(answer, given)
    kpi_table.wide_console().print(_parts(answer))


def _parts(answer: Mapping[str, Any]) -> Table:
    unit = "ratio" if answer["kind"] == "share" else ""
    table = kpi_table.plain_table("code", "name", figures=("value", "low", "high", "n", "q"))
    table.add_column("verdict")
    for part in answer["parts"]:
        is_whole = answer["kind"] == "number" and answer["per"] is None
        ends = (part[name] for name in ("value", "low", "high"))
        figures = [kpi_table.figure(round(end) if is_whole and end is not None else end, unit) for end in ends]
        q = kpi_table.DASH if part["q"] is None else decimal(part["q"], 3)
        code, name = (kpi_table.plain_text(part[one]) for one in ("code", "name"))
        table.add_row(code, name, *figures, str(part["n"]), q, str(part["verdict"]).replace("_", " "))
    return table


COMPARE = QuestionCommand(
    "compare",
    COMPARE_HELP,
    (
        KEY,
        option("by", "area (without it), channel, category, category2 or department.", "PART"),
        option("areas", "These areas, by commas, not those below --area.", "CODES"),
        *_OF_A_KPI,
    ),
    _draw_parts,
)
MEASURE = QuestionCommand(
    "measure",
    MEASURE_HELP,
    (
        KEY,
        ON,
        GivenText("area", MeasuredArea, default=...),
        option("controls", "Areas without it, by commas; else the siblings.", "CODES"),
        DAYS,
        AS_OF,
        RECORDED_AS_OF,
        DENOMINATOR,
        WHERE,
        LANG,
    ),
    _draw,
)
HOT_SPOTS = QuestionCommand("hotspots", HOT_SPOTS_HELP, (KEY, *_OF_A_KPI), _draw)
