"""Demand: a simulated share of the city's cases for every micro-grid. Nothing here is measured."""

from __future__ import annotations

import numpy as np
from numpy.random import Generator
from numpy.typing import NDArray

_SPREAD = 0.7
"""Standard deviation of the logarithm of demand between micro-grids of the same kind."""
_RURAL = 0.3
"""Demand of a micro-grid of a village, as a share of one of an urban community."""


def demand_weights(urban: NDArray[np.bool_], rng: Generator) -> NDArray[np.float64]:
    """Simulated share of the city's cases of each micro-grid (they sum to 1), by whether its community is urban."""
    weight = np.where(urban, 1.0, _RURAL) * rng.lognormal(0.0, _SPREAD, size=len(urban))
    shares: NDArray[np.float64] = weight / weight.sum()
    return shares
