"""How far chance moves a number, and which of many differences are more than that. Pure; arrays over the parts.

Cases of a day come together (a storm, a burst pipe), so days are what varies independently, not cases: the variance of
a quotient of sums is that of its days (Cochran, 1977, "Sampling Techniques", ch. 6, of ratio estimators), and where
these vary less than independent cases would (Poisson, binomial), that of independent cases.
"""

from __future__ import annotations

import numpy as np
import scipy  # its parts are imported when they are asked for, which most commands never do
from numpy.typing import NDArray

Values = NDArray[np.float64]
LEAST_DAYS = 7
"""From fewer days nothing is said of how they vary."""
LEVEL = 0.05
"""Of the differences called significant this share is expected to be chance."""
MANY_DAYS = 1e6


def level_of_false_discoveries() -> float:
    """The share of false discoveries among what is called a difference."""
    return LEVEL


def false_discovery_adjusted(p: Values) -> Values:
    """The smallest share of false discoveries at which each is called one (Benjamini and Hochberg, 1995)."""
    order = np.argsort(p)[::-1]
    ranked = p[order] * len(p) / np.arange(len(p), 0, -1)
    adjusted = np.empty(len(p))
    adjusted[order] = np.minimum(1.0, np.minimum.accumulate(ranked))
    return adjusted


def of_days(parts: Values) -> Values:
    """The variance of a sum over the last axis, from how its terms vary; 0 of fewer than LEAST_DAYS, of which
    nothing is known."""
    count = parts.shape[-1]
    if count < LEAST_DAYS:
        return np.zeros(parts.shape[:-1])
    middle = parts.mean(axis=-1, keepdims=True)
    return np.asarray(count / (count - 1) * ((parts - middle) ** 2).sum(axis=-1))


def two_sided(difference: Values, variance: Values, degrees: Values) -> Values:
    """p of differences, by Student's t; 1 where nothing can be said."""
    with np.errstate(divide="ignore", invalid="ignore"):
        t = np.abs(difference) / np.sqrt(variance)
    return np.where(variance > 0, np.minimum(1.0, 2 * scipy.special.stdtr(degrees, -np.nan_to_num(t))), 1.0)


def reach(degrees: float) -> float:
    """How many standard deviations a 95 % interval reaches to either side."""
    return float(scipy.special.stdtrit(degrees, 1 - LEVEL / 2))


def share_interval(hits: Values, n: Values, inflation: Values) -> tuple[Values, Values]:
    """95 % interval of a share (Wilson, 1927); inflation: how many times more it varies than of independent cases."""
    z2 = reach(MANY_DAYS) ** 2
    with np.errstate(divide="ignore", invalid="ignore"):
        size = n / inflation
        share = hits / n
        middle = (share + z2 / (2 * size)) / (1 + z2 / size)
        half = np.sqrt(z2) / (1 + z2 / size) * np.sqrt(share * (1 - share) / size + z2 / (4 * size**2))
    return np.maximum(0.0, middle - half), np.minimum(1.0, middle + half)


def number_interval(cases: Values, inflation: Values) -> tuple[Values, Values]:
    """95 % interval of the mean of a number of cases (Garwood, 1936), inflated as `share_interval`."""
    size = cases / inflation
    low = np.where(size > 0, scipy.special.gammaincinv(np.maximum(size, 1e-9), LEVEL / 2), 0.0)
    return low * inflation, scipy.special.gammainccinv(size + 1, LEVEL / 2) * inflation


def exact_of_number(cases: float, of: float, share: float) -> float:
    """p, two-sided, of a part having so many of all cases when it has this share of what they come from."""
    number = int(of)
    below = scipy.special.bdtr(cases, number, share)
    above = scipy.special.bdtrc(cases - 1, number, share) if cases > 0 else 1.0
    return float(min(1.0, 2 * min(below, above)))


def exact_of_share(hits: float, n: float, all_hits: float, all_n: float) -> float:
    """p, two-sided, of a part of n cases having so many of all hits (Fisher, 1935)."""
    possible = np.arange(max(0.0, all_hits - (all_n - n)), min(n, all_hits) + 1)
    chance = np.exp(_choose(n, possible) + _choose(all_n - n, all_hits - possible) - _choose(all_n, all_hits))
    below, above = chance[possible <= hits].sum(), chance[possible >= hits].sum()
    return float(min(1.0, 2 * min(below, above)))


def _choose(n: float, k: Values | float) -> Values:
    """The logarithm of the number of ways to take k of n."""
    gammaln = scipy.special.gammaln
    return np.asarray(gammaln(n + 1) - gammaln(np.asarray(k) + 1) - gammaln(n - np.asarray(k) + 1))
