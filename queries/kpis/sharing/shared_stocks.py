"""Stocks day by day of one basis share one scan of the cases: each finds its rows in the runner."""

from __future__ import annotations

from collections.abc import Hashable, Iterable
from dataclasses import dataclass

from queries.kpis.answering import Answering
from queries.kpis.question import Question
from queries.kpis.resolved.resolved_question import ResolvedQuestion
from queries.kpis.sharing.gathering import gathered
from queries.kpis.statement import compose_of_spans, parameters_of
from queries.scope import answering
from queries.store.statement_runner import Table


@dataclass(frozen=True)
class SharedStocks:
    """One statement for the history of several stocks: call it to ask the store."""

    answers: Answering
    stocks: tuple[ResolvedQuestion, ...]
    statement: str

    @property
    def questions(self) -> frozenset[Question]:
        """The questions that have their rows from it."""
        return frozenset(asked.question for asked in self.stocks)

    def __call__(self) -> None:
        """Ask, and give each question its rows. Raises TooSlow."""
        first, runner = self.stocks[0], self.answers.runner
        with answering(first.question.scope):
            keys = [runner.key(*self.answers.statement(asked, "day")) for asked in self.stocks]
            bound = self.answers.parameters(first, "day")
            found = runner.rows(self.statement, {name: bound[name] for name in parameters_of(self.statement)})
            for number, key in enumerate(keys):
                runner.hold(key, rows_of_stock(number, found))


def shared_stocks(answers: Answering, questions: Iterable[Question]) -> list[SharedStocks]:
    """The scans for stocks that differ in their KPI alone, of what the runner does not hold yet. Raises as
    `shared_scans`."""
    by_day = (question for question in questions if question.by == "day")
    return [
        SharedStocks(answers, group, statement)
        for group in gathered(answers, by_day, _can_share, _group_of)
        if (statement := compose_of_spans(tuple(asked.metric for asked in group), group[0].context)) is not None
    ]


def rows_of_stock(number: int, found: Table) -> Table:
    """The rows of the stock with this number as its statement alone has them."""
    names, rows = found
    n, hits = names.index(f"n_{number}"), names.index(f"hits_{number}")
    return ("part", "n", "hits"), tuple((row[0], row[n], row[hits]) for row in rows)


def _can_share(asked: ResolvedQuestion) -> bool:
    """Whether the history is told from the spans of the lives of cases."""
    if asked.reasons or not asked.basis.is_state or asked.metric.table != "events" or not asked.period.days():
        return False
    return compose_of_spans((asked.metric,), asked.context) is not None


def _group_of(asked: ResolvedQuestion) -> Hashable:
    """What the statements of a scan have in common."""
    return (
        asked.basis.key, asked.context, asked.area.area_id, asked.sources, asked.period, asked.as_of,
        asked.question.recorded_as_of, asked.question.where, asked.question.scope,
    )  # fmt: skip
