"""One KPI as of many moments, hour by hour over weeks: by level or by the values of a dimension, from few statements.

A moment asked alone reads its cases again. Here those of all periods are read once and counted in each that holds them,
and a stock is told from the spans of the lives of its cases, once for each of its parts, or where their states are not
told from spans from each case joined with the moments at which it may be open.
"""

from __future__ import annotations

from collections.abc import Hashable, Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any

import numpy as np
import pyarrow as pa
from numpy.typing import NDArray

from queries.calendar.city_days import naive
from queries.kpis import by_level
from queries.kpis.answering import Answering
from queries.kpis.conditions import COLUMNS
from queries.kpis.measures import measures
from queries.kpis.normal.comparable import EarlierPeriod
from queries.kpis.normal.normal_statement import compose_at_moments, moments_bound
from queries.kpis.question import Question
from queries.kpis.resolved.resolved_question import ResolvedQuestion
from queries.kpis.statement import (
    PERIOD_NUMBER,
    StatementContext,
    compose_open_of_parts,
    compose_stock_of_parts,
    members_of,
    parameters_of,
)
from queries.scope import answering
from queries.store.statements import read_statements

AREA = "area"
_SQL = read_statements(Path(__file__).with_name("shared_moments.sql"))
_DIMENSIONS = {"category": "category1"}
"""Breakdowns whose dimension is called otherwise."""
Column = NDArray[np.int64]


def hold_moments(answers: Answering, questions: Iterable[Question], level: int) -> None:
    """Leave in the runner what `by_level` up to a level, or `answer` by a dimension, will need for questions that
    differ in their moment and days alone. What cannot be told so is left out, and asked moment by moment. Raises as
    `Answering.answer`, and TooSlow."""
    for asked in _groups(answers, questions, level):
        moments = _Moments(answers, asked, level)
        with answering(asked[0].question.scope):
            if asked[0].question.by != AREA:
                moments.hold_parts()
            elif asked[0].basis.is_state:
                moments.hold_stocks()
            else:
                moments.hold_periods()


def _groups(answers: Answering, questions: Iterable[Question], level: int) -> Iterator[tuple[ResolvedQuestion, ...]]:
    """Those that one statement tells, of what the runner does not hold yet, in the order of their moments."""
    groups = dict[Hashable, dict[Hashable, ResolvedQuestion]]()
    for question in dict.fromkeys(questions):
        with answering(question.scope):
            asked = answers.resolve(question if question.by else replace(question, by=AREA))
            if asked.reasons or not _can_be_told(asked) or _is_held(answers, asked, level):
                continue
            same = _context(asked), asked.metric, asked.area.area_id, asked.question.by, asked.sources
            period = None if asked.basis.is_state else asked.period
            groups.setdefault(same, {})[asked.as_of, period] = asked
    for group in groups.values():
        yield tuple(sorted(group.values(), key=lambda one: one.as_of))


def _can_be_told(asked: ResolvedQuestion) -> bool:
    dimension = _DIMENSIONS.get(asked.question.by or "", asked.question.by)
    if asked.only_now or not by_level.is_counted(asked.metric) or asked.question.recorded_as_of:
        return False
    if dimension != AREA and not (dimension in COLUMNS and asked.basis.is_state and not asked.question.where):
        return False
    if dimension == AREA and _joined(asked):
        return True
    is_told = compose_at_moments(asked.metric, asked.context) is not None
    return is_told and (asked.basis.is_state or bool(asked.period.days()))


def _joined(asked: ResolvedQuestion) -> str | None:
    """The statement of a stock by area whose cases are joined with the moments; None where that tells nothing."""
    return compose_open_of_parts(asked.metric, _context(asked), _SQL["cases_by_part"])


def _is_held(answers: Answering, asked: ResolvedQuestion, level: int) -> bool:
    if asked.question.by != AREA:
        return answers.runner.holds(*answers.statement(asked, asked.question.by))
    return answers.runner.holds_table(answers.key_of_places(asked, level))


def _context(asked: ResolvedQuestion) -> StatementContext:
    return replace(asked.context, settled=False, unclosed=False, unclosed_days=False, at_moments=True)


@dataclass(frozen=True)
class _Moments:
    """asked: the same in all but their moments."""

    answers: Answering
    asked: Sequence[ResolvedQuestion]
    level: int

    def hold_periods(self) -> None:
        """What is counted in days, of each area."""
        runner, last = self.answers.runner, self.asked[-1]
        keys = [self.answers.key_of_places(one, self.level) for one in self.asked]
        members = members_of(last.metric, [PERIOD_NUMBER, "area_id"], _context(last))
        statement = _SQL.filled("levels", measures=measures(last.metric, every=False), members=members)
        days = [(one, one.period.days()) for one in self.asked]
        periods = [EarlierPeriod(of[0], of[-1], one.as_of) for one, of in days]
        bound = self.answers.parameters(last, None) | self._parts_of_levels()
        bound |= moments_bound(periods, last.period.zone, is_state=False)
        found = runner.table(statement, {name: bound[name] for name in parameters_of(statement)})
        columns = {name: found.column(name).cast(pa.int64()).fill_null(0).to_numpy() for name in found.column_names}
        number = columns.pop(PERIOD_NUMBER)
        bounds = np.searchsorted(number, np.arange(len(keys) + 1))
        for key, low, high in zip(keys, bounds, bounds[1:], strict=False):
            runner.hold_table(key, pa.table({name: column[low:high].copy() for name, column in columns.items()}))

    def _parts_of_levels(self) -> dict[str, Any]:
        """Areas of the level, and each above it by its own number alone."""
        tree, last = self.answers.tree, self.asked[-1]
        scope = last.question.scope
        above = [by_level.inside(tree, last.area, level, scope) for level in range(last.area.level, self.level)]
        alone = {last.area.area_id, *(int(number) for numbers in above for number in numbers)}
        areas = set(by_level.inside(tree, last.area, self.level, scope).tolist()) - alone
        pairs = sorted([(one, one) for one in alone] + [(one, int(tree.last_id[one - 1])) for one in areas])
        if self.level <= last.area.level:
            pairs = [(last.area.area_id, last.area.last_id)]
        firsts = tuple(first for first, _ in pairs)
        return {"first_ids": firsts, "last_ids": tuple(last for _, last in pairs), "parts": firsts}

    def hold_stocks(self) -> None:
        """How many there are as of each moment, of each area."""
        runner, has_hits = self.answers.runner, bool(self.asked[-1].metric.numerator)
        keys = [self.answers.key_of_places(one, self.level) for one in self.asked]
        told = compose_at_moments(self.asked[-1].metric, self.asked[-1].context)
        if told:
            part, n, hits = self._stocks(_SQL["of_area"], _SQL["cases_by_part"], self._parts_of_levels())
        else:
            part, n, hits = self._joined_of_areas()
        for number, key in enumerate(keys):
            counted = n[:, number] > 0
            columns = {"part": part[counted], "n": n[counted, number]}
            runner.hold_table(key, pa.table(columns | ({"hits": hits[counted, number]} if has_hits else {})))

    def hold_parts(self) -> None:
        """How many there are as of each moment, of each value of a dimension."""
        runner, by = self.answers.runner, self.asked[-1].question.by or ""
        keys = [runner.key(*self.answers.statement(one, by)) for one in self.asked]
        of_dimension = _SQL.filled("of_dimension", column=COLUMNS[_DIMENSIONS.get(by, by)])
        part, n, hits = self._stocks(of_dimension, _SQL["cases"], {})
        for number, key in enumerate(keys):
            rows = zip(part.tolist(), n[:, number].tolist(), hits[:, number].tolist(), strict=True)
            runner.hold(key, (("part", "n", "hits"), tuple(row for row in rows if row[1])))

    def _joined_of_areas(self) -> tuple[NDArray[Any], Column, Column]:
        """As `_stocks`, of a stock that is not told from spans."""
        statement = _joined(self.asked[-1])
        assert statement is not None  # noqa: S101  # as of the other way, which `_can_be_told`
        found = self.answers.runner.table(statement, self._bound_of(statement, self._parts_of_levels()))
        parts, row = np.unique(found.column("part").to_numpy(), return_inverse=True)
        number = found.column(PERIOD_NUMBER).to_numpy()
        n, hits = (np.zeros((len(parts), len(self.asked)), dtype=np.int64) for _ in range(2))
        for name, counted in (("n", n), ("hits", hits)):
            if name in found.column_names:
                counted[row, number] = found.column(name).cast(pa.int64()).fill_null(0).to_numpy()
        return parts, n, hits

    def _stocks(self, part: str, source: str, parts: dict[str, Any]) -> tuple[NDArray[Any], Column, Column]:
        """The parts, and n and hits of each (rows) as of each moment (columns)."""
        last, moments = self.asked[-1], len(self.asked)
        statement = compose_stock_of_parts(last.metric, _context(last), part, source)
        assert statement is not None  # noqa: S101  # as of the whole, which `_can_be_told`
        found = self.answers.runner.table(statement, self._bound_of(statement, parts))
        values = found.column("part").to_numpy()[::moments]
        n, hits = (found.column(name).cast(pa.int64()).fill_null(0).to_numpy() for name in ("n", "hits"))
        return values, n.reshape(-1, moments), hits.reshape(-1, moments)

    def _bound_of(self, statement: str, parts: dict[str, Any]) -> dict[str, Any]:
        """What a statement about a stock binds."""
        moments = tuple(naive(one.as_of) for one in self.asked)
        bound = self.answers.parameters(self.asked[-1], None) | parts
        bound |= {"days": tuple(range(len(moments))), "moments": moments, "first_moment": moments[0]}
        return {name: bound[name] for name in parameters_of(statement)}
