"""Before and after a measure, in an area and in those that it is compared with: difference in differences. Pure.

Of rates and means the change in the area less the change in the controls; of numbers of cases the quotient of the two
quotients, less one (-0.2: a fifth fewer than if the area had gone the way of the controls). What days of the whole city
have in common cancels out; what varies is how the area differs from the controls day by day (of long periods week by
week, for days follow each other), at least as independent cases would.
"""

from __future__ import annotations

from dataclasses import dataclass
from itertools import pairwise

import numpy as np

from queries.kpis.comparisons import chance
from queries.kpis.comparisons.chance import Values
from queries.kpis.comparisons.comparing import Kind
from queries.kpis.comparisons.part_days import PartDays

BY_WEEKS_FROM_DAYS = 56
WEEK = 7
LEAST_PLACEBOS = 5


@dataclass(frozen=True)
class Side:
    """What the KPI was on one side before and after, of numbers cases a day; n: of how many cases."""

    before: float
    after: float
    n_before: int
    n_after: int


@dataclass(frozen=True)
class Difference:
    """effect, low, high: as the module says, with the 95 % interval; expected: what the area would have been after, had
    it gone the way of the controls; placebos: of how many controls the change against all the other controls is known,
    and of how many it is at least as large; None of few."""

    area: Side
    controls: Side
    effect: float
    low: float
    high: float
    expected: float
    placebos: tuple[int, int] | None = None

    @property
    def may_be_chance(self) -> bool:
        """Whether the interval holds no change."""
        return self.low <= 0 <= self.high


def difference(days: PartDays, kind: Kind, first_after: int) -> Difference | None:
    """Of the first part of `days` against all the others; first_after: the place of the first day after. None where one
    of the four numbers has no cases."""
    found = _against(days, kind, first_after, 0, list(range(1, len(days.codes))))
    if found is None or len(days.codes) - 1 < LEAST_PLACEBOS:
        return found
    own = [
        _against(days, kind, first_after, one, [other for other in range(1, len(days.codes)) if other != one])
        for one in range(1, len(days.codes))
    ]
    known = [abs(_size(one, kind)) for one in own if one]
    as_large = sum(size >= abs(_size(found, kind)) for size in known)
    return Difference(**{**vars(found), "placebos": (len(known), as_large)})


def is_of_few(found: Difference, kind: Kind, days: int, least_n: int) -> bool:
    """Whether the cases of the area are too few to be judged: of a share or mean on either side, of a number on both
    and in what would have been expected. days: on each side."""
    sizes = (found.area.n_before, found.area.n_after)
    return max(*sizes, found.expected * days) < least_n if kind == "number" else min(sizes) < least_n


def _size(found: Difference, kind: Kind) -> float:
    return float(np.log1p(found.effect)) if kind == "number" else found.effect


def _against(days: PartDays, kind: Kind, first_after: int, area: int, controls: list[int]) -> Difference | None:
    periods = (slice(0, first_after), slice(first_after, None))
    sides = [[_Sum(days, rows, period) for period in periods] for rows in ([area], controls)]
    if any(one.n <= 0 for side in sides for one in side):
        return None
    (own_before, own_after), (before, after) = sides
    parts = [_variance(own, other, kind) for own, other in ((own_before, before), (own_after, after))]
    variance = sum(one for one, _ in parts)
    degrees = variance**2 / sum(one**2 / (count - 1) for one, count in parts)
    reach = chance.reach(degrees) * float(np.sqrt(variance))
    if kind == "number":
        middle = float(np.log(own_after.value / own_before.value) - np.log(after.value / before.value))
        effect, low, high = (float(np.expm1(end)) for end in (middle, middle - reach, middle + reach))
        expected = own_before.value * after.value / before.value
    else:
        effect = (own_after.value - own_before.value) - (after.value - before.value)
        low, high = effect - reach, effect + reach
        expected = own_before.value + after.value - before.value
    said = [Side(one.value, other.value, int(one.n), int(other.n)) for one, other in sides]
    return Difference(said[0], said[1], effect, low, high, expected)


class _Sum:
    """Some parts together in a period."""

    def __init__(self, days: PartDays, rows: list[int], period: slice) -> None:
        self.top, self.bottom, self.counts = (
            one[rows][:, period].sum(axis=0) for one in (days.top, days.bottom, days.n)
        )
        self.squares = float(days.squares[rows][:, period].sum())
        if (days.bottom == 1).all():  # a number a day, whatever the parts
            self.bottom = np.ones_like(self.top)
        self.n = float(self.counts.sum())
        bottom = float(self.bottom.sum())
        self.value = float(self.top.sum()) / bottom if bottom else 0.0

    def moves(self, *, relative: bool) -> Values:
        """By how much each day moves the value, or its logarithm."""
        bottom = float(self.bottom.sum())
        moved: Values = (self.top - self.value * self.bottom) / bottom
        return moved / self.value if relative else moved

    def of_cases(self, kind: Kind) -> float:
        """The variance by independent cases: of a number that of its logarithm."""
        if kind == "number":
            return 1 / self.n
        if kind == "mean":
            return max(0.0, self.squares / self.n - self.value**2) / self.n
        share = (float(self.top.sum()) + 0.5) / (self.n + 1)
        return share * (1 - share) / self.n


def _variance(own: _Sum, other: _Sum, kind: Kind) -> tuple[float, int]:
    """The variance of the difference in one period, and of how many days or weeks it is known."""
    relative = kind == "number"
    moved = own.moves(relative=relative) - other.moves(relative=relative)
    if len(moved) >= BY_WEEKS_FROM_DAYS:
        ends = [*range(0, len(moved) - WEEK + 1, WEEK), len(moved)]
        moved = np.array([moved[first:end].sum() for first, end in pairwise(ends) if end > first])
    return max(float(chance.of_days(moved)), own.of_cases(kind) + other.of_cases(kind)), len(moved)
