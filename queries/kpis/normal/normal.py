"""What is normal for a number: the band, and the earlier periods that it was made of."""

from __future__ import annotations

import math
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from statistics import median
from typing import Any, Literal

from queries.kpis.answer import Answer, AnswerRow
from queries.kpis.dictionary import Metric
from queries.kpis.normal.band import Band, band_of
from queries.kpis.normal.comparable import EarlierPeriod
from queries.kpis.note import Note

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
    how many cases a number must be to be judged. notes: on breaks behind which nothing is compared."""

    band: Band | None = None
    earlier: tuple[EarlierValue, ...] = ()
    least_n: int = 1
    notes: tuple[Note, ...] = ()

    @property
    def n(self) -> int:
        """How many earlier periods it was made of."""
        return len(self.earlier)

    def place_of(self, answer: Answer) -> Place | None:
        """Where a number lies; None where that is not known, where it and the earlier ones are too small to say, or
        where its sources do not deliver: what is missing is not low."""
        return None if answer.is_cut_short else self.place_at(answer.value, answer.n, is_amount=amount_of(answer))

    def place_of_row(self, row: AnswerRow, answer: Answer) -> Place | None:
        """The same of a part of an answer; None of one that is not settled."""
        return None if not row.is_settled else self.place_at(row.value, row.n, is_amount=amount_of(answer))

    def band_of_row(self, row: AnswerRow) -> Band | None:
        """The band where something can be said by it: of a settled number, and not of a few cases all the time."""
        return None if not row.is_settled or not self._tells(row.n) else self.band

    def _tells(self, n: int) -> bool:
        return self.band is not None and max(n, *(one.n for one in self.earlier)) >= self.least_n

    def place_at(self, value: float | None, n: int, *, is_amount: bool) -> Place | None:
        """The same of a value of n cases."""
        band = self.band
        if band is None or value is None or not self._tells(n) or (not is_amount and n < self.least_n):
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
            "notes": list(self.notes),
        }


NOTHING_COMPARABLE = Normal()


def is_amount(metric: Metric) -> bool:
    """Whether the value is how many there are, of which a small one is known as well as a large one; else it is a share
    or a length of time, of which n must be large enough."""
    return metric.kind == "count" or metric.unit == "case/day"


def amount_of(answer: Answer) -> bool:
    """As `is_amount`, of the KPI of an answer."""
    return answer.kind == "count" or answer.unit == "case/day"


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
