"""A sample as it stands at a moment: its drawn cases with their verdicts, and the pass rate of each unit."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from functools import cached_property

import numpy as np

from queries.acts.saved import SavedThing
from queries.kpis.comparisons.chance import share_interval
from queries.samples.drawing import Stratum
from queries.samples.sample_acts import SampleDrawing

PASSED, FAILED, NOT_VERIFIABLE = "passed", "failed", "not_verifiable"


@dataclass(frozen=True)
class DrawnCase:
    """A drawn case that the asker may see. values: of its stratum when it was drawn; title: masked; area_id: where it
    lies now; closed_at: aware; verdict: what stands, None where nobody has given one."""

    source: str
    source_id: str
    values: tuple[str, ...]
    title: str
    department: str
    area_id: int
    closed_at: datetime | None
    verdict: SavedThing | None = None

    @property
    def state(self) -> str:
        """The verdict; empty without."""
        return self.verdict.act.state if self.verdict else ""


@dataclass(frozen=True)
class VerdictCounts:
    """How many cases were drawn, and what became of them; they add up."""

    drawn: int
    passed: int
    failed: int
    not_verifiable: int

    @property
    def unreviewed(self) -> int:
        """Without a verdict."""
        return self.drawn - self.n - self.not_verifiable

    @property
    def n(self) -> int:
        """Verdicts that say whether the case holds: what a rate is of."""
        return self.passed + self.failed

    @property
    def rate(self) -> float | None:
        """The share that passed; None without any."""
        return self.passed / self.n if self.n else None

    @cached_property
    def interval(self) -> tuple[float, float] | None:
        """Its 95 % interval (Wilson, 1927); None without any."""
        return wilson(self.passed, self.n) if self.n else None


@dataclass(frozen=True)
class UnitVerdicts:
    """The verdicts on the cases of a unit. by: the dimension; code: its value; rank: among those of the dimension with
    enough verdicts (equal rates share one); None with fewer. low: the interval lies below what is expected."""

    by: str
    code: str
    counts: VerdictCounts
    rank: int | None = None
    low: bool = False


@dataclass(frozen=True)
class DrawnSample:
    """A sample. strata: those whose population the asker may know, in the order of their values; cases: those in the
    area asked about that may be seen."""

    drawing: SampleDrawing
    strata: tuple[Stratum, ...]
    cases: tuple[DrawnCase, ...]

    @cached_property
    def counts(self) -> VerdictCounts:
        """Of all its cases. The rate is of the drawn cases alone: strata of different size are not weighted."""
        return counted(self.cases)

    @cached_property
    def units(self) -> tuple[UnitVerdicts, ...]:
        """Dimension by dimension, those with a rank first, then by code."""
        rule = self.drawing.rule
        return tuple(
            unit
            for place, by in enumerate(rule.dimensions)
            for unit in ranked(by, _by_value(self.cases, place), rule.fewest, rule.at_least)
        )


@dataclass(frozen=True)
class DrawnAgain:
    """A sample drawn again by its seed and rule from what was known when it was drawn. same: cases in both; gone: only
    in the one that stands; new: only in the other."""

    same: int
    gone: int
    new: int


def wilson(passed: int, n: int) -> tuple[float, float]:
    """The 95 % interval of a share (Wilson, 1927, J. Am. Stat. Assoc. 22:209-212)."""
    low, high = share_interval(np.array([float(passed)]), np.array([float(n)]), np.ones(1))
    return float(low[0]), float(high[0])


def counted(cases: Iterable[DrawnCase]) -> VerdictCounts:
    """How many of some cases have which verdict."""
    states = [one.state for one in cases]
    return VerdictCounts(len(states), *(states.count(state) for state in (PASSED, FAILED, NOT_VERIFIABLE)))


def ranked(
    by: str, members: Mapping[str, Sequence[DrawnCase]], fewest: int, at_least: float
) -> tuple[UnitVerdicts, ...]:
    """The units of a dimension: by rate those with enough verdicts, behind them the others by code."""
    counts = {code: counted(cases) for code, cases in members.items()}
    rates = {code: one.rate for code, one in counts.items() if one.n >= fewest and one.rate is not None}
    units = []
    for code in sorted(counts, key=lambda code: (-rates.get(code, -1.0), code)):
        rank = 1 + sum(rate > rates[code] for rate in rates.values()) if code in rates else None
        interval = counts[code].interval
        low = rank is not None and interval is not None and interval[1] < at_least
        units.append(UnitVerdicts(by, code, counts[code], rank, low))
    return tuple(units)


def _by_value(cases: Iterable[DrawnCase], place: int) -> dict[str, list[DrawnCase]]:
    found: dict[str, list[DrawnCase]] = {}
    for one in cases:
        found.setdefault(one.values[place], []).append(one)
    return found
