"""The value axis of a chart. Pure."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from dashboard.display.classes import ticks
from dashboard.words.numbers import unit_name


@dataclass(frozen=True)
class Axis:
    """A range and the round numbers marked on it."""

    low: float
    high: float
    marks: tuple[float, ...]


def axis(values: Sequence[float | int | None], unit: str) -> Axis:
    """Counts and durations start at zero, durations with round marks in the unit in which a person would state them; a
    ratio that stays above one half starts below its lowest value, and ends at 1.
    """
    present = [value for value in values if value is not None]
    if not present:
        return Axis(0, 1, (0, 1))
    low = min(present) if unit == "ratio" and min(present) > 0.5 else 0
    _, times = unit_name(max(present), unit)
    marks = tuple(mark / times for mark in ticks(low * times, max(present) * times))
    if unit == "ratio" and marks[-1] > 1:
        marks = tuple(mark for mark in ticks(low, 1) if mark <= 1)
    high = max(marks[-1], *present)
    return Axis(min(marks[0], low), high if high > marks[0] else marks[0] + 1, marks)
