"""Hot spots: where more cases lie now than the same places had in comparable periods before, by more than chance. Pure.

A local statistic as of Getis and Ord (1992): the cases of an area and its nearest neighbours together, so that a spot
that lies across a border is seen. Expected is what the same neighbourhood had before, as far as the whole city has more
or fewer now. How much neighbourhoods vary is seen in the earlier periods; p is the upper tail of a negative binomial
with that variance, of all neighbourhoods corrected by the false discovery rate. Nothing is drawn by lot: the same cases
give the same spots.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
import scipy
from numpy.typing import NDArray

from queries.kpis.comparisons.chance import LEVEL, Values, false_discovery_adjusted

NEIGHBOURS = 6
LEAST_EARLIER = 5
POOLED_WEIGHT = 10.0
"""How many earlier periods the variation of all neighbourhoods together counts for beside a neighbourhood's own."""
Places = NDArray[np.int64]


@dataclass(frozen=True)
class Spot:
    """Areas beside each other (rows of the table given): cases now, in each earlier period, and expected now; q: the
    smallest share of false discoveries at which a neighbourhood in it is called one."""

    rows: tuple[int, ...]
    now: int
    earlier: tuple[int, ...]
    expected: float
    q: float


def neighbourhoods(x: Values, y: Values) -> scipy.sparse.csr_array:
    """1 for each area (row) and its NEIGHBOURS nearest and itself (columns), by middles in metres."""
    count = min(NEIGHBOURS + 1, len(x))
    _, near = scipy.spatial.cKDTree(np.column_stack([x, y])).query(np.column_stack([x, y]), k=count)
    near = near.reshape(len(x), count)
    rows = np.repeat(np.arange(len(x)), count)
    return scipy.sparse.csr_array((np.ones(near.size), (rows, near.ravel())), shape=(len(x), len(x)))


def hot_spots(now: Values, earlier: Values, beside: scipy.sparse.csr_array, least: int) -> list[Spot]:
    """The spots, most cases above what was expected first. now: cases of each area; earlier: shape (periods, areas);
    least: fewer cases than these are no spot, however unusual."""
    least = max(1, least)
    if len(earlier) < LEAST_EARLIER or now.sum() < least or not earlier.sum():
        return []
    around_now = beside @ now
    around_earlier = (beside @ earlier.T).T
    q = _judged(around_now, around_earlier, float(now.sum()), earlier.sum(axis=1))
    hot = (q <= LEVEL) & (around_now >= least)
    members = np.flatnonzero(
        ((beside.T @ hot.astype(float)) > 0) & (now > now.sum() * earlier.sum(axis=0) / earlier.sum())
    )
    if not len(members):
        return []
    touching = beside[members][:, members]
    _, of_spot = scipy.sparse.csgraph.connected_components(touching + touching.T, directed=False)
    share = earlier.sum(axis=0) / earlier.sum()
    spots = []
    for number in range(of_spot.max() + 1):
        rows = members[of_spot == number]
        reached = np.flatnonzero((beside[:, rows].sum(axis=1) > 0) & hot)
        if not len(reached) or now[rows].sum() < least:
            continue
        counts = tuple(int(one) for one in earlier[:, rows].sum(axis=1))
        spots.append(
            Spot(
                tuple(rows.tolist()),
                int(now[rows].sum()),
                counts,
                float(now.sum() * share[rows].sum()),
                float(q[reached].min()),
            )
        )
    return sorted(spots, key=lambda spot: (-(spot.now - spot.expected), spot.rows))


def _judged(now: Values, earlier: Values, total: float, totals: Values) -> Values:
    """q of each neighbourhood."""
    periods = len(earlier)
    every = float(totals.sum())
    held = earlier.sum(axis=0)
    share = (held + 0.5) / every
    expected = share * total
    usual = np.maximum(share[None, :] * totals[:, None], 1e-9)
    chi = ((earlier - usual) ** 2 / usual).sum(axis=0)
    known = held >= periods  # at least one case a period
    pooled = max(1.0, float(chi[known].mean()) / (periods - 1)) if known.any() else 1.0
    own = (chi + POOLED_WEIGHT * pooled) / (periods - 1 + POOLED_WEIGHT)
    variance = expected * np.maximum(1.0, np.maximum(own, pooled)) * (1 + total / every)
    p = _upper_tail(now, expected, variance)
    return false_discovery_adjusted(p)


def _upper_tail(cases: Values, mean: Values, variance: Values) -> Values:
    """The probability of at least so many cases: negative binomial, Poisson where the variance is the mean."""
    excess = np.maximum(variance - mean, 1e-9)
    size = mean**2 / excess
    with np.errstate(invalid="ignore"):
        wide = scipy.special.betainc(np.maximum(cases, 1), size, excess / variance)
    tail = np.where(variance > mean * 1.001, wide, scipy.special.pdtrc(np.maximum(cases, 1) - 1, mean))
    return np.where(cases > 0, tail, 1.0)
