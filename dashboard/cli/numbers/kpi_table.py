"""Answers and the dictionary as tables for people."""

import sys
from collections.abc import Iterable, Mapping, Sequence
from typing import Any

from rich.console import Console
from rich.table import Table

from dashboard.cli.terminal.output_encoding import print_json
from dashboard.words.catalogue import catalogue
from dashboard.words.numbers import decimal, whole

DASH = "–"


def wide_console() -> Console:
    """Stdout: as wide as the terminal; wide enough for every name when it goes into a file."""
    return Console(width=None if sys.stdout.isatty() else 200, highlight=False)


def plain_table(*names: str, figures: Iterable[str] = (), others: Iterable[str] = ()) -> Table:
    """A table of texts, then figures, then others, without lines."""
    table = Table(*names, box=None, header_style="bold", padding=(0, 2, 0, 0))
    for name in figures:
        table.add_column(name, justify="right")
    for name in others:
        table.add_column(name)
    return table


def figure(value: float | int | None, unit: str) -> str:
    """A value with its unit: 58,251 · 97.27 % · 4.12 days; a dash where there is none."""
    if value is None:
        return DASH
    if unit == "ratio":
        return f"{decimal(value * 100, 2)} %"
    return decimal(value, 0 if float(value).is_integer() else 2)


def print_answer(answer: Mapping[str, Any]) -> None:
    """The number, what it was made of and the parts asked for, on stdout."""
    console = wide_console()
    unit = str(answer["unit"])
    words = {"no_cases": "no cases", "no_data": "no data"}
    value = words.get(str(answer["status"])) or figure(answer["value"], unit)
    suffix = f" {unit}" if answer["value"] is not None and unit not in ("ratio", "case") else ""
    console.print(f"{answer['key']}  [bold]{value}{suffix}[/bold]")
    facts = Table(show_header=False, box=None, padding=(0, 2, 0, 0))
    for name, text in _facts(answer, unit):
        facts.add_row(name, text)
    console.print(facts)
    if answer["rows"]:
        console.print(_parts(answer["rows"], unit))
    for note in answer.get("notes", []):
        console.print(f"note: {note}", markup=False)


def why_no_cases(answer: Mapping[str, Any]) -> str:
    """Why the list behind a number has no case: there were none, or nothing is known."""
    if answer["status"] != "no_data":
        return "There are no cases."
    return "\n".join(["The list is empty because there is no data.", *(str(one) for one in answer.get("notes", []))])


def _facts(answer: Mapping[str, Any], unit: str) -> list[tuple[str, str]]:
    facts = [("area", str(answer["area"]))]
    facts += [(str(name), " or ".join(values)) for name, values in dict(answer.get("where") or {}).items()]
    if answer["numerator"] is not None and answer["denominator"] is not None:
        facts.append(("of", f"{figure(answer['numerator'], '')} / {figure(answer['denominator'], '')}"))
    facts += [
        ("n", DASH if answer["status"] == "no_data" else whole(answer["n"])),
        ("period", f"{answer['from'] or '…'} – {answer['to'] or '…'} ({answer['zone']}), basis {answer['basis']}"),
        ("as of", f"{answer['as_of']}, version {answer['version']}, sources {answer['freshness']['status']}"),
    ]
    if normal := answer.get("normal"):
        facts.append(("normal", _normal(normal, unit)))
    if target := answer.get("target"):
        facts.append(("target", _target(target, unit)))
    if compared := answer.get("compared"):
        facts.append(("compared", _compared(compared, unit)))
    for name, value in dict(answer.get("statistics") or {}).items():
        facts.append((str(name), f"{figure(value, '')} {unit}"))
    return facts


def _normal(normal: Mapping[str, Any], unit: str) -> str:
    """The band with its n, where the number lies in it, and the first days that were compared."""
    first_days = ", ".join(str(one["from"]) for one in normal["periods"])
    compared = f"{normal['n']} earlier: {first_days}" if normal["n"] else "nothing earlier can be compared"
    compared = "; ".join([compared, *normal["notes"]])
    if normal["low"] is None:
        return f"{DASH} ({compared})"
    band = f"{figure(normal['low'], unit)} – {figure(normal['high'], unit)}, middle {figure(normal['middle'], unit)}"
    return f"{band} [bold]{normal['place'] or ''}[/bold] ({compared})"


def _target(target: Mapping[str, Any], unit: str) -> str:
    """What the number should be, and whether it is."""
    met = {True: "met", False: "missed", None: "not judged"}[target["met"]]
    return f"{target['direction'].replace('_', ' ')} {figure(target['value'], unit)} [bold]{met}[/bold]"


def _compared(compared: Mapping[str, Any], unit: str) -> str:
    """The earlier number with its days and the change, or why nothing is compared."""
    if compared["from"] is None:
        return f"{DASH} (an open period has nothing before it)"
    days = f"{compared['from']} – {compared['to']} as of {compared['as_of']}"
    days += ", aligned by the Spring Festival" if compared["by_festival"] else ""
    if compared["change"] is None:
        return f"{DASH} ({days}): {' '.join(compared['notes']) or 'no cases'}"
    change = compared["change"] * 100 if unit == "ratio" else compared["change"]
    points = " points" if unit == "ratio" else ""
    return f"{figure(compared['value'], unit)} ({days}), change {decimal(change, 2)}{points}"


def _parts(rows: Sequence[Mapping[str, Any]], unit: str) -> Table:
    with_normal = any("normal_low" in row for row in rows)
    figures = ("value", "n", "numerator", "denominator", *(["normal"] if with_normal else []))
    table = plain_table("code", "name", figures=figures)
    for row in rows:
        is_unknown = row["value"] is None and row["denominator"] is None
        parts = [figure(row["value"], unit), DASH if is_unknown else whole(row["n"])]
        parts += [figure(row["numerator"], ""), figure(row["denominator"], "")]
        parts += [_normal_of_day(row, unit)] if with_normal else []
        code = "" if str(row["code"]).startswith("_") else plain_text(row["code"])  # of no area or value
        table.add_row(code, plain_text(row["name"]), *parts)
    return table


def _normal_of_day(row: Mapping[str, Any], unit: str) -> str:
    """The band of a day, and where its number lies if outside."""
    if row["normal_low"] is None:
        return DASH
    outside = f"[bold]{row['normal_place']}[/bold] " if row["normal_place"] in ("below", "above") else ""
    return f"{outside}{figure(row['normal_low'], unit)} – {figure(row['normal_high'], unit)}"


def plain_text(text: object) -> str:
    """Text of a source without control characters and without rich's markup."""
    return "".join(letter for letter in str(text or "") if letter.isprintable()).replace("[", r"\[")


def print_dictionary(metrics: Sequence[Mapping[str, Any]], as_json: bool) -> None:
    """All KPIs: key, names, unit, basis and other denominators."""
    if as_json:
        print_json(metrics)
        return
    names = [catalogue(language)("dictionary.name_in_language") for language in ("zh-CN", "en")]
    columns = ("key", *names, "unit", "basis", "denominators")
    table = plain_table(*columns)
    for metric in metrics:
        denominators = ", ".join(metric["denominators"])
        table.add_row(metric["key"], metric["zh"], metric["en"], metric["unit"], metric["basis"], denominators)
    wide_console().print(table)
