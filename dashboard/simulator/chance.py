"""Random numbers without state: the same for the same arguments, in any process and in any order of calls."""

from __future__ import annotations

from enum import IntEnum

import numpy as np
from numpy.typing import ArrayLike, NDArray

_GOLDEN = np.uint64(0x9E3779B97F4A7C15)
_FIRST, _SECOND = np.uint64(0xBF58476D1CE4E5B9), np.uint64(0x94D049BB133111EB)
_AFTER_STREAMS = 1_000  # purposes of streams.py are smaller


def chances(seed: int, purpose: IntEnum, *numbers: ArrayLike) -> NDArray[np.float64]:
    """One number in 0 ≤ x < 1 for each row of `numbers` (whole numbers ≥ 0, broadcast), evenly spread.

    purpose: what the chance decides, below 64; chances of different purposes are independent. The generator is
    splitmix64 (Steele, Lea, Flood, Fast splittable pseudorandom number generators, 2014).
    """
    bits = _mixed(np.array(seed * 64 + int(purpose), dtype=np.uint64))
    for number in numbers:
        bits = _mixed(bits ^ np.asarray(number).astype(np.uint64))
    return np.asarray((bits >> np.uint64(11)) * 2.0**-53, dtype=np.float64)


def generator(seed: int, purpose: IntEnum, number: int = 0) -> np.random.Generator:
    """A stream of random numbers of its own."""
    return np.random.Generator(np.random.PCG64(np.random.SeedSequence([seed, _AFTER_STREAMS + int(purpose), number])))


def _mixed(bits: NDArray[np.uint64]) -> NDArray[np.uint64]:
    with np.errstate(over="ignore"):
        bits = bits + _GOLDEN
        bits = (bits ^ (bits >> np.uint64(30))) * _FIRST
        bits = (bits ^ (bits >> np.uint64(27))) * _SECOND
    return np.asarray(bits ^ (bits >> np.uint64(31)), dtype=np.uint64)
