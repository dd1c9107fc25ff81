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
from queries.scope import Scope
from queries.store.scoped.least_scope import tells_areas_alone
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


def inside(tree: AreaTree, area: Area, level: int, scope: Scope) -> Numbers:
    """Numbers of the areas of `level` inside `area`, itself included, of which anything may be seen."""
    numbers = tree.at_level(level)
    low, high = np.searchsorted(numbers, [area.area_id, area.last_id + 1])
    found = numbers[low:high]
    if scope.areas is None:
        return found
    last = tree.last_id[found - 1]
    seen = [(found <= highest) & (last >= lowest) for lowest, highest in scope.areas]
    return found[np.any(seen, axis=0)] if seen else found[:0]


def scope_of_level(tree: AreaTree, area: Area, level: int, scope: Scope, statement: str) -> Scope:
    """As who somebody is answered who is told a statement by area added up to a level: above the deepest one it makes
    no difference which cases can be opened, unless the statement tells of them by anything but their area."""
    is_the_same = max(level, area.level) < tree.depth and tells_areas_alone(statement)
    return replace(scope, closed_lines=()) if is_the_same else scope


def nothing(whole: Answer, level: int, areas: Numbers) -> LevelAnswer:
    """The answer when the whole has no data."""
    none = np.zeros(0, dtype=np.int64)
    zero = np.zeros(len(areas), dtype=np.int64)
    return LevelAnswer(whole, level, areas, np.full(len(areas), np.nan), zero, none.astype(np.int32), none)


def sum_of(places: pa.Table) -> Row:
    """The measures of the whole, of a KPI whose measures can be added up."""
    sums = {name: pc.sum(places.column(name)).as_py() for name in places.column_names if name != "part"}
    return {**NOTHING, **{name: int(total or 0) for name, total in sums.items()}}


def is_counted(metric: Metric) -> bool:
    """Whether a KPI only counts cases."""
    return metric.table == "events" and not (metric.microseconds or metric.amount)


def counted_by_area(members: pa.Table) -> pa.Table:
    """The measures of `measures.measures` by area of a KPI that is counted, from its single members (columns of
    `compose_areas`)."""
    area = members.column("area_id").to_numpy()
    length = int(area.max(initial=0)) + 1
    every: Counts = np.bincount(area, minlength=length)
    given = {
        name: pc.fill_null(members.column(name), fill_value=False).to_numpy()
        for name in ("hit", "counted")
        if name in members.column_names
    }
    counted = given.get("counted")
    n = every if counted is None else np.bincount(area[counted], minlength=length)
    measured = {"n": n}
    if counted is not None:
        measured["left_out"] = every - n
    if "hit" in given:
        hit = given["hit"] if counted is None else given["hit"] & counted
        measured["hits"] = np.bincount(area[hit], minlength=length)
    part = np.flatnonzero(every)
    return pa.table({"part": part.astype(np.int32), **{name: sums[part] for name, sums in measured.items()}})


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
        running = np.concatenate([[0], np.cumsum(places.column(name).cast(pa.int64()).fill_null(0).to_numpy()[order])])
        sums.append((running[high] - running[low]).tolist())
    rows = zip(range(len(first)), *sums, strict=True)
    return ("part", *names), tuple(row for row, held in zip(rows, (high > low).tolist(), strict=True) if held)


def rolled_up(metric: Metric, places: pa.Table, tree: AreaTree, asked: LevelAnswer, days: int) -> LevelAnswer:
    """`asked` with its figures computed from `places`: measures (n, hits, total) by area number `part`."""
    part = places.column("part").to_numpy().astype(np.int32)
    holding = tree.ancestor_at(part, asked.level)
    known = (holding != NOWHERE) & bool(len(asked.area_id))  # none: the level lies above the area
    row = np.searchsorted(asked.area_id, holding[known])

    def summed(name: str) -> Values:
        column = places.column(name).cast(pa.float64()).fill_null(0.0).to_numpy()
        sums: Values = np.bincount(row, weights=column[known], minlength=len(asked.area_id)).astype(np.float64)
        return sums

    n = summed("n").astype(np.int64)
    above_n = places.column("n").to_numpy().astype(np.int64)[~known]
    return replace(asked, value=_values(metric, n, summed, days), n=n, above_id=part[~known], above_n=above_n)


def whole_of_lengths(lengths: pa.Table) -> Row:
    """The measures of the whole from its single members (columns of `compose_lengths`), with every quantile."""
    length, n = _counted_lengths(lengths).column("length").to_numpy(), pc.sum(lengths.column("counted")).as_py() or 0
    none = np.zeros(len(length), dtype=np.int32)
    quantiles = [quantiles_by_group(none, length, share)[2] for share in QUANTILES.values()] if n else []
    low_bits = 31  # a sum of microseconds may not fit into 64 bits
    total = (int((length >> low_bits).sum()) << low_bits) + int((length & ((1 << low_bits) - 1)).sum())
    has_calendar = "no_calendar" not in lengths.column_names
    no_calendar = 0 if has_calendar else pc.sum(lengths.column("no_calendar")).as_py() or 0
    counts = {"n": n, "total": total, "left_out": lengths.num_rows - n, "no_calendar": no_calendar}
    return {**NOTHING, **counts, "quantiles": [float(one[0]) for one in quantiles]}


def with_quantiles(metric: Metric, asked: LevelAnswer, tree: AreaTree, lengths: pa.Table) -> LevelAnswer:
    """`asked` with its figures from single members (columns of `compose_lengths`): a quantile cannot be added up."""
    holding = tree.ancestor_at(np.arange(len(tree.last_id) + 1), asked.level)
    counted = _counted_lengths(lengths)
    area_id, length = (counted.column(name).to_numpy().astype(np.int64) for name in ("area_id", "length"))
    of_area = holding[area_id]
    inside = (of_area != NOWHERE) & bool(len(asked.area_id))
    areas, n, values = quantiles_by_group(of_area[inside], length[inside], QUANTILES[metric.statistic])
    row = np.searchsorted(asked.area_id, areas)
    value, counts = np.full(len(asked.area_id), np.nan), np.zeros(len(asked.area_id), dtype=np.int64)
    value[row], counts[row] = values / MICROSECONDS[metric.unit], n
    above_id, above_n = np.unique(area_id[~inside], return_counts=True)
    return replace(asked, value=value, n=counts, above_id=above_id.astype(np.int32), above_n=above_n)


def _counted_lengths(lengths: pa.Table) -> pa.Table:
    return lengths.filter(lengths.column("counted"))


def quantiles_by_group(group: Numbers, length: Counts, share: float) -> tuple[Numbers, Counts, Values]:
    """The groups that occur, ascending, how many lengths (not negative) each has, and their quantile: interpolated
    between the two nearest, as DuckDB's quantile_cont.

    Group and length are sorted as one number where both fit into 63 bits, as a hundred thousand areas and hundreds of
    days do: one tenth of the time that an aggregate by group takes.
    """
    bits = int(length.max(initial=0)).bit_length()
    if int(group.max(initial=0)).bit_length() + bits < np.iinfo(np.int64).bits:
        both = np.sort((group.astype(np.int64) << bits) | length)
        group, length = both >> bits, both & ((1 << bits) - 1)
    else:
        order = np.lexsort((length, group))
        group, length = group[order], length[order]
    first = np.flatnonzero(np.diff(group, prepend=-1))
    n = np.diff(first, append=len(group))
    place = (n - 1) * share
    below = first + np.floor(place).astype(np.int64)
    above = first + np.ceil(place).astype(np.int64)
    rest = place - np.floor(place)
    return group[first], n, length[below] * (1 - rest) + length[above] * rest


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
