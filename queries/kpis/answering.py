"""From a question to its answer: checked, composed into a statement, asked, and answered with its parts."""

from __future__ import annotations

from collections.abc import Callable, Set
from dataclasses import dataclass, replace
from datetime import date
from functools import partial
from typing import Any

import pyarrow as pa

from queries.calendar.steps import STEPS, grouped
from queries.errors import QuestionRefused
from queries.kpis import answer_rows, bins, by_level, conditions, note
from queries.kpis.answer import Answer, AnswerRow, Status
from queries.kpis.bins import NO_BINS, Bins, Cell
from queries.kpis.dictionary import Metric
from queries.kpis.distributions.distribution import (
    LENGTHS,
    Distribution,
    compose_distribution,
    microseconds,
    step_width,
)
from queries.kpis.measures import Row, added_up, adds_up, figures, statistics_of
from queries.kpis.note import Note
from queries.kpis.question import PLACES, Question, no_cases_in_a_place
from queries.kpis.resolved.resolved_question import ResolvedQuestion
from queries.kpis.resolved.resolving import Resolving
from queries.kpis.statement import (
    StatementContext,
    compose,
    compose_areas,
    compose_cases,
    compose_lengths,
    parameters_of,
)
from queries.privacy.text_columns import masked_table
from queries.scope import answering
from queries.sources.freshness import Freshness
from queries.store.statement_runner import AnswerKey

MOST_CASES = 2**62
# Up to here comparing the cases with the intervals of areas takes 1.5 ms, a join by numbers 3.5; for a month 17 and 9.
FEW_DAYS, FEW_AREAS = 2, 64
# Up to here cases are counted by area outside of DuckDB, which needs 12 ms to hand over 90,000 groups and 3 for the
# 400,000 cases of a month; the cases of years are counted inside of it.
COUNTED_DAYS = 62
Composing = Callable[[Metric, StatementContext], str]


@dataclass(frozen=True)
class Answering(Resolving):
    """Answers questions about one city from its store."""

    def answer(self, question: Question, freshness: Freshness) -> Answer:
        """The answer. `question.as_of` must be given. Raises UnknownMetric, UnknownDenominator, UnknownArea,
        QuestionRefused and TooSlow."""
        asked = self.resolve(question)
        if asked.reasons:
            return self._answer(asked, freshness, status="no_data", notes=asked.reasons)
        days = len(asked.period.days())
        found = self._rows(asked, question.by) if question.by and (question.by != "day" or days) else []
        whole = self._whole(asked, found)
        return self._of_rows(asked, [row for row in found if row is not whole], whole, freshness)

    def _of_rows(self, asked: ResolvedQuestion, found: list[Row], whole: Row, freshness: Freshness) -> Answer:
        value, numerator, denominator, n = figures(asked.metric, whole, len(asked.period.days()))
        notes = asked.notes
        missing = whole.get("no_calendar") or 0
        if missing:
            notes += (note.calendar_missing(missing),)
        if out := (whole.get("left_out") or 0) - missing:
            notes += (note.left_out(out, asked.metric.excluded_en, asked.metric.excluded_zh, asked.metric.table),)
        if n and (asked.metric.failed_en or asked.metric.failed_zh):
            notes += (note.failed(n - int(numerator or 0), asked.metric.failed_en, asked.metric.failed_zh),)
        data = self._answer(asked, freshness, status="no_cases" if value is None else "ok", notes=notes)
        return replace(
            data, value=value, numerator=numerator, denominator=denominator, n=n,
            rows=self._parts(asked, found) if asked.question.by else (), statistics=statistics_of(asked.metric, whole),
        )  # fmt: skip

    def by_level(self, question: Question, level: int, freshness: Freshness) -> by_level.LevelAnswer:
        """The KPI of every area of a level inside the question's area (not by `question.by`); raises as `answer`."""
        asked, alone = (self.resolve(replace(question, by=by)) for by in ("area", None))
        areas = by_level.inside(self.tree, asked.area, level, question.scope)
        if asked.reasons or alone.reasons:
            return by_level.nothing(self.answer(alone.question, freshness), level, areas)
        if not adds_up(asked.metric):
            statement, bound = compose_lengths(asked.metric, asked.context), self.parameters(asked, None)
            with answering(by_level.scope_of_level(self.tree, asked.area, level, question.scope, statement)):
                lengths = self.runner.table(statement, {name: bound[name] for name in parameters_of(statement)})
            whole = self._of_rows(alone, [], by_level.whole_of_lengths(lengths), freshness)
            return by_level.with_quantiles(asked.metric, by_level.nothing(whole, level, areas), self.tree, lengths)
        places = self.places(asked, level)
        needs_quantiles = asked.metric.microseconds and not question.value_only
        whole_row = self._rows(alone, None)[0] if needs_quantiles else by_level.sum_of(places)
        data = by_level.nothing(self._of_rows(alone, [], whole_row, freshness), level, areas)
        return by_level.rolled_up(asked.metric, places, self.tree, data, len(asked.period.days()))

    def places(self, asked: ResolvedQuestion, level: int) -> pa.Table:
        """The measures of the cases known in each area itself, not below it (`part`: its number), to be added up to the
        areas of a level."""
        statement, used = self._by_place(asked)
        reduced = [by_level.counted_by_area] if _is_counted(asked) else []
        with answering(by_level.scope_of_level(self.tree, asked.area, level, asked.question.scope, statement)):
            return self.runner.shared_table(statement, used, *reduced)

    def key_of_places(self, asked: ResolvedQuestion, level: int) -> AnswerKey:
        """By what the runner holds these measures."""
        statement, used = self._by_place(asked)
        with answering(by_level.scope_of_level(self.tree, asked.area, level, asked.question.scope, statement)):
            return self.runner.key(statement, used)

    def _by_place(self, asked: ResolvedQuestion) -> tuple[str, dict[str, Any]]:
        metric, context, bound = asked.metric, asked.context, self.parameters(asked, None)
        statement = compose_areas(metric, context) if _is_counted(asked) else compose(metric, PLACES, context)
        return statement, {name: bound[name] for name in parameters_of(statement)}

    def cases(self, question: Question, most: int | None = None) -> pa.Table:
        """The counted members of the population with `in_numerator`; empty when the question has no data."""
        return masked_table(self.counted(question, compose_cases, most=MOST_CASES if most is None else most))

    def counted(self, question: Question, compose: Composing, most: int = MOST_CASES, **given: Any) -> pa.Table:
        """The rows of a statement on the counted members of the population, with the parameters `given` and at $most so
        many; none when the question has no data, for which the statement must have a LIMIT $most."""
        asked = self.resolve(question)
        statement = compose(asked.metric, asked.context)
        bound = self.parameters(asked, None) | given | {"most": 0 if asked.reasons else most}
        return self.runner.table(statement, {name: bound[name] for name in parameters_of(statement)})

    def distribution(self, question: Question, freshness: Freshness) -> Distribution:
        """The durations behind a KPI in steps. Raises QuestionRefused for one that is no duration."""
        whole = self.answer(replace(question, by=None, value_only=False), freshness)
        if whole.kind != "duration":
            text = f"{question.metric} is no duration, so it has no distribution."
            raise QuestionRefused("no_duration", text, kpi=question.metric)
        if not whole.n:
            return Distribution(whole, 0.0, ())
        width = step_width(whole)
        steps, given = [0] * LENGTHS, {"width": microseconds(width, whole.unit), "last": LENGTHS - 1}
        found = self.counted(question, compose_distribution, most=LENGTHS, **given)
        for step, n in zip(found["step"].to_pylist(), found["n"].to_pylist(), strict=True):
            steps[step] = n
        return Distribution(whole, width, tuple(steps))

    def bins(self, question: Question) -> Bins:
        """Where the counted members lie; nowhere when the question has no data or counts no cases."""
        if (reasons := self.resolve(question).reasons) or self.dictionary[question.metric].table != "events":
            return replace(NO_BINS, reasons=reasons)
        depth = bins.depth_for(int(self._rows(self.resolve(replace(question, by=None)), None)[0]["n"]))
        return bins.bins_of(self.counted(question, bins.compose_bins, cells=float(1 << depth)), depth)

    def cases_at(self, question: Question, cell: Cell | None, most: int = MOST_CASES, after: int = 0) -> pa.Table:
        """The counted members in a cell, or of no cell (None): the newest first, `most` of them from number `after`.
        Raises QuestionRefused for a KPI that does not count cases."""
        if self.dictionary[question.metric].table != "events":
            raise no_cases_in_a_place(question.metric)
        if cell is None:
            return masked_table(self.counted(question, bins.compose_cases_without_point, most, after=after))
        given: dict[str, Any] = {"cells": float(1 << cell.depth), "cell_x": cell.x, "cell_y": cell.y, **cell.box()}
        return masked_table(self.counted(question, bins.compose_cases_in_cell, most, after=after, **given))

    def _rows(self, asked: ResolvedQuestion, by: str | None) -> list[Row]:
        names, rows = self.runner.rows(*self.statement(asked, by))
        return [dict(zip(names, row, strict=True)) for row in rows]

    def statement(self, asked: ResolvedQuestion, by: str | None) -> tuple[str, dict[str, Any]]:
        """What asks the store for the whole (None) or the parts of a question, and the parameters that it binds."""
        few = by == "area" and self._are_few(asked)
        statement = compose(asked.metric, by, replace(asked.context, few=True) if few else asked.context)
        bound = self.parameters(asked, by)
        return statement, {name: bound[name] for name in parameters_of(statement)}

    def _are_few(self, asked: ResolvedQuestion) -> bool:
        short = not asked.basis.is_state and len(asked.period.days()) <= FEW_DAYS
        return short and len(self.tree.children(asked.area)) <= FEW_AREAS

    def _whole(self, asked: ResolvedQuestion, found: list[Row]) -> Row:
        """The row of the whole: one of those found, or added up from disjoint parts, else asked for."""
        by = asked.question.by
        if whole := next((row for row in found if row.get("is_whole")), None):
            return whole
        if by in (None, "special_grid") or (by == "day" and asked.basis.is_state) or not adds_up(asked.metric):
            return self._rows(asked, None)[0]
        return added_up(found)

    def _parts(self, asked: ResolvedQuestion, rows: list[Row]) -> tuple[AnswerRow, ...]:
        by = asked.question.by or ""
        days = asked.period.days()
        if by in STEPS:
            members = grouped(by, days)
            is_known = self._is_known(asked, {day for row in rows for day in members.get(row["part"], ())})
            return answer_rows.step_rows(asked.metric, by, rows, days, is_known)
        if by == "area":
            return answer_rows.area_rows(
                asked.metric, rows, self.tree.children(asked.area), len(days), asked.question.scope
            )
        if by == "special_grid":
            return answer_rows.special_grid_rows(asked.metric, rows, self.runner.store.special_grids, len(days))
        if by == "hour":
            last = asked.known_times.last_hour(asked.period.start, asked.period.end)
            return answer_rows.hour_rows(asked.metric, rows, len(days), last)
        return answer_rows.BY_VALUE[by](asked.metric, rows, len(days))

    def _is_known(self, asked: ResolvedQuestion, reported: Set[date]) -> Callable[[date], bool]:
        """Of which days something is known: those that were reported or that a source of cases covers."""
        if asked.metric.table != "events":
            return reported.__contains__
        return partial(asked.known_times.has, reported=reported)

    def _answer(
        self, asked: ResolvedQuestion, freshness: Freshness, *, status: Status, notes: tuple[Note, ...]
    ) -> Answer:
        metric, state = asked.metric, asked.basis.is_state
        return Answer(
            key=metric.key, kind=metric.kind, area=asked.area.code, value=None, unit=metric.unit, numerator=None,
            denominator=None, n=0, status=status,
            start=None if state and asked.question.by != "day" else asked.period.start,
            end=None if state and asked.question.by != "day" else asked.period.end,
            zone=self.profile.zone, as_of=asked.as_of,
            recorded_at=asked.question.recorded_as_of or self._recorded_at(metric.table),
            version=metric.version, basis=asked.basis.letter, freshness=freshness, notes=notes,
            where=conditions.by_dimension(asked.question.where),
        )  # fmt: skip


def _is_counted(asked: ResolvedQuestion) -> bool:
    is_short = asked.basis.is_state or len(asked.period.days()) <= COUNTED_DAYS
    return by_level.is_counted(asked.metric) and is_short
