"""All cases behind a number, read slice by slice: hours of reporting that hold few cases together.

One statement that sorts all rows with all their columns takes 300 MB for 0.7 million cases, and as much again for
everybody who asks at the same time.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import datetime, timedelta
from functools import lru_cache
from typing import Any, Literal

import pyarrow as pa

from geodata.coordinates.web_mercator import NORTHERNMOST
from queries.kpis.answering import MOST_CASES, Answering
from queries.kpis.bins import POINT, Cell
from queries.kpis.dictionary import Metric
from queries.kpis.question import Question
from queries.kpis.resolved.resolved_question import ResolvedQuestion
from queries.kpis.statement import (
    PIECES,
    PUBLIC_COLUMNS,
    StatementContext,
    compose_cases,
    compose_counted,
    parameters_of,
)
from queries.store.statement_runner import Snapshot

ROWS_OF_A_SLICE = 8_000
HOUR = timedelta(hours=1)
Place = Literal["everywhere", "in_cell", "without_point"]


@dataclass(frozen=True)
class CasesWanted:
    """Which of the cases behind a number: all in the order of their reporting (cell "everywhere"), or the newest first
    those in a cell, or those without a trusted point (cell None); at most so many."""

    cell: Cell | Literal["everywhere"] | None = "everywhere"
    most: int = MOST_CASES

    @property
    def place(self) -> Place:
        return "everywhere" if self.cell == "everywhere" else "in_cell" if self.cell else "without_point"


def case_slices(
    answering: Answering, question: Question, wanted: CasesWanted, snapshot: Snapshot
) -> Iterator[pa.Table]:
    """The counted members of the population with `in_numerator`, one slice after the other, in all `wanted.most` at
    most; at least one, perhaps empty, table. Nothing is masked. Raises as `Answering.answer`."""
    asked = answering.resolve(question)
    bound = answering.parameters(asked, None)
    if asked.metric.table != "events" or asked.reasons:
        bound |= {"most": 0 if asked.reasons else wanted.most}
        yield _rows(snapshot, compose_cases(asked.metric, asked.context), bound)
        return
    bound |= _parameters_of_place(wanted)
    left, slices = wanted.most, _slices(asked, wanted, bound, snapshot)
    statement = compose_slice(asked.metric, asked.context, wanted.place)
    for first, end in slices:
        found = _rows(snapshot, statement, bound | {"reported_from": first, "reported_upto": end, "most": left})
        left -= found.num_rows
        yield found
        del found  # while the next slice is made
        if left <= 0:
            return


@lru_cache(maxsize=256)
def compose_hours(metric: Metric, context: StatementContext, place: Place) -> str:
    """Columns: hour (naive UTC), n."""
    columns = ("reported_at", *(() if place == "everywhere" else POINT))
    return compose_counted("hours_of_cases", metric, columns, context, place=_condition(place))


@lru_cache(maxsize=256)
def compose_slice(metric: Metric, context: StatementContext, place: Place) -> str:
    """As `statement.compose_cases`, of $reported_from to before $reported_upto; $most rows."""
    order = PIECES["case_order" if place == "everywhere" else "newest_first"]
    return compose_counted("cases_of_hours", metric, PUBLIC_COLUMNS, context, place=_condition(place), order=order)


def grouped(hours: Iterable[tuple[datetime, int]], rows: int) -> Iterator[tuple[datetime, datetime]]:
    """Spans (first moment, end) of consecutive hours, ascending or descending, that hold at most `rows` cases together,
    or one hour with more."""
    group: list[datetime] = []
    held = 0
    for hour, n in hours:
        if group and held + n > rows:
            yield min(group), max(group) + HOUR
            group, held = [], 0
        group.append(hour)
        held += n
    if group:
        yield min(group), max(group) + HOUR


def _slices(
    asked: ResolvedQuestion, wanted: CasesWanted, bound: dict[str, Any], snapshot: Snapshot
) -> list[tuple[datetime, datetime]]:
    found = _rows(snapshot, compose_hours(asked.metric, asked.context, wanted.place), bound)
    hours = list(zip(found.column("hour").to_pylist(), found.column("n").to_pylist(), strict=True))
    if wanted.place != "everywhere":
        hours.reverse()
    nothing = datetime(1, 1, 1)  # noqa: DTZ001 - bound as a naive UTC timestamp
    return list(grouped(hours, ROWS_OF_A_SLICE)) or [(nothing, nothing)]


def _rows(snapshot: Snapshot, statement: str, bound: dict[str, Any]) -> pa.Table:
    return snapshot.table(statement, {name: bound[name] for name in parameters_of(statement)})


def _condition(place: Place) -> str:
    if place == "everywhere":
        return PIECES["always"]
    if place == "without_point":
        return PIECES["without_point"]
    y = PIECES.filled("world_y", end=repr(NORTHERNMOST))
    return PIECES.filled("in_cell", x=PIECES["world_x"], y=y)


def _parameters_of_place(wanted: CasesWanted) -> dict[str, Any]:
    if not isinstance(wanted.cell, Cell):
        return {}
    cell = wanted.cell
    return {"cells": float(1 << cell.depth), "cell_x": cell.x, "cell_y": cell.y, **cell.box()}
