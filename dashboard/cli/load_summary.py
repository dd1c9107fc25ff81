"""What a load did, told to the person who ordered it."""

from collections.abc import Mapping
from typing import Any

from rich.console import Console
from rich.table import Table

COUNTS = ("read", "loaded", "superseded", "duplicate", "refused")


def print_summary(summary: Mapping[str, Any]) -> None:
    """Counts first, then whatever deserves a look, on stdout."""
    console = Console(soft_wrap=True, markup=False, highlight=False)
    console.print(f"{summary['file']} → source {summary['source']}, {summary['seconds']:.1f} s")
    table = Table(*COUNTS, box=None, padding=(0, 3, 0, 0))
    table.add_row(*(f"{summary[name]:,}" for name in COUNTS))
    console.print(table)
    for line in remarks(summary):
        console.print(f"  {line}")


def remarks(summary: Mapping[str, Any]) -> list[str]:
    """One line each for refusals, default points, unknown columns and words, disagreements and warnings."""
    lines = [f"refused: {count:,} × {reason}" for reason, count in dict(summary["reasons"]).items()]
    placed = ", ".join(f"{how} {count:,}" for how, count in dict(summary["placed_by"]).items())
    lines += [f"placed by: {placed}"] if placed else []
    for point in summary["default_points"]:
        lon, lat, count = point.values() if isinstance(point, Mapping) else point
        lines.append(f"default point {lat:.4f}, {lon:.4f}: shared by {count:,} cases, so it places none of them")
    if summary["disagreements"]:
        lines.append(f"point and named area disagree: {summary['disagreements']:,} (the point counts)")
    if summary["unrecognised"]:
        lines.append(f"columns not recognised: {', '.join(summary['unrecognised'])}")
    lines += _words(summary["unknown_words"])
    return lines + [str(warning) for warning in summary["warnings"]]


def _words(unknown: Any) -> list[str]:
    """unknown_words: column → {word: count}, or column → words."""
    lines = []
    for column, words in dict(unknown).items():
        told = [f"{word} ({count:,})" for word, count in words.items()] if isinstance(words, Mapping) else [str(words)]
        lines.append(f"words not known in {column}: {', '.join(told[:10])}{' …' if len(told) > 10 else ''}")
    return lines
