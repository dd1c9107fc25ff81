"""Contributions of the parts of a breakdown to the change of a KPI from one period to another. Pure.

A count, or a number of cases a day, is the sum of its parts: a part contributes by how much it changed. A rate and a
mean are means of their parts, each with the weight of its cases; a part contributes by its own change, at its mean
weight, and by the change of its weight, as far as it lies above or below the whole (Kitagawa, 1955, "Components of a
difference between two rates", Journal of the American Statistical Association 50). Contributions add up to the change
of the whole. Medians and percentiles do not add up and are refused.

The margin of a contribution is the half width of its 95 % interval where cases arrive independently of each other:
Poisson for numbers of cases, binomial for rates. For a mean it would need the spread of the single cases: it is None.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from math import sqrt

from queries.kpis.answer import Answer, AnswerRow
from queries.kpis.dictionary import Metric

Z_95 = 1.96
PER_DAY = "case/day"


@dataclass(frozen=True)
class Contribution:
    """One part: its values before and now (None without cases), what it contributes in the unit of the KPI, and the
    margin of that; n: its cases in the period in which it has more."""

    code: str
    name: str
    before: float | int | None
    now: float | int | None
    change: float
    margin: float | None
    n: int

    @property
    def is_chance(self) -> bool:
        """Whether the contribution lies within its margin."""
        return self.margin is not None and abs(self.change) <= self.margin


def adds_up(metric: Metric) -> bool:
    """Whether the changes of parts of this KPI add up to the change of the whole."""
    return metric.kind != "duration" or metric.statistic == "mean"


def contributions(metric: Metric, before: Answer, now: Answer) -> list[Contribution]:
    """Those of all parts of either answer, largest first. Both are of the same question by the same breakdown, in two
    periods. Raises ValueError where parts of the KPI do not add up."""
    if not adds_up(metric):
        raise ValueError(f"the parts of {metric.key} do not add up")
    held, come = _parts(before), _parts(now)
    codes = [code for code in dict.fromkeys([*come, *held]) if _has_cases(held.get(code)) or _has_cases(come.get(code))]
    is_sum = metric.kind == "count" or metric.unit == PER_DAY
    made = _of_sum if is_sum else _Weighted(metric, before, now).of
    found = [made(code, held.get(code), come.get(code)) for code in codes]
    return sorted(found, key=lambda one: (-abs(one.change), one.code))


def rest_of(parts: Sequence[Contribution], total: float) -> float:
    """What the change of the whole is beside these parts."""
    return total - sum(part.change for part in parts)


def _parts(answer: Answer) -> Mapping[str, AnswerRow]:
    return {row.code: row for row in answer.rows}


def _has_cases(row: AnswerRow | None) -> bool:
    return row is not None and row.n > 0


def _name(before: AnswerRow | None, now: AnswerRow | None) -> str:
    row = now or before
    return row.name if row else ""


def _n(before: AnswerRow | None, now: AnswerRow | None) -> int:
    return max(row.n if row else 0 for row in (before, now))


def _of_sum(code: str, before: AnswerRow | None, now: AnswerRow | None) -> Contribution:
    was, value = (row.value or 0 if row else 0 for row in (before, now))
    margin = Z_95 * sqrt(_poisson(before) + _poisson(now))
    return Contribution(code, _name(before, now), was, value, value - was, margin, _n(before, now))


def _poisson(row: AnswerRow | None) -> float:
    """The variance of a number of cases, or of a number of cases a day: value² ÷ cases."""
    cases = row.numerator if row else 0
    return float(row.value) ** 2 / cases if row and row.value and cases else 0.0


class _Weighted:
    """Parts of a rate or a mean."""

    def __init__(self, metric: Metric, before: Answer, now: Answer) -> None:
        self._is_rate = metric.kind == "ratio"
        self._all_before, self._all_now = (float(one.denominator or 0) for one in (before, now))
        means = [_mean(one) for one in (before, now)]
        known = [mean for mean in means if mean is not None]
        self._middle = sum(known) / len(known) if known else 0.0

    def of(self, code: str, before: AnswerRow | None, now: AnswerRow | None) -> Contribution:
        """The contribution of a part: (r₁ − r₀)·(w₁ + w₀)/2 + (w₁ − w₀)·((r₁ + r₀)/2 − R)."""
        weights = [_share(before, self._all_before), _share(now, self._all_now)]
        was, value = _mean(before), _mean(now)
        first = was if was is not None else value if value is not None else 0.0
        last = value if value is not None else first
        weight = sum(weights) / 2
        change = (last - first) * weight + (weights[1] - weights[0]) * ((last + first) / 2 - self._middle)
        margin = Z_95 * weight * sqrt(_binomial(before) + _binomial(now)) if self._is_rate else None
        return Contribution(code, _name(before, now), was, value, change, margin, _n(before, now))


def _mean(row: AnswerRow | Answer | None) -> float | None:
    return row.numerator / row.denominator if row and row.denominator and row.numerator is not None else None


def _share(row: AnswerRow | None, total: float) -> float:
    return (row.denominator or 0) / total if row and total else 0.0


def _binomial(row: AnswerRow | None) -> float:
    """The variance of a rate; of none or all of few cases by the rule of succession, lest it be zero."""
    cases = row.denominator if row else 0
    if not row or not cases:
        return 0.0
    rate = ((row.numerator or 0) + 1) / (cases + 2)
    return rate * (1 - rate) / cases
