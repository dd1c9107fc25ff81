"""Class breaks of the map and ticks of charts: quantiles and ranges moved to round numbers; classes in words. Pure."""

from __future__ import annotations

import math
from bisect import bisect_right
from collections.abc import Callable, Sequence

import numpy as np
from numpy.typing import NDArray

from dashboard.view.scene import Scene
from dashboard.words.numbers import brief

Number = int | float
CLASSES = 6
NO_CASES = CLASSES
"""The shade of what has no value, after those of the classes."""


def nice_step(width: Number) -> float:
    """The largest of …, 0.1, 0.2, 0.5, 1, 2, 5, … that is not above `width` (> 0)."""
    size: float = 10.0 ** math.floor(math.log10(width) + 1e-9)
    return max(size * factor for factor in (1, 2, 5) if size * factor <= width * (1 + 1e-9))


def class_breaks(values: Sequence[Number] | NDArray[np.float64], classes: int = CLASSES) -> tuple[Number, ...]:
    """At most `classes` - 1 ascending breaks: the quantiles of `values`, rounded to a step that suits their spread.

    Whole numbers get whole breaks. A value belongs to the class above a break that it equals. Equal values make no
    break.
    """
    given = np.asarray(values, dtype=np.float64)
    if not len(given) or given.min() == given.max():
        return ()
    low, high = float(given.min()), float(given.max())
    whole = bool(np.all(given == np.floor(given)))
    width = (high - low) / (classes * 4)
    if width < np.finfo(np.float64).tiny:
        return ()
    step = nice_step(width)
    if whole:
        step = max(1.0, step)
    cuts = np.quantile(given, np.arange(1, classes) / classes).tolist()
    rounded = [cut for cut in sorted({_rounded(cut, step) for cut in cuts}) if low < cut <= high]
    return tuple(int(cut) if whole else cut for cut in rounded)


def distinct_breaks(breaks: Sequence[Number], lowest: Number, write: Callable[[Number], str]) -> tuple[Number, ...]:
    """The breaks that differ from each other and from the `lowest` value as `write` writes them, so that no two lines
    of a legend are the same.
    """
    distinct: list[Number] = []
    for cut in breaks:
        if write(cut) != write(distinct[-1] if distinct else lowest):
            distinct.append(cut)
    return tuple(distinct)


def class_of(value: Number, breaks: Sequence[Number]) -> int:
    """0 for values below the first break … len(breaks) for those at or above the last."""
    return bisect_right(breaks, value)


def spread_classes(count: int, classes: int = CLASSES) -> tuple[int, ...]:
    """Which step of the colour ramp each of `count` classes takes, so that few classes still use its whole length."""
    if count == 1:
        return (classes // 2,)
    return tuple(round(index * (classes - 1) / (count - 1)) for index in range(count))


def ticks(low: Number, high: Number, about: int = 2) -> tuple[float, ...]:
    """Round numbers from at or below `low` to at or above `high`, about `about` steps apart."""
    if high <= low:
        high = low + 1
    step = nice_step((high - low) / about)
    first, last = math.floor(low / step + 1e-9), math.ceil(high / step - 1e-9)
    return tuple(_rounded(index * step, step) for index in range(first, last + 1))


def _rounded(value: Number, step: float) -> float:
    decimals = max(0, -math.floor(math.log10(step) + 1e-9))
    return round(math.floor(value / step + 0.5) * step, decimals)


def class_words(index: int, breaks: Sequence[float | int], unit: str, scene: Scene) -> str:
    """A class in words: its lower end, or the one number of cases that it can hold."""
    if not breaks:
        return scene.words("map.one_class")
    low = breaks[index - 1] if index else 1
    if unit == "case" and index < len(breaks) and breaks[index] - low == 1:
        return brief(low, unit, scene.words)
    return f"≥ {brief(low, unit, scene.words)}" if index else f"< {brief(breaks[0], unit, scene.words)}"
