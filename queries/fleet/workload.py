"""How many open cases there are for each worker on duty, of an area and of those right below it."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, replace
from datetime import datetime
from typing import Literal

import numpy as np

from geodata.areas.area_tree import Area, AreaTree
from queries.fleet.unit_positions import UnitPositions, unit_kinds, unit_states
from queries.kpis.answer import NOT_PLACED, Answer
from queries.kpis.note import Note
from queries.kpis.question import Question

OPEN, OVERDUE = "open", "overdue_open"
WORKERS = "grid_worker"
FEW = 5
"""With fewer on duty one who comes or goes changes the load by more than a fifth: it is told apart."""
Duty = Literal["known", "nobody", "not_stated", "no_units"]
"""known: somebody is on duty; nobody: all are known not to be; not_stated: no report says who is; no_units: none is
reported of the area."""


@dataclass(frozen=True)
class DutyCounts:
    """Reported units of one kind: all, those on duty, of these heard of within their limit, and those whose reports do
    not say whether they are on duty."""

    units: int
    on_duty: int
    heard: int
    not_stated: int

    @property
    def duty(self) -> Duty:
        """What is known of who is on duty."""
        if not self.units:
            return "no_units"
        if self.on_duty:
            return "known"
        return "not_stated" if self.not_stated else "nobody"

    def minus(self, others: DutyCounts) -> DutyCounts:
        """Without some of them."""
        return DutyCounts(
            self.units - others.units,
            self.on_duty - others.on_duty,
            self.heard - others.heard,
            self.not_stated - others.not_stated,
        )


NOTHING_REPORTED = DutyCounts(0, 0, 0, 0)
"""Where nothing is reported, or not of the moment."""


@dataclass(frozen=True)
class AreaLoad:
    """An area (code NOT_PLACED: what is known only above the areas of the rows); open, overdue: cases, None where not
    known."""

    code: str
    name: str
    open: int | None
    overdue: int | None
    workers: DutyCounts

    @property
    def load(self) -> float | None:
        """Open cases for each worker on duty; None where either is not known or nobody is on duty."""
        if self.open is None or self.workers.duty != "known":
            return None
        return self.open / self.workers.on_duty

    @property
    def is_few(self) -> bool:
        """Whether so few are on duty that one more or less changes the load a lot."""
        return 0 < self.workers.on_duty < FEW


@dataclass(frozen=True)
class Workload:
    """The load of an area and of those below it, as of a moment (aware). kind: of the workers; whole = the sum of the
    rows, where there are any; notes: why nothing is known of the cases or of the units."""

    kind: str
    as_of: datetime
    whole: AreaLoad
    rows: tuple[AreaLoad, ...]
    notes: tuple[Note, ...]

    def without_workers(self, notes: tuple[Note, ...]) -> Workload:
        """The same, where nothing is known of the units, and why."""
        rows = tuple(replace(row, workers=NOTHING_REPORTED) for row in self.rows)
        return replace(
            self, whole=replace(self.whole, workers=NOTHING_REPORTED), rows=rows, notes=(*self.notes, *notes)
        )


def workload_of(
    tree: AreaTree, question: Question, kind: str, positions: UnitPositions, ask: Callable[[Question], Answer]
) -> Workload:
    """question: area, moment (given) and scope; its KPI is not looked at. positions: the units that the asker sees;
    areas of which nothing may be seen have no row. Raises as `ask`."""
    assert question.as_of is not None  # noqa: S101  # given by the door
    area = tree.area(question.area)
    by = None if area.is_leaf else "area"
    opened, overdue = (ask(_about(question, metric, by)) for metric in (OPEN, OVERDUE))
    count = _Counting(positions, kind, question.as_of.timestamp())
    whole = AreaLoad(area.code, area.name, _whole(opened), _whole(overdue), count.of(area))
    cases, late = ({row.code: row.n for row in answer.rows} for answer in (opened, overdue))
    rows = [
        AreaLoad(one.code, one.name, _part(opened, cases, one.code), _part(overdue, late, one.code), count.of(one))
        for one in tree.children(area)
        if question.scope.meets(one.area_id, one.last_id)
    ]
    if rows:
        above = whole.workers
        for row in rows:
            above = above.minus(row.workers)
        figures = _part(opened, cases, NOT_PLACED), _part(overdue, late, NOT_PLACED)
        if above.units or any(figures):
            rows.append(AreaLoad(NOT_PLACED, "", *figures, above))
    notes = opened.notes if opened.status == "no_data" else ()
    return Workload(kind, question.as_of, whole, tuple(rows), tuple(notes))


def _about(question: Question, metric: str, by: str | None) -> Question:
    return Question(metric, question.area, as_of=question.as_of, by=by, scope=question.scope)


def _whole(answer: Answer) -> int | None:
    return None if answer.status == "no_data" else answer.n


def _part(answer: Answer, counts: dict[str, int], code: str) -> int | None:
    return None if answer.status == "no_data" else counts.get(code, 0)


class _Counting:
    """Counts the units of a kind by area; at: seconds since 1970 UTC."""

    def __init__(self, positions: UnitPositions, kind: str, at: float) -> None:
        of_kind = positions.kind == unit_kinds().index(kind)
        unknown = positions.status_state == unit_states().index("unknown")
        self._area = positions.area_id[of_kind]
        self._on = positions.on_duty[of_kind]
        self._silent = positions.silent(at)[of_kind]
        self._unsaid = (unknown & ~positions.on_duty)[of_kind]

    def of(self, area: Area) -> DutyCounts:
        inside = (self._area >= area.area_id) & (self._area <= area.last_id)
        sums = (inside, inside & self._on, inside & self._on & ~self._silent, inside & self._unsaid)
        return DutyCounts(*(int(np.count_nonzero(one)) for one in sums))
