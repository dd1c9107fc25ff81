"""Quotas: how many areas of a level each parent gets, so that the published counts come out exactly."""

from __future__ import annotations

import heapq

import numpy as np
from numpy.typing import ArrayLike, NDArray

Counts = NDArray[np.int64]


def largest_remainder(weights: ArrayLike, total: int, most: ArrayLike | None = None, least: int = 1) -> Counts:
    """Whole numbers proportional to `weights` that sum to `total`, each at least `least` and at most `most`.

    Largest remainders get what rounding leaves over; shares beyond a bound are fixed at it and the rest is shared anew.
    Raises ValueError when the bounds cannot hold `total`.
    """
    weight = np.asarray(weights, dtype=np.float64)
    upper = np.full(len(weight), total, dtype=np.int64) if most is None else np.asarray(most, dtype=np.int64)
    lower = np.minimum(least, upper)
    if not lower.sum() <= total <= upper.sum():
        raise ValueError(f"{len(weight)} quotas between {lower.sum()} and {upper.sum()} cannot sum to {total}")
    low, high = 0.0, total / weight[weight > 0].min()
    for _ in range(200):
        middle = (low + high) / 2
        if np.clip(weight * middle, lower, upper).sum() < total:
            low = middle
        else:
            high = middle
    share = np.clip(weight * low, lower, upper)
    counts = np.floor(share + 1e-9).astype(np.int64)
    left = total - int(counts.sum())
    open_to_more = np.flatnonzero(counts < upper)
    order = open_to_more[np.argsort(-(share - counts)[open_to_more], kind="stable")]
    counts[order[:left]] += 1
    return counts


def fewest_for_the_land(held: ArrayLike, land: ArrayLike, added: int) -> Counts:
    """`held` plus `added` more, one after the other where there is most land for each that would be held."""
    counts = np.asarray(held, dtype=np.int64).copy()
    land = np.asarray(land, dtype=np.float64)
    waiting = [(-float(land[row]) / (count + 1), row) for row, count in enumerate(counts.tolist())]
    for row in np.flatnonzero(counts == 0).tolist():
        waiting[row] = (-np.inf, row)
    heapq.heapify(waiting)
    for _ in range(added):
        _, row = heapq.heappop(waiting)
        counts[row] += 1
        heapq.heappush(waiting, (-float(land[row]) / (counts[row] + 1), row))
    return counts
