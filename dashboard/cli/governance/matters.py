"""`yiping matters` and `yiping suggestions`: one matter of several cases, and pairs of cases that may be one."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from dashboard.cli.asking.question_command import QuestionCommand
from dashboard.cli.asking.question_options import OF_A_PERIOD, limit, option
from dashboard.cli.numbers import kpi_table
from dashboard.words.numbers import decimal, whole

HELP_MATTERS = """Matters of which several cases tell, over all channels, each once: how many cases, how many are open,
how many came after a closing, for how long, and whether people confirmed it.

All cases up to the moment, unless --from and --to name days. `yiping kpi reported --where matter=NUMBER` counts the
cases of one; `yiping act same_matter SOURCE/NUMBER case_mark --state confirmed` confirms it, by its first case.
Exit codes: 0 answered · 1 cannot be had · 2 wrong parameter · 130 Ctrl-C.

\b
Examples:
  yiping matters --city mycity
  yiping matters --sort again --least 3 --area E1 --limit 20 --city mycity --json
"""
HELP_SUGGESTIONS = """Pairs of cases that may be one matter though no source linked them, each with its reasons.

Of the last 7 days up to the moment, unless --from and --to name others. What people say of a pair is kept as an act
about its later case (`yiping act same_matter SOURCE/NUMBER case_mark --state refuted`), and changes no count.
Exit codes: 0 answered · 1 cannot be had · 2 wrong parameter · 130 Ctrl-C.

\b
Examples:
  yiping suggestions --city mycity
  yiping suggestions --from 2024-06-01 --to 2024-06-07 --area E1 --city mycity --json
"""


def _draw_matters(answer: Mapping[str, Any], _given: Mapping[str, str]) -> None:
    console = kpi_table.wide_console()
    if answer["whole"]["status"] == "no_data":
        console.print("no data: " + " ".join(answer["whole"]["notes"]), markup=False)
        return
    figures, others = ("cases", "open", "again", "days"), ("channels", "judged")
    table = kpi_table.plain_table("matter", "first case", "what", "area", figures=figures, others=others)
    for one in answer["matters"]:
        texts = (one["number"], f"{one['source']}/{one['id']}", one["name"] or one["category"], one["area"])
        counts = [whole(one[name]) for name in ("n", "open", "again")]
        channels = " · ".join(f"{channel['name']} {whole(channel['n'])}" for channel in one["channels"])
        ends = map(kpi_table.plain_text, (channels, one["judged"] or kpi_table.DASH))
        table.add_row(*map(kpi_table.plain_text, texts), *counts, decimal(one["span_days"], 1), *ends)
    console.print(table)
    counted = {key: kpi_table.DASH if n is None else whole(n) for key, n in answer["counted"].items()}
    console.print(
        f"{whole(answer['matters_in_all'])} matters with {whole(answer['cases_in_all'])} cases, "
        f"{whole(answer['over_several_channels'])} of them over several channels; of {counted['reported']} cases "
        f"reported {counted['merged']} were merged, those not voided are {counted['matters']} matters.",
        markup=False,
    )


def _draw_suggestions(answer: Mapping[str, Any], _given: Mapping[str, str]) -> None:
    console = kpi_table.wide_console()
    if answer["status"] == "no_data":
        console.print("no data: " + " ".join(answer["notes"]), markup=False)
        return
    table = kpi_table.plain_table("earlier", "later", "what", "area", "why", "judged")
    for one in answer["pairs"]:
        cases = (f"{one[side]['source']}/{one[side]['id']}" for side in ("earlier", "later"))
        told = (
            one["category"] or "one person",
            one["area"] or kpi_table.DASH,
            _why(one),
            one["judged"] or kpi_table.DASH,
        )
        table.add_row(*map(kpi_table.plain_text, (*cases, *told)))
    console.print(table)
    console.print(f"{whole(answer['pairs_in_all'])} pairs.")


def _why(pair: Mapping[str, Any]) -> str:
    said = [f"{decimal(pair['metres'], 0)} m"] if pair["metres"] is not None else []
    said += ["same person"] if pair["same_person"] else []
    said += [f"titles alike {decimal(100 * pair['likeness'], 0)} %"] if pair["likeness"] is not None else []
    return " · ".join(said)


MATTERS = QuestionCommand(
    "matters",
    HELP_MATTERS,
    (
        option("least", "Cases of a matter at least; 2 without.", "K"),
        option("sort", "most (without it), ways, again, longest or open first.", "ORDER"),
        limit("Matters at most; 50 without, 200 at most."),
        *OF_A_PERIOD,
    ),
    _draw_matters,
)
SUGGESTIONS = QuestionCommand(
    "suggestions",
    HELP_SUGGESTIONS,
    (limit("Pairs at most; 40 without, 200 at most."), *OF_A_PERIOD),
    _draw_suggestions,
)
