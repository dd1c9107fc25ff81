"""Which questions can share a scan, and the sharing: each then finds its rows in the runner, as if asked alone."""

from __future__ import annotations

import contextlib
from collections.abc import Hashable, Iterable, Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any

from geodata.errors import UnknownArea
from queries.errors import QueryError
from queries.kpis.answering import Answering
from queries.kpis.measures import added_up, adds_up
from queries.kpis.question import Question
from queries.kpis.resolved.resolved_question import ResolvedQuestion
from queries.kpis.sharing.shared_scan import can_share, compose_scan, has_every_statistic, rows_of_metric
from queries.kpis.statement import parameters_of
from queries.scope import answering
from queries.store.statement_runner import StatementRunner, Table


@dataclass(frozen=True)
class RowsWanted:
    """Rows that a question needs: of the whole, or by day; statement and bound: what asks for them alone."""

    asked: ResolvedQuestion
    by_day: bool
    statement: str
    bound: Mapping[str, Any]

    @property
    def is_of_days(self) -> bool:
        """Whether they are days, or a whole that is added up from its days."""
        return self.by_day or not (self.asked.basis.is_state or _needs_quantiles(self.asked))

    def among(self, found: Table) -> Table:
        """They among the rows of their part of a scan."""
        names, rows = found
        if not self.is_of_days:
            return found
        first, last = self.asked.period.start or date.min, self.asked.period.end or date.max
        rows = tuple(row for row in rows if first <= row[0] <= last)
        if self.by_day:
            return names, rows
        whole = added_up([dict(zip(names, row, strict=True)) for row in rows])
        return names, ((None, *(whole[name] for name in names[1:])),)


@dataclass(frozen=True)
class SharedScan:
    """One statement that several questions share: call it to ask the store. common: what all of them bind."""

    runner: StatementRunner
    wanted: tuple[RowsWanted, ...]
    common: Mapping[str, Any]

    @property
    def questions(self) -> frozenset[Question]:
        """The questions that have their rows from it."""
        return frozenset(rows.asked.question for rows in self.wanted)

    def __call__(self) -> None:
        """Ask, and give each question its rows. Raises TooSlow."""
        with answering(self.wanted[0].asked.question.scope):
            self._ask()

    def _ask(self) -> None:
        first = self.wanted[0]
        metrics = tuple(dict.fromkeys(rows.asked.metric for rows in self.wanted))
        statement, bound = compose_scan(metrics, first.is_of_days, first.asked.context), self._bound()
        keys = [self.runner.key(rows.statement, rows.bound) for rows in self.wanted]
        every = has_every_statistic(first.is_of_days, first.asked.context)
        found = self.runner.rows(statement, {name: bound[name] for name in parameters_of(statement)})
        for key, rows in zip(keys, self.wanted, strict=True):
            number, metric = metrics.index(rows.asked.metric), rows.asked.metric
            of_metric = rows_of_metric(metric, number, first.is_of_days, found, every=every)
            self.runner.hold(key, rows.among(of_metric))

    def _bound(self) -> dict[str, Any]:
        """The parameters, with the period around all of theirs."""
        periods = [rows.asked.period for rows in self.wanted]
        from_at, upto_at = min(one.from_at for one in periods), max(one.upto_at for one in periods)
        return {**self.common, "from_at": from_at, "upto_at": upto_at}


def shared_scans(answers: Answering, questions: Iterable[Question]) -> list[SharedScan]:
    """The scans that can be shared by two or more, of what the runner does not hold yet. `as_of` must be given. A
    question that is refused has none: asked alone it says why. Raises ScopeNotEnforced and TooSlow."""
    groups: dict[Hashable, list[RowsWanted]] = {}
    for question in dict.fromkeys(questions):
        with answering(question.scope), contextlib.suppress(QueryError, UnknownArea):
            for rows in _wanted(answers, question):
                if not answers.runner.holds(rows.statement, rows.bound):
                    groups.setdefault(_group_of(rows), []).append(rows)
    return [
        SharedScan(answers.runner, tuple(group), answers.parameters(group[0].asked, None))
        for group in groups.values()
        if len(group) > 1
    ]


def _wanted(answers: Answering, question: Question) -> Iterable[RowsWanted]:
    asked = answers.resolve(question)
    if asked.reasons or not can_share(asked.metric):
        return
    by_day = question.by == "day" and not asked.basis.is_state
    if by_day and asked.period.days():
        yield RowsWanted(asked, True, *answers.statement(asked, "day"))
    if question.by is None and (asked.basis.is_state or not _needs_quantiles(asked)):
        yield RowsWanted(asked, False, *answers.statement(asked, None))


def _needs_quantiles(asked: ResolvedQuestion) -> bool:
    """Whether the whole cannot be added up from its days."""
    return bool(asked.metric.microseconds) and not (asked.question.value_only and adds_up(asked.metric))


def _group_of(rows: RowsWanted) -> Hashable:
    """What the statements of a scan have in common."""
    asked = rows.asked
    return (
        asked.basis.key, rows.is_of_days, asked.context, asked.area.area_id, asked.sources, asked.as_of,
        asked.question.recorded_as_of, asked.question.where, asked.question.scope, asked.metric.is_of_attempts,
    )  # fmt: skip
