"""The classes of the heat: round, six, from a fiftieth of the densest to the densest; and values as one byte each."""

from __future__ import annotations

import math

import numpy as np
from numpy.typing import NDArray

from dashboard.map.heat.kernel import Raster
from dashboard.words.numbers import short_decimal

CLASSES = 6
STEP = 36  # of a byte: 0..35 below the first break, 36..71 in the first class, …
SERIES = (1.0, 2.0, 5.0)


def breaks_below(top: float) -> tuple[float, ...]:
    """The lower ends of CLASSES classes, ascending: of …, 0.5, 1, 2, 5, 10, … those up to `top`; none when it is 0."""
    if not top > 0 or not math.isfinite(top):
        return ()
    size = math.floor(math.log10(top) + 1e-9)
    series = [factor * 10.0**power for power in range(size - 3, size + 1) for factor in SERIES]
    below = [cut for cut in series if cut <= top * (1 + 1e-9)]
    return tuple(round(cut, max(0, 4 - size)) for cut in below[-CLASSES:])


def as_bytes(values: Raster, breaks: tuple[float, ...]) -> NDArray[np.uint8]:
    """How far up the classes each value lies: STEP bytes a class, even inside it; the last class ends at twice its
    break. Nothing without breaks."""
    if not breaks:
        return np.zeros(values.shape, dtype=np.uint8)
    ends = [0.0, *breaks, 2 * breaks[-1]]
    marks = [STEP * index for index in range(len(ends))]
    marks[-1] -= 1
    lowest = STEP * np.searchsorted(breaks, values, side="right")  # a value never rounds up to a break above it
    return np.clip(np.floor(np.interp(values, ends, marks) + 1e-9), lowest, lowest + STEP - 1).astype(np.uint8)


def heat_class_words(breaks: tuple[float, ...]) -> list[tuple[int, str]]:
    """Number (1 is the lowest) and words of each class."""
    return [(index, f"≥ {short_decimal(cut, 10)}") for index, cut in enumerate(breaks, start=1)]
