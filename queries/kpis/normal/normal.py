"""What is normal for a number: the band, and the earlier periods that it was made of."""

from __future__ import annotations

import math
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from statistics import median
from typing import Any, Literal

from queries.kpis.answer import Answer
from queries.kpis.dictionary import Metric
from queries.kpis.normal.band import Band, band_of
from queries.kpis.normal.comparable import EarlierPeriod

Place = Literal["below", "inside", "above"]


@dataclass(frozen=True)
class EarlierValue:
    """What the KPI was in a comparable period; n: of how many, as in `Answer`."""

    period: EarlierPeriod
    value: float
    n: int


@dataclass(frozen=True)
class Normal:
    """The band (None of too few comparable periods) and the values that it was made of, the latest first. least_n: of
    how many cases a number must be to be judged."""

    band: Band | None = None
    earlier: tuple[EarlierValue, ...] = ()
    least_n: int = 1

    @property
    def n(self) -> int:
        """How many earlier periods it was made of."""
        return len(self.earlier)

    def place_of(self, answer: Answer) -> Place | None:
        """Where a number lies; None where that is not known, or where it and the earlier ones are too small to say."""
        band, value = self.band, answer.value
        if band is None or value is None or max(answer.n, *(one.n for one in self.earlier)) < self.least_n:
            return None
        if not (answer.kind == "count" or answer.unit == "case/day") and answer.n < self.least_n:
            return None
        return "below" if value < band.low else "above" if value > band.high else "inside"

    def as_json(self) -> dict[str, Any]:
        """One JSON object: the band (null without one), n and the periods compared, days in ISO form."""
        return {
            "low": self.band.low if self.band else None,
            "middle": self.band.middle if self.band else None,
            "high": self.band.high if self.band else None,
            "n": self.n,
            "periods": [
                {
                    "from": one.period.start.isoformat(),
                    "to": one.period.end.isoformat(),
                    "as_of": one.period.as_of.isoformat(),
                    "value": one.value,
                }
                for one in self.earlier
            ],
        }


NOTHING_COMPARABLE = Normal()


def is_amount(metric: Metric) -> bool:
    """Whether the value is how many there are, of which a small one is known as well as a large one; else it is a share
    or a length of time, of which n must be large enough."""
    return metric.kind == "count" or metric.unit == "case/day"


def normal_of(metric: Metric, earlier: Iterable[EarlierValue], least_n: int) -> Normal:
    """What is normal by the values of comparable periods. least_n: a share or length of time of fewer is left out."""
    fair = tuple(one for one in earlier if is_amount(metric) or one.n >= max(1, least_n))
    most = 1.0 if metric.unit == "ratio" else math.inf
    return Normal(band_of([one.value for one in fair], _noise(metric, fair), most), fair, least_n)


def _noise(metric: Metric, earlier: Sequence[EarlierValue]) -> float:
    """The standard deviation that chance alone gives: of a number of independent cases its square root, of a share that
    of a binomial one; of lengths of time it is not known."""
    if not earlier or metric.kind == "duration":
        return 0.0
    middle, n = median(one.value for one in earlier), median(one.n for one in earlier)
    if is_amount(metric):
        return middle / math.sqrt(n) if n else 1.0
    return math.sqrt(max(middle * (1 - middle), 1 / n) / n)
