"""A length of time as the clock of a roll-call shows it. Pure; its twin is `clockOf` in roll_call.js."""

from __future__ import annotations

HOUR = 3600


def clock_text(seconds: float) -> str:
    """Whole minutes and seconds, from an hour on hours too: 2:05, 1:02:05."""
    hours, rest = divmod(max(0, int(seconds)), HOUR)
    minutes, seconds = divmod(rest, 60)
    return f"{hours}:{minutes:02d}:{seconds:02d}" if hours else f"{minutes}:{seconds:02d}"
