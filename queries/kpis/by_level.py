"""A KPI of every area of one level at once: columns instead of rows, for a city has a hundred thousand micro-grids."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc
from numpy.typing import NDArray

from geodata.areas.area_tree import NOWHERE, Area, AreaTree, Numbers
from queries.kpis.answer import Answer
from queries.kpis.dictionary import Metric
from queries.kpis.measures import MICROSECONDS, NOTHING, QUANTILES, Row
from queries.store.statement_runner import Table

Values = NDArray[np.float64]
Counts = NDArray[np.int64]


@dataclass(frozen=True, eq=False)
class LevelAnswer:
    """One KPI of the areas `area_id` of a level (ascending, those inside the area asked about).

    whole: the answer for the area itself, by the conventions of `Answer`; value: NaN where an area has no case; n: the
    cases of each; above_id, above_n: areas above the level and how many cases are placed in them but in no area of the
    level. n.sum() + above_n.sum() = whole.n.
    """

    whole: Answer
    level: int
    area_id: Numbers
    value: Values
    n: Counts
    above_id: Numbers
    above_n: Counts

    @property
    def not_placed(self) -> int:
        """Cases of the whole that are known only above the level."""
        return int(self.above_n.sum())


def size_of(answer: LevelAnswer) -> int:
    """Bytes that an answer takes."""
    return sum(column.nbytes for column in (answer.area_id, answer.value, answer.n, answer.above_id, answer.above_n))


def inside(tree: AreaTree, area: Area, level: int) -> Numbers:
    """Numbers of the areas of `level` inside `area`, itself included."""
    numbers = tree.at_level(level)
    low, high = np.searchsorted(numbers, [area.area_id, area.last_id + 1])
    return numbers[low:high]


def nothing(whole: Answer, level: int, areas: Numbers) -> LevelAnswer:
    """The answer when the whole has no data."""
    none = np.zeros(0, dtype=np.int64)
    zero = np.zeros(len(areas), dtype=np.int64)
    return LevelAnswer(whole, level, areas, np.full(len(areas), np.nan), zero, none.astype(np.int32), none)


def sum_of(places: pa.Table) -> Row:
    """The measures of the whole, of a KPI whose measures can be added up."""
    sums = {name: pc.sum(places.column(name)).as_py() for name in places.column_names if name != "part"}
    return {**NOTHING, **{name: int(total or 0) for name, total in sums.items()}}


def of_children(places: pa.Table, area: Area, children: Sequence[Area]) -> Table:
    """The measures of an area itself (part 0) and of each of its children (from 1), as the statement by area has them:
    of those that have any member."""
    order = np.argsort(places.column("part").to_numpy())
    part = places.column("part").to_numpy()[order]
    first = np.array([area.area_id, *(child.area_id for child in children)])
    last = np.array([area.area_id, *(child.last_id for child in children)])
    low, high = np.searchsorted(part, first), np.searchsorted(part, last, side="right")
    names = tuple(name for name in places.column_names if name != "part")
    sums = []
    for name in names:
        running = np.concatenate([[0], np.cumsum(places.column(name).cast(pa.int64()).to_numpy()[order])])
        sums.append((running[high] - running[low]).tolist())
    rows = zip(range(len(first)), *sums, strict=True)
    return ("part", *names), tuple(row for row, held in zip(rows, (high > low).tolist(), strict=True) if held)


def rolled_up(metric: Metric, places: pa.Table, tree: AreaTree, asked: LevelAnswer, days: int) -> LevelAnswer:
    """`asked` with its figures computed from `places`: measures (n, hits, total) by area number `part`."""
    part = places.column("part").to_numpy().astype(np.int32)
    holding = tree.ancestor_at(part, asked.level)
    known = holding != NOWHERE
    row = np.searchsorted(asked.area_id, holding[known])

    def summed(name: str) -> Values:
        column = places.column(name).cast(pa.float64()).fill_null(0.0).to_numpy()
        sums: Values = np.bincount(row, weights=column[known], minlength=len(asked.area_id)).astype(np.float64)
        return sums

    n = summed("n").astype(np.int64)
    above_n = places.column("n").to_numpy().astype(np.int64)[~known]
    return replace(asked, value=_values(metric, n, summed, days), n=n, above_id=part[~known], above_n=above_n)


@dataclass(frozen=True, eq=False)
class Intervals:
    """The areas of a level, each with all below it, and (`above_id`) each area above the level by itself."""

    above_id: Numbers
    area_id: Numbers
    last_id: Numbers

    @classmethod
    def of(cls, tree: AreaTree, area: Area, level: int) -> Intervals:
        """Those inside `area`."""
        numbers = np.arange(area.area_id, area.last_id + 1, dtype=np.int32)
        areas = inside(tree, area, level)
        return cls(numbers[tree.ancestor_at(numbers, level) == NOWHERE], areas, tree.last_id[areas - 1])

    def bound(self) -> dict[str, tuple[int, ...]]:
        """First and last numbers as a statement by area binds them: first those above the level."""
        above = self.above_id.tolist()
        return {"first_ids": (*above, *self.area_id.tolist()), "last_ids": (*above, *self.last_id.tolist())}


def with_quantiles(metric: Metric, asked: LevelAnswer, intervals: Intervals, rows: pa.Table) -> LevelAnswer:
    """`asked` with its figures from `rows`: n and quantiles, which cannot be added up, by interval `part`."""
    part = rows.column("part").to_numpy().astype(np.int64) - len(intervals.above_id)
    n = rows.column("n").to_numpy().astype(np.int64)
    quantile = pc.list_element(rows.column("quantiles"), QUANTILES.index(metric.statistic))
    found = part >= 0
    value, counts = np.full(len(asked.area_id), np.nan), np.zeros(len(asked.area_id), dtype=np.int64)
    value[part[found]] = quantile.cast(pa.float64()).fill_null(np.nan).to_numpy()[found] / MICROSECONDS[metric.unit]
    counts[part[found]] = n[found]
    return replace(asked, value=value, n=counts, above_id=intervals.above_id[part[~found]], above_n=n[~found])


def _values(metric: Metric, n: Counts, summed: Callable[[str], Values], days: int) -> Values:
    """As `measures.figures`, for many areas at once."""
    with np.errstate(divide="ignore", invalid="ignore"):
        if metric.kind == "count":
            return n.astype(np.float64)
        if metric.unit == "case/day":
            return n / days if days else np.full(len(n), np.nan)
        if metric.kind == "duration":
            return np.where(n > 0, summed("total") / n / MICROSECONDS[metric.unit], np.nan)
        return np.where(n > 0, summed("hits") / n, np.nan)
