"""As near as a case is known that cannot be opened: never in an area of the deepest level."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cached_property

import numpy as np
from numpy.typing import NDArray

Numbers = NDArray[np.int32]
Degrees = NDArray[np.float64]


@dataclass(frozen=True, eq=False)
class CoarserAreas:
    """By the number of each area (from 1, none left out): the area itself, or the one above where it is of the deepest
    level, the middle of that (degrees WGS-84), and the last number inside the area."""

    above: Numbers
    lon: Degrees
    lat: Degrees
    last: Numbers

    def columns(self) -> dict[str, list[float]]:
        """What the views of closed lines join by the number of an area."""
        numbers = list(range(1, len(self.above) + 1))
        return {"number": numbers, "above": self.above.tolist(), "lon": self.lon.tolist(), "lat": self.lat.tolist()}

    def keeps(self, first: int, last: int) -> bool:
        """Whether a case lies between two numbers of areas, both inclusive, wherever the coarser of its areas does:
        all of an area that is not of the deepest level, or such an area without those inside it where none of them is
        of that level. Of any other numbers: False."""
        place = first - 1
        if not 0 <= place < len(self.above) or self.above[place] != first:
            return False
        return last == self.last[place] or (last == first and not self._has_deepest[place])

    def is_deepest(self, first: int, last: int) -> bool:
        """Whether these numbers are those of an area of the deepest level."""
        return first == last and 0 < first <= len(self.above) and bool(self.above[first - 1] != first)

    @cached_property
    def _has_deepest(self) -> NDArray[np.bool_]:
        numbers = np.arange(1, len(self.above) + 1)
        found = np.zeros(len(self.above), dtype=bool)
        found[self.above[self.above != numbers] - 1] = True
        return found
