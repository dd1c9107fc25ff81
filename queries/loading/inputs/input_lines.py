"""Which input a line belongs to, when several are applied together."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import UTC, datetime

import numpy as np
import pyarrow as pa
from numpy.typing import NDArray

from queries.landing.folder import Landed

_NAIVE = pa.timestamp("us")

Lines = NDArray[np.int64]


@dataclass(frozen=True)
class InputLines:
    """Lines of several inputs, numbered through from 1; of a single input its own. before: lines before each input;
    before_deliveries: lines before each delivery, where the inputs are segments of several."""

    inputs: Sequence[Landed]
    before: Lines
    before_deliveries: Lines | None = None

    @classmethod
    def of_one(cls, landed: Landed) -> InputLines:
        """The lines of one input, however many."""
        return cls([landed], np.zeros(1, dtype=np.int64))

    @classmethod
    def numbered_through(
        cls, inputs: Sequence[Landed], rows: Sequence[int], of_deliveries: Sequence[int] = ()
    ) -> InputLines:
        """The lines of inputs with so many rows each, and of their deliveries."""
        return cls(inputs, _before(rows), _before(of_deliveries) if of_deliveries else None)

    def number_of(self, lines: Lines) -> Lines:
        """The place among the inputs of the one that each line belongs to."""
        number: Lines = np.searchsorted(self.before, lines, side="left") - 1
        return number

    def delivery_of(self, lines: Lines) -> Lines:
        """The place among all deliveries of the one that each line belongs to; 0 where an input is one delivery."""
        if self.before_deliveries is None:
            return np.zeros(len(lines), dtype=np.int64)
        delivery: Lines = np.searchsorted(self.before_deliveries, lines, side="left") - 1
        return delivery

    def own(self, lines: Lines) -> Lines:
        """The same lines as each input numbers them itself."""
        own: Lines = lines - self.before[self.number_of(lines)]
        return own

    def counted(self, lines: Lines) -> Lines:
        """How many of these lines each input has."""
        found: Lines = np.bincount(self.number_of(lines), minlength=len(self.inputs))
        return found

    def columns(self, lines: Lines) -> dict[str, pa.Array]:
        """What a row of the store has of its input: `input_number`, `batch`, `recorded_at` (naive UTC), own `line`."""
        number = pa.array(self.number_of(lines))
        batches = pa.array([one.batch for one in self.inputs], pa.string())
        moments = pa.array([naive_moment(one) for one in self.inputs], _NAIVE)
        return {
            "input_number": number,
            "batch": pa.DictionaryArray.from_arrays(number, batches),
            "recorded_at": moments.take(number),
            "line": pa.array(self.own(lines)),
        }


def _before(rows: Sequence[int]) -> Lines:
    counts = np.array(rows, dtype=np.int64)
    before: Lines = np.cumsum(counts) - counts
    return before


def naive_moment(landed: Landed) -> datetime:
    """When an input became known, naive UTC as in the store."""
    return landed.recorded_at.astimezone(UTC).replace(tzinfo=None)
