"""What rules about clusters will ask as of many moments, read beforehand: each pair of cases close together once."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from datetime import datetime
from itertools import pairwise
from typing import Any

import numpy as np
import pyarrow as pa
from numpy.typing import NDArray

from queries.alarms.asking import Asking, RuleQuestion
from queries.alarms.readings.of_clusters import MOST_FOUND, pairs_asked, question_of_clusters
from queries.alarms.rule import AlarmRule
from queries.calendar.city_days import naive
from queries.store.statement_runner import Table

COLUMNS = ("category", "lon", "lat", "area_id")
COUNTED_TOGETHER = 2_000
"""Cases: with weeks of hours some megabytes."""
Whole = NDArray[np.int64]


def hold_clusters(asking: Asking, rule: AlarmRule, moments: Sequence[datetime]) -> None:
    """Leave in the runner what `clusters` will ask as of each of these moments (aware, ascending)."""
    runner = asking.runner
    pairs = runner.table(*pairs_asked(asking, RuleQuestion(rule, moments[0]), moments[-1]))
    questions = [question_of_clusters(asking, RuleQuestion(rule, moment)) for moment in moments]
    least = questions[0][1]["least"]
    for (statement, bound), found in zip(questions, _found(pairs, moments, least), strict=True):
        runner.hold(runner.key(statement, bound), found)


def _found(pairs: pa.Table, moments: Sequence[datetime], least: int) -> Iterator[Table]:
    """The answer as of each moment: the cases with enough others around them, those with most of them first."""
    case, first = np.unique(pairs.column("place").to_numpy(), return_index=True)
    cases = list(zip(*(pairs.column(name).take(pa.array(first)).to_pylist() for name in COLUMNS), strict=True))
    at, of, n = _counted(pairs, case, moments, least)
    order = np.lexsort((of, -n, at))
    at, of, n = at[order], of[order], n[order]
    bounds = np.searchsorted(at, np.arange(len(moments) + 1))
    for low, high in pairwise(bounds.tolist()):
        rows = zip(of[low:high].tolist(), n[low:high].tolist(), strict=True)
        yield (*COLUMNS, "n"), tuple((*cases[number], times) for number, times in rows)[:MOST_FOUND]


def _counted(pairs: pa.Table, case: Whole, moments: Sequence[datetime], least: int) -> tuple[Whole, Whole, Whole]:
    """At which moment (its number) which case (its number) is one of how many, where those are enough."""
    instants = np.array([naive(moment) for moment in moments], dtype="datetime64[us]")
    since, until = (
        np.searchsorted(instants, pairs.column(name).to_numpy().astype("datetime64[us]")) for name in ("since", "until")
    )
    of = np.searchsorted(case, pairs.column("place").to_numpy())
    found: list[tuple[Any, Any, Any]] = []
    for start in range(0, len(case), COUNTED_TOGETHER):
        some = (of >= start) & (of < start + COUNTED_TOGETHER)
        change = np.zeros((COUNTED_TOGETHER, len(moments) + 1), dtype=np.int32)
        np.add.at(change, (of[some] - start, since[some]), 1)
        np.add.at(change, (of[some] - start, until[some]), -1)
        n = change.cumsum(axis=1)[:, :-1]
        row, at = np.nonzero(n >= least)
        found.append((at, row + start, n[row, at]))
    none = (np.zeros(0, dtype=np.int64),) * 3
    at, numbers, n = (np.concatenate(parts).astype(np.int64) for parts in zip(none, *found, strict=True))
    return at, numbers, n
