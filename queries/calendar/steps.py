"""Days, weeks and months as steps of a series; a step is one of STEPS. Pure."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date, timedelta

STEPS = ("day", "week", "month")


def first_of(step: str, day: date) -> date:
    """The first day of the step that a day lies in: itself, its Monday, the first of its month."""
    if step == "month":
        return day.replace(day=1)
    return day - timedelta(days=day.weekday()) if step == "week" else day


def last_of(step: str, day: date) -> date:
    """The last day of the step that a day lies in."""
    if step == "month":
        return (day.replace(day=28) + timedelta(days=4)).replace(day=1) - timedelta(days=1)
    return first_of(step, day) + timedelta(days=6) if step == "week" else day


def grouped(step: str, days: Sequence[date]) -> dict[date, tuple[date, ...]]:
    """The days of each step by its first day, in order; a step at the edge has those of its days that are given."""
    found: dict[date, list[date]] = {}
    for day in days:
        found.setdefault(first_of(step, day), []).append(day)
    return {first: tuple(members) for first, members in found.items()}
