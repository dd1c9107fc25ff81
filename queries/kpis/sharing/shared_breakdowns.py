"""Breakdowns of one population by several dimensions share one scan: each finds its rows in the runner."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from functools import lru_cache
from pathlib import Path
from typing import Any

from queries.as_of_state.state_tables import names_in
from queries.kpis.answering import Answering
from queries.kpis.dictionary import Metric
from queries.kpis.measures import adds_up, measures
from queries.kpis.question import Question
from queries.kpis.resolved.resolved_question import ResolvedQuestion
from queries.kpis.sharing.gathering import gathered
from queries.kpis.statement import PARTS, StatementContext, members_of, parameters_of
from queries.scope import answering
from queries.store.statement_runner import Table
from queries.store.statements import read_statements

_SQL = read_statements(Path(__file__).with_name("shared_breakdowns.sql"))
DIMENSIONS = frozenset({"category", "category2", "category3", "channel", "department", "hour"})
"""Breakdowns of a few columns, of which each case has one value."""


@dataclass(frozen=True)
class SharedBreakdowns:
    """One statement for a KPI by several dimensions: call it to ask the store."""

    answers: Answering
    breakdowns: tuple[ResolvedQuestion, ...]

    @property
    def questions(self) -> frozenset[Question]:
        """The questions that have their rows from it."""
        return frozenset(asked.question for asked in self.breakdowns)

    def __call__(self) -> None:
        """Ask, and give each question its rows. Raises TooSlow."""
        first, runner = self.breakdowns[0], self.answers.runner
        by = tuple(asked.question.by or "" for asked in self.breakdowns)
        with answering(first.question.scope):
            keys = [runner.key(*self.answers.statement(asked, asked.question.by)) for asked in self.breakdowns]
            statement, bound = compose_breakdowns(first.metric, by, first.context), self.answers.parameters(first, None)
            found = runner.rows(statement, {name: bound[name] for name in parameters_of(statement)})
            for number, key in enumerate(keys):
                runner.hold(key, rows_of_breakdown(number, by, found))


def shared_breakdowns(answers: Answering, questions: Iterable[Question]) -> list[SharedBreakdowns]:
    """The scans for questions that differ in their breakdown alone, of what the runner does not hold yet. Raises as
    `shared_scans`."""
    by_dimension = (question for question in questions if question.by in DIMENSIONS)
    return [SharedBreakdowns(answers, group) for group in gathered(answers, by_dimension, _can_share, _group_of)]


def _group_of(asked: ResolvedQuestion) -> Question:
    return replace(asked.question, by=None)


def _can_share(asked: ResolvedQuestion) -> bool:
    """Whether the rows of a part can be added up where several values of a column are one part."""
    return not asked.reasons and asked.metric.table == "events" and adds_up(asked.metric)


@lru_cache(maxsize=256)
def compose_breakdowns(metric: Metric, by: tuple[str, ...], context: StatementContext) -> str:
    """The statement for a KPI by several dimensions. Columns: part_0, part_1, …, grouped and the measures. Parameters:
    those of the KPI alone."""
    columns = _columns(by)
    parts = [_SQL.filled("part", part=PARTS[one], number=str(number)) for number, one in enumerate(by)]
    return _SQL.filled(
        "breakdowns",
        parts=", ".join(parts),
        columns=", ".join(columns),
        sets=", ".join(_SQL.filled("set", columns=", ".join(sorted(names_in(PARTS[one])))) for one in by),
        measures=measures(metric, every=False),
        members=members_of(metric, columns, context),
    )


def rows_of_breakdown(number: int, by: Sequence[str], found: Table) -> Table:
    """The rows of the breakdown with this number as its statement alone has them."""
    names, rows = found
    columns, own = _columns(by), names_in(PARTS[by[number]])
    grouped = sum(1 << place for place, column in enumerate(reversed(columns)) if column not in own)
    first = len(by) + 1
    parts: dict[Any, tuple[Any, ...]] = {}
    for row in rows:
        if row[len(by)] == grouped:
            before, measured = parts.get(row[number]), row[first:]
            parts[row[number]] = measured if before is None else _added(before, measured)
    return ("part", *names[first:]), tuple((part, *measured) for part, measured in parts.items())


def _columns(by: Sequence[str]) -> tuple[str, ...]:
    return tuple(sorted({name for one in by for name in names_in(PARTS[one])}))


def _added(first: Sequence[Any], second: Sequence[Any]) -> tuple[Any, ...]:
    """Measures added up; a sum of nothing is NULL."""
    both = zip(first, second, strict=True)
    return tuple(b if a is None else a if b is None else a + b for a, b in both)
