"""Parts beside each other: the value of each with its interval, and which differ from all the others together by more
than chance. Pure."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import Literal

import numpy as np
from numpy.typing import NDArray

from queries.kpis.answer_rows import UNKNOWN
from queries.kpis.comparisons import chance
from queries.kpis.comparisons.chance import Values
from queries.kpis.comparisons.part_days import PartDays

Kind = Literal["number", "share", "mean"]
Verdict = Literal["more", "less", "no_difference", "few", "not_judged"]
FEW = 10
"""Of fewer cases on either side an exact test must agree."""


@dataclass(frozen=True)
class ComparedPart:
    """One part. value (None without cases), low, high: of the KPI and its 95 % interval, a number of cases per `scale`
    of its exposure; n: cases; difference: from all others together, of a number as a share of theirs (0.5: half as many
    again), else in the unit of the KPI; q: the share of false discoveries at which it is called one; verdict: by LEVEL.
    """

    code: str
    name: str
    value: float | None
    low: float | None
    high: float | None
    n: int
    difference: float | None = None
    q: float | None = None
    verdict: Verdict = "not_judged"


@dataclass(frozen=True, eq=False)
class Exposure:
    """What numbers of cases are divided by: `of` each part (shape (parts,)), so many `scale` at a time; by: residents
    or cases (reported)."""

    by: Literal["residents", "cases"]
    of: Values
    scale: float


def compared(days: PartDays, kind: Kind, exposure: Exposure | None, least_n: int) -> list[ComparedPart]:
    """All parts, largest value first. exposure: of numbers; without one they are not judged, because large parts have
    more cases than small ones. least_n: of how many cases a share or mean must be to be judged, of numbers either there
    are so many or would be if the part were like the others."""
    top, bottom = days.top, days.bottom
    if kind == "number" and exposure:
        bottom = np.repeat(exposure.of[:, None] / max(1, len(days.days)) / exposure.scale, max(1, top.shape[1]), axis=1)
    spread = _Spread(days, kind, top, bottom)
    known = bottom.sum(axis=1) > 0
    judged = _judged(days, kind, exposure, least_n, bottom)
    difference, p = spread.against_others()
    q = np.ones(len(p))
    q[judged] = chance.false_discovery_adjusted(p[judged])
    # A number without exposure is that of the whole period, not of a day.
    factor = float(max(1, len(days.days))) if kind == "number" and exposure is None else 1.0
    low, high = (factor * one for one in spread.intervals())
    value = factor * _quotient(top.sum(axis=1), bottom.sum(axis=1))
    parts = []
    for place, (code, name) in enumerate(zip(days.codes, days.names, strict=True)):
        n = int(days.n[place].sum())
        if not known[place] or (kind != "number" and not n):
            parts.append(ComparedPart(code, name, None, None, None, n))
            continue
        part = ComparedPart(code, name, float(value[place]), float(low[place]), float(high[place]), n)
        if judged[place]:
            verdict = _verdict(float(q[place]), float(difference[place]))
            part = replace(part, difference=float(difference[place]), q=float(q[place]), verdict=verdict)
        elif n < least_n and (kind != "number" or exposure):
            part = replace(part, verdict="few")
        parts.append(part)
    return sorted(parts, key=lambda one: (one.verdict == "few", -(-1 if one.value is None else one.value), one.code))


def _verdict(q: float, difference: float) -> Verdict:
    if q > chance.LEVEL:
        return "no_difference"
    return "more" if difference > 0 else "less"


def _judged(days: PartDays, kind: Kind, exposure: Exposure | None, least_n: int, bottom: Values) -> NDArray[np.bool_]:
    """The parts that are compared with the others: those with a name, an exposure and cases enough."""
    named = np.array([code != UNKNOWN for code in days.codes], dtype=bool)
    n, known = days.n.sum(axis=1), bottom.sum(axis=1) > 0
    if kind == "number":
        n = np.maximum(n, _if_like_the_others(n, bottom.sum(axis=1)))
    has_measure = kind != "number" or exposure is not None
    judged: NDArray[np.bool_] = named & known & (n >= max(1, least_n)) & has_measure
    return judged if known.sum() > 1 else np.zeros_like(judged)


def _if_like_the_others(n: Values, exposure: Values) -> Values:
    """How many cases each part would have at the rate of all others together."""
    return _quotient(n.sum() - n, exposure.sum() - exposure) * exposure


def _quotient(top: Values, bottom: Values) -> Values:
    return np.divide(top, bottom, out=np.zeros_like(top), where=bottom > 0)


@dataclass(frozen=True, eq=False)
class _Spread:
    """How the parts vary: over the days, and by chance of single cases."""

    days: PartDays
    kind: Kind
    top: Values
    bottom: Values

    def intervals(self) -> tuple[Values, Values]:
        """Lower and upper ends of the 95 % intervals of the values."""
        tops, bottoms = self.top.sum(axis=1), self.bottom.sum(axis=1)
        value = _quotient(tops, bottoms)
        of_days = chance.of_days(_influence(self.top, self.bottom))
        of_cases = self._of_cases(tops, bottoms, self.days.squares.sum(axis=1))
        if self.kind == "mean":
            half = chance.reach(max(1, self.top.shape[1] - 1)) * np.sqrt(np.maximum(of_days, of_cases))
            return np.maximum(0.0, value - half), value + half
        inflation = np.maximum(1.0, _quotient(of_days, of_cases))
        if self.kind == "share":
            return chance.share_interval(tops, bottoms, inflation)
        low, high = chance.number_interval(tops, inflation)
        return _quotient(low, bottoms), _quotient(high, bottoms)

    def against_others(self) -> tuple[Values, Values]:
        """The difference of each from all others together, and its p before it is adjusted."""
        other_top, other_bottom = self.top.sum(axis=0) - self.top, self.bottom.sum(axis=0) - self.bottom
        tops, bottoms = self.top.sum(axis=1), self.bottom.sum(axis=1)
        others = (other_top.sum(axis=1), other_bottom.sum(axis=1))
        value, other = _quotient(tops, bottoms), _quotient(*others)
        squares = self.days.squares.sum(axis=1)
        of_days = chance.of_days(_influence(self.top, self.bottom) - _influence(other_top, other_bottom))
        of_cases = self._of_cases(tops, bottoms, squares) + self._of_cases(*others, squares.sum() - squares)
        # How often more than by single cases a part varies is known from few days: half is taken from all the others.
        own = _quotient(of_days, of_cases)
        inflation = np.maximum(1.0, (own + own[of_cases > 0].mean() if (of_cases > 0).any() else own) / 2)
        variance = inflation * self._of_cases_if_alike(tops, bottoms, others[1], float(squares.sum()))
        degrees = np.where(inflation > 1, max(1, self.top.shape[1] - 1), chance.MANY_DAYS)
        p = chance.two_sided(value - other, variance, degrees)
        p = np.maximum(p, [self._exact(place) for place in range(len(p))])
        shown = _quotient(value, other) - 1 if self.kind == "number" else value - other
        return shown, p

    def _of_cases(self, top: Values, bottom: Values, squares: Values) -> Values:
        """The variance of the value if cases came independently of each other."""
        value = _quotient(top, bottom)
        if self.kind == "number":
            return _quotient(np.maximum(top, 0.5), bottom**2)
        if self.kind == "mean":
            return _quotient(np.maximum(0.0, _quotient(squares, bottom) - value**2), bottom)
        share = (top + 0.5) / (bottom + 1)
        return _quotient(share * (1 - share), bottom)

    def _of_cases_if_alike(self, top: Values, bottom: Values, other_bottom: Values, squares: float) -> Values:
        """The variance of the difference if cases came independently and no part differed from the others."""
        size = float(bottom.sum())
        value = float(top.sum()) / size if size else 0.0
        if self.kind == "number":
            single = value
        elif self.kind == "mean":
            single = max(0.0, squares / size - value**2) if size else 0.0
        else:
            single = value * (1 - value)
        return single * (_quotient(np.ones_like(bottom), bottom) + _quotient(np.ones_like(bottom), other_bottom))

    def _exact(self, place: int) -> float:
        """p of an exact test where cases are few; 0 where they are many, so that it says nothing."""
        top, bottom = self.top.sum(axis=1), self.bottom.sum(axis=1)
        hits, size, all_hits, all_size = top[place], bottom[place], top.sum(), bottom.sum()
        if not size or size == all_size:
            return 1.0
        if self.kind == "number" and min(hits, all_hits - hits, all_hits * size / all_size) < FEW:
            return chance.exact_of_number(hits, all_hits, size / all_size)
        if self.kind == "share" and min(hits, size - hits, all_hits - hits) < FEW:
            return chance.exact_of_share(hits, size, all_hits, all_size)
        return 0.0


def _influence(top: Values, bottom: Values) -> Values:
    """By how much each day moves the quotient of the sums."""
    tops, bottoms = top.sum(axis=1, keepdims=True), bottom.sum(axis=1, keepdims=True)
    value = np.divide(tops, bottoms, out=np.zeros_like(tops), where=bottoms > 0)
    moved: Values = np.divide(top - value * bottom, bottoms, out=np.zeros_like(top), where=bottoms > 0)
    return moved
