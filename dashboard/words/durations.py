"""Lengths of time as a reader of the language writes them: 2天3小时, 14.4 min. Pure."""

from __future__ import annotations

from datetime import timedelta

from dashboard.words.catalogue import Catalogue
from dashboard.words.numbers import brief, figure, whole

HOUR = 3600
UNITS = ((86_400, "day"), (3600, "hour"), (60, "minute"), (1, "second"))


def span_text(span: timedelta, words: Catalogue) -> str:
    """A length of time in two units at most, whole and cut: 6小时29分钟; a negative one is 0 s."""
    seconds = max(0, int(span.total_seconds()))
    parts: list[tuple[int, str]] = []
    for size, unit in UNITS:
        count, seconds = divmod(seconds, size)
        if parts or count or size == 1:
            parts.append((count, unit))
    shown = [parts[0], *[part for part in parts[1:2] if part[0]]]
    gap = " " if words.is_english else ""
    return gap.join(f"{whole(count)}{gap}{words.unit(unit, one=count == 1)}" for count, unit in shown)


def lag_text(seconds: float | None, words: Catalogue) -> str:
    """A lag in the unit that a person would use; a dash where none is known."""
    if seconds is None:
        return "—"
    whole_seconds = max(0, round(seconds))
    write = brief if whole_seconds < 60 else figure
    return str(write(whole_seconds, "second", words))


def running_clock(seconds: float) -> str:
    """Whole minutes and seconds as a clock that runs shows them, from an hour on hours too: 2:05, 1:02:05. Its twin is
    `clockOf` in roll_call.js."""
    hours, rest = divmod(max(0, int(seconds)), HOUR)
    minutes, whole = divmod(rest, 60)
    return f"{hours}:{minutes:02d}:{whole:02d}" if hours else f"{minutes}:{whole:02d}"
