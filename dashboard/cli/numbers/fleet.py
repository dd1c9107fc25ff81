"""`yiping nearest`, `workload`, `partners` and `readings`: who is near a point or case, how many open cases each worker
has, who is joined to the platform, and what sensors measure."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from dashboard.cli.asking.question_command import QuestionCommand
from dashboard.cli.asking.question_options import (
    AREA,
    AS_OF,
    LANG,
    RECORDED_AS_OF,
    argument,
    case_argument,
    limit,
    option,
)
from dashboard.cli.numbers import kpi_table
from dashboard.words.numbers import decimal, whole

HELP_NEAREST = """Units or devices nearest to a point (degrees WGS-84) or a case, with distance and age of the position.

Of units those on duty and heard of. A kind is units, devices, or one of theirs, such as grid_worker or camera.
Exit codes: 0 answered · 1 cannot be had · 2 wrong parameter · 130 Ctrl-C.

\b
Examples:
  yiping nearest --lat 34.75 --lng 113.65 --city mycity
  yiping nearest --lat 34.75 --lng 113.65 --kind camera --within 500 --city mycity
  yiping nearest 12345/20240608001 --kind repair_crew --city mycity --json
"""
HELP_WORKLOAD = """Open cases for each worker on duty, of an area and of those right below it.

Where nobody is on duty, or no report says who is, that is said instead of a number.
Exit codes: 0 answered · 1 cannot be had · 2 wrong parameter · 130 Ctrl-C.

\b
Examples:
  yiping workload --city mycity
  yiping workload --area 410105000000 --kind inspector --city mycity --json
"""
HELP_PARTNERS = """Who is joined to the platform as of a moment (partners.csv in the city's folder), and the lines.

The file has the columns partner, kind (department, special_grid, system) and name, and may have contact, telephone,
joined, left (the first day on which it no longer is) and note; a partner that came back has two rows.
Lines that do not count are named with the reason. Of earlier moments the states of lines are not stored.
Exit codes: 0 answered · 1 cannot be had · 2 wrong parameter · 130 Ctrl-C.

\b
Examples:
  yiping partners --city mycity
  yiping partners --as-of 2025-03-01 --city mycity --json
"""
HELP_READINGS = """What sensors measure in special grids: footfall, congestion index, with unit, scale and age.

Of key special grids and those that are measured; --json also has the day by the hour.
Exit codes: 0 answered · 1 cannot be had · 2 wrong parameter · 130 Ctrl-C.

\b
Examples:
  yiping readings --city mycity
  yiping readings ZS01,ZS02 --as-of "2026-10-01 12:00" --city mycity --json
"""
DUTY = {"nobody": "nobody on duty", "not_stated": "no data: duty not stated", "no_units": "no data: none reported"}
KIND = option("kind", "Of what.", "KIND")


def _draw_nearest(answer: Mapping[str, Any], _given: Mapping[str, str]) -> None:
    console = kpi_table.wide_console()
    if answer["status"] == "no_data":
        console.print("no data: " + " ".join(answer["notes"]), markup=False)
        return
    table = kpi_table.plain_table("name", "kind", "state", figures=("metres", "seen s ago"))
    for one in answer["found"]:
        age = kpi_table.DASH if one["age_s"] is None else whole(one["age_s"])
        texts = map(kpi_table.plain_text, (one["name"], one["kind_name"], one["state_name"]))
        table.add_row(*texts, whole(one["metres"]), age)
    console.print(table)
    if not answer["found"]:
        console.print(f"None within {whole(answer['within_m'])} m.")


def _draw_workload(answer: Mapping[str, Any], _given: Mapping[str, str]) -> None:
    console = kpi_table.wide_console()
    figures = ("open", "overdue", "reported", "on duty", "heard of", "open for each")
    table = kpi_table.plain_table("area", "", figures=figures, others=("",))
    for one in (answer["whole"], *answer["rows"]):
        table.add_row(*_row(one))
    console.print(table)
    for note in answer["notes"]:
        console.print(f"note: {note}", markup=False)


def _draw_partners(answer: Mapping[str, Any], _given: Mapping[str, str]) -> None:
    console = kpi_table.wide_console()
    names = ("partner", "kind", "name", "membership", "joined", "left", "contact", "telephone", "link")
    table = kpi_table.plain_table(*names, figures=("behind s",))
    never = set(answer["never_reported"])
    for one in answer["partners"]:
        link = "never reported" if one["partner"] in never else one["link"] or kpi_table.DASH
        texts = [one[name] or kpi_table.DASH for name in names[:-1]]
        lag = kpi_table.DASH if one["lag_s"] is None else decimal(one["lag_s"], 1)
        table.add_row(*map(kpi_table.plain_text, (*texts, link)), lag)
    console.print(table)
    if answer["unexpected"]:
        told = ", ".join(answer["unexpected"])
        console.print(f"They report, but are not joined by the register: {told}", markup=False)
    for note in answer["notes"]:
        console.print(f"note: {note}", markup=False)
    for line in answer["refused"]:
        console.print(f"line {line['line']}: {line['why']}", markup=False)


def _draw_readings(answer: Mapping[str, Any], _given: Mapping[str, str]) -> None:
    console = kpi_table.wide_console()
    names = (kpi_table.plain_text(one["name"]) for one in answer["quantities"])
    table = kpi_table.plain_table("grid", "", *names)
    for grid in answer["grids"]:
        said = (reading["said"] for reading in grid["readings"])
        table.add_row(*map(kpi_table.plain_text, (grid["code"], grid["name"], *said)))
    console.print(table)
    for note in answer["notes"]:
        console.print(f"note: {note}", markup=False)


def _row(one: Mapping[str, Any]) -> list[str]:
    counts = (
        kpi_table.DASH if one[name] is None else whole(one[name])
        for name in ("open", "overdue", "units", "on_duty", "heard")
    )
    load = kpi_table.DASH if one["load"] is None else decimal(one["load"], 1)
    said = DUTY.get(one["duty"], f"few on duty (n = {one['on_duty']})" if one["few"] else "")
    code = "" if str(one["code"]).startswith("_") else str(one["code"])
    return [code, kpi_table.plain_text(one["name"]), *counts, load, said]


NEAREST = QuestionCommand(
    "nearest",
    HELP_NEAREST,
    (
        case_argument("A case instead of a point."),
        option("lat", "Latitude, WGS-84.", "DEGREES"),
        option("lng", "Longitude, WGS-84.", "DEGREES"),
        KIND,
        option("within_m", "Metres at most.", "M", "--within"),
        limit("Rows at most; 10 without."),
        LANG,
    ),
    _draw_nearest,
)
WORKLOAD = QuestionCommand("workload", HELP_WORKLOAD, (AREA, KIND, AS_OF, LANG), _draw_workload)
PARTNERS = QuestionCommand("partners", HELP_PARTNERS, (AS_OF, LANG), _draw_partners)
READINGS = QuestionCommand(
    "readings",
    HELP_READINGS,
    (argument("special_grid", "Codes of special grids, parted by commas.", "CODES"), AREA, AS_OF, RECORDED_AS_OF, LANG),
    _draw_readings,
)
