"""An answer: the number, its parts, and everything needed to judge it or to compute it again."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime
from typing import Any, Literal
from zoneinfo import ZoneInfo

from queries.kpis.breaks.series_break import SeriesBreak, breaks_between
from queries.kpis.note import Note
from queries.kpis.targets.target import Target
from queries.sources.freshness import Freshness

Status = Literal["ok", "no_cases", "no_data"]


NOT_PLACED = "_not_placed"
"""The code of the row of cases that are known only above the level asked for."""


@dataclass(frozen=True)
class AnswerRow:
    """One part of a breakdown; the same conventions as in `Answer`. value is None where there is no case. is_unripe: of
    a day, week or month, its rate is not settled yet; is_incomplete: of a day, a stock that may be too low, of a week
    or month, the data begin within it."""

    code: str
    name: str
    value: float | int | None
    n: int
    numerator: float | int | None
    denominator: float | int | None
    is_unripe: bool = False
    is_incomplete: bool = False

    @property
    def is_settled(self) -> bool:
        """Whether its value stands as it is: neither unripe nor incomplete."""
        return not (self.is_unripe or self.is_incomplete)

    def as_json(self) -> dict[str, Any]:
        """The row under the names of its fields; n is null too where nothing is known, `unripe` and `incomplete` only
        where it is so."""
        return {
            "code": self.code, "name": self.name, "value": self.value,
            "n": None if self.value is None and self.denominator is None else self.n,
            "numerator": self.numerator, "denominator": self.denominator,
            **({"unripe": True} if self.is_unripe else {}),
            **({"incomplete": True} if self.is_incomplete else {}),
        }  # fmt: skip


@dataclass(frozen=True)
class Answer:
    """The answer to one question.

    kind: count (value = numerator = n, denominator None) | ratio (value = numerator / denominator, a fraction 0..1 and
    n = denominator when the unit is "ratio"; cases per day and n = numerator when it is "case/day")
    | duration (value in `unit`, numerator the sum in that unit, denominator = n the cases). Format by `unit`.
    status: ok | no_cases (nothing to divide by: value None, never 0) | no_data (cannot be known; `notes` say why).
    start, end: first and last city day covered; as_of and recorded_at: aware instants.
    statistics: of a duration, mean, median, p90 and p95 in `unit`; empty otherwise.
    where: the values asked for of each dimension; empty when all cases were asked about.
    is_unripe: a rate that is not settled, because what becomes of some of its cases may still be open; ripe_to: of a
    rate that ripens, the last day of which that of a day is settled, else None. target: what the city wants it to be.
    breaks: all of its series, whenever they were. is_incomplete: a stock that may be too low, because cases reported
    before the data begin are not known.
    """

    key: str
    kind: str
    area: str
    value: float | int | None
    unit: str
    numerator: float | int | None
    denominator: float | int | None
    n: int
    status: Status
    start: date | None
    end: date | None
    zone: str
    as_of: datetime
    recorded_at: datetime | None
    version: int
    basis: str
    freshness: Freshness
    rows: tuple[AnswerRow, ...] = ()
    notes: tuple[Note, ...] = ()
    statistics: Mapping[str, float] = field(default_factory=dict)
    where: Mapping[str, Sequence[str]] = field(default_factory=dict)
    is_unripe: bool = False
    ripe_to: date | None = None
    target: Target | None = None
    breaks: tuple[SeriesBreak, ...] = ()
    is_incomplete: bool = False

    @property
    def is_settled(self) -> bool:
        """Whether the value stands as it is: neither unripe nor incomplete."""
        return not (self.is_unripe or self.is_incomplete)

    @property
    def days(self) -> tuple[date, date]:
        """The first and the last city day that it speaks of; of a state, and without any, that of its moment."""
        today = self.as_of.astimezone(ZoneInfo(self.zone)).date()
        return self.start or today, min(self.end or today, today)

    @property
    def is_cut_short(self) -> bool:
        """Whether its days went on after its sources fell silent, so that it lacks what happened since."""
        heard = self.freshness.heard_until
        if not self.freshness.is_silent or heard is None:
            return self.freshness.is_silent
        return self.days[1] >= heard.astimezone(ZoneInfo(self.zone)).date()

    @property
    def breaks_within(self) -> tuple[SeriesBreak, ...]:
        """The breaks that part its days."""
        return breaks_between(self.breaks, *self.days)

    def as_json(self) -> dict[str, Any]:
        """One JSON object; days and instants in ISO form, instants with the city's offset; null where nothing is, n too
        where nothing is known."""
        zone = ZoneInfo(self.zone)
        return {
            "key": self.key, "kind": self.kind, "area": self.area, "value": self.value, "unit": self.unit,
            "numerator": self.numerator, "denominator": self.denominator,
            "n": None if self.status == "no_data" else self.n, "status": self.status,
            "from": self.start.isoformat() if self.start else None,
            "to": self.end.isoformat() if self.end else None,
            "zone": self.zone,
            "as_of": self.as_of.astimezone(zone).isoformat(),
            "recorded_at": self.recorded_at.astimezone(zone).isoformat() if self.recorded_at else None,
            "version": self.version, "basis": self.basis, "freshness": self.freshness.as_json(),
            "rows": [row.as_json() for row in self.rows],
            "notes": list(self.notes), "statistics": dict(self.statistics),
            "where": {dimension: list(values) for dimension, values in self.where.items()},
            "unripe": self.is_unripe, "ripe_to": self.ripe_to.isoformat() if self.ripe_to else None,
            "target": self.target.as_json() if self.target else None,
            "breaks": [one.as_json() for one in self.breaks_within], "incomplete": self.is_incomplete,
        }  # fmt: skip
