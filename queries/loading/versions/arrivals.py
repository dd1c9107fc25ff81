"""Rows that only their arrival orders: of each input and case the last one counts, unless it says what was said before.

Which is the last: that of the later delivery; within one delivery, whose rows have no order, the one with the later
time of its life cycle, and then the greater hash.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Protocol

import numpy as np
from numpy.typing import NDArray

Numbers = NDArray[np.int64]
Hashes = NDArray[np.uint64]
Marks = NDArray[np.bool_]


@dataclass(frozen=True)
class ArrivalOrder:
    """Of each version, shape (versions,): whether it is an arrival at all; wins: is the last of its case in its input;
    repeats: wins and says what the one before it said; seen: what it says was said before, current or not."""

    is_arrival: Marks
    wins: Marks
    repeats: Marks
    seen: Marks


class Distinct(Protocol):
    """Distinct versions: case, number of the input, and rank by delivery, latest time and hash within an input."""

    @property
    def case(self) -> Numbers: ...
    @property
    def input_number(self) -> Numbers: ...
    @property
    def rank(self) -> Numbers: ...


def order_of_arrivals(
    is_arrival: Marks, versions: Distinct, row_hash: Hashes, said: Hashes, is_held: Marks
) -> ArrivalOrder:
    """The order among versions. said: the hash of the case that is held, where one is."""
    case, input_number, rank = versions.case, versions.input_number, versions.rank
    wins, repeats, seen = (np.zeros(len(case), dtype=bool) for _ in range(3))
    found = ArrivalOrder(is_arrival, wins, repeats, seen)
    places = np.flatnonzero(is_arrival)
    order = places[np.lexsort((rank[places], input_number[places], case[places]))]
    is_last = np.ones(len(order), dtype=bool)
    is_last[:-1] = (np.diff(case[order]) != 0) | (np.diff(input_number[order]) != 0)
    last = order[is_last]
    wins[last] = True
    follows = np.append(False, np.diff(case[last]) == 0)[: len(last)]
    before = np.where(follows, np.append(np.uint64(0), row_hash[last][:-1])[: len(last)], said[last])
    repeats[last] = (follows | is_held[last]) & (row_hash[last] == before)
    by_content = places[np.lexsort((input_number[places], row_hash[places], case[places]))]
    again = (np.diff(case[by_content]) == 0) & (np.diff(row_hash[by_content]) == 0)
    seen[by_content[1:]] = again
    seen[places] |= is_held[places] & (row_hash[places] == said[places])
    return found
