"""`yiping spots`: where the same comes back, and the cases of one such spot."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from dashboard.cli.asking.question_command import QuestionCommand
from dashboard.cli.asking.question_options import OF_A_PERIOD, case_argument, limit, option
from dashboard.cli.numbers import kpi_table
from dashboard.words.numbers import decimal, whole

HELP = """Spots where the same comes back: cases of one category, each near another of the spot in place and time.

By the whole history up to the moment, unless --from and --to name days. Named by source/number of a case, the cases
of the one spot in which it lies.
Exit codes: 0 answered · 1 cannot be had · 2 wrong parameter · 130 Ctrl-C.

\b
Examples:
  yiping spots --city mycity
  yiping spots --days 90 --metres 20 --least 5 --sort most --area E1 --city mycity
  yiping spots 12345/20240608001 --days 90 --metres 20 --city mycity --json
"""


def _draw(answer: Mapping[str, Any], given: Mapping[str, str]) -> None:
    if "source" in given:
        _print_cases(answer["cases"])
    else:
        _print(answer)


def _print(answer: Mapping[str, Any]) -> None:
    console, rule = kpi_table.wide_console(), answer["rule"]
    if answer["whole"]["status"] == "no_data":
        console.print("no data: " + " ".join(answer["whole"]["notes"]), markup=False)
        return
    figures_told, others_told = ("cases", "open", "again", "days"), ("first", "last", "department")
    table = kpi_table.plain_table("first case", "category", "area", figures=figures_told, others=others_told)
    for spot in answer["spots"]:
        figures = [whole(spot[name]) for name in ("n", "open", "again")]
        times = [spot[name][:10] for name in ("first_at", "last_at")]
        texts = [f"{spot['source']}/{spot['id']}", spot["category"], spot["area"]]
        department = spot["departments"][0]["name"] if spot["departments"] else kpi_table.DASH
        row = [*map(kpi_table.plain_text, texts), *figures, decimal(spot["span_days"], 1), *times]
        table.add_row(*row, kpi_table.plain_text(department))
    console.print(table)
    all_spots, all_cases, still_open, compared, others = (
        whole(answer[name]) for name in ("spots_in_all", "cases_in_all", "open_in_all", "compared", "not_compared")
    )
    console.print(
        f"{all_spots} spots with {all_cases} cases, {still_open} of them open, among {compared} cases: each within "
        f"{rule['days']} days and {rule['metres']} m of another, at least {rule['least']} of them; {others} cases "
        "without category or trusted point.",
        markup=False,
    )


def _print_cases(cases: Sequence[Mapping[str, Any]]) -> None:
    table = kpi_table.plain_table("case", "reported", "closed", "status", "department", "title")
    for case in cases:
        times = [(case[name] or kpi_table.DASH)[:16].replace("T", " ") for name in ("reported_at", "closed_at")]
        texts = [case[name] or kpi_table.DASH for name in ("status", "department", "title")]
        number = kpi_table.plain_text(f"{case['source']}/{case['source_id']}")
        table.add_row(number, *times, *map(kpi_table.plain_text, texts))
    kpi_table.wide_console().print(table)


COMMAND = QuestionCommand(
    "spots",
    HELP,
    (
        case_argument("Only the spot of this case."),
        option("days", "Days between two reports at most; 60 without.", "N"),
        option("metres", "Metres between them at most; 30 without.", "M"),
        option("least", "Cases of a spot at least; 3 without.", "K"),
        option("sort", "longest (without it), most, open or newest first.", "ORDER"),
        limit("Rows at most; 50 without, of spots 200."),
        *OF_A_PERIOD,
    ),
    _draw,
)
