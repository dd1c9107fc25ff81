"""The summary of a load, printed for the person who started it."""

from collections.abc import Mapping
from typing import Any

from rich.table import Table

from dashboard.cli.numbers.kpi_table import wide_console
from dashboard.words.numbers import decimal, whole

NEWER_BY = {
    "number": "the source's number decides, in whatever order rows arrive",
    "update_time": "the update time decides, in whatever order rows arrive",
    "arrival": "what arrives later is newer, since the source has neither version nor update time",
}
COUNTS = ("read", "loaded", "superseded", "duplicate", "refused")


def print_summary(summary: Mapping[str, Any]) -> None:
    """Counts first, then whatever deserves a look, on stdout."""
    console = wide_console()
    console.print(f"{summary['file']} → source {summary['source']}, {decimal(summary['seconds'], 1)} s", markup=False)
    table = Table(*COUNTS, box=None, padding=(0, 3, 0, 0))
    table.add_row(*(whole(summary[name]) for name in COUNTS))
    console.print(table)
    for line in remarks(summary):
        console.print(f"  {line}", markup=False)


def remarks(summary: Mapping[str, Any]) -> list[str]:
    """One line each for refusals, placing, columns, and the loader's own sentences (default points, words, offsets)."""
    lines = [f"refused: {whole(count)} × {reason}" for reason, count in dict(summary["reasons"]).items()]
    placed = ", ".join(f"{how} {whole(count)}" for how, count in dict(summary["placed_by"]).items())
    lines += [f"placed by: {placed}"] if placed else []
    if summary["newer_by"]:
        lines.append(f"which version of a case is newer: {NEWER_BY[summary['newer_by']]}")
    if summary["unrecognised"]:
        lines.append(f"columns not recognised: {', '.join(summary['unrecognised'])}")
    if summary["withheld"]:
        lines.append(f"personal data, not stored in clear: {', '.join(summary['withheld'])}")
    return lines + [str(warning) for warning in summary["warnings"]]
