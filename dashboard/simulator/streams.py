"""Random numbers of the simulated city: one stream for each purpose and day, the same for ever for one seed."""

from __future__ import annotations

from enum import IntEnum

import numpy as np


class Stream(IntEnum):
    """What a stream of random numbers is for; streams are independent."""

    DEMAND = 1
    LIFE = 2
    HOT_SPOTS = 3
    PACE = 4
    FLUCTUATION = 5
    PLAN = 6
    PROGRAMME = 7
    STORM = 8


def stream(seed: int, purpose: Stream, number: int) -> np.random.Generator:
    """The random numbers of (seed, purpose, day or other number), always the same."""
    return np.random.Generator(np.random.PCG64(np.random.SeedSequence([seed, int(purpose), number])))
