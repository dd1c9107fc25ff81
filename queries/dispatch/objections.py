"""Objections (declines) to a dispatch, by the steps delivered: how long until decided, granted or refused."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace
from functools import lru_cache
from pathlib import Path
from typing import Any

from queries.dispatch.hops import compose_chains, quantiles_of
from queries.dispatch.playbook_use import DISPATCHED_METRIC, FEWEST
from queries.governance.spots import closed_parts
from queries.kpis.answer import Answer
from queries.kpis.answering import Answering
from queries.kpis.dictionary import Metric
from queries.kpis.question import Question
from queries.kpis.statement import StatementContext, parameters_of
from queries.privacy.masking import masked_value
from queries.sources.freshness import Freshness
from queries.store.statements import read_statements

_SQL = read_statements(Path(__file__).with_name("objections.sql"))


@dataclass(frozen=True)
class ObjectionCounts:
    """Declines and what became of them; granted, refused, taken, gone and undecided add up to n. granted: the case was
    dispatched to another unit next; refused: to the same one; taken: the unit received it after all; gone: the case
    ended first; undecided: nothing of it is delivered. median_s, p95_s: seconds until granted or refused (None: none
    was). unit: empty where it is not told who declined."""

    unit: str
    n: int
    granted: int
    refused: int
    taken: int
    gone: int
    undecided: int
    median_s: float | None
    p95_s: float | None

    @property
    def few(self) -> bool:
        """Whether it had too few to be ranked."""
        return self.n < FEWEST


@dataclass(frozen=True)
class Objections:
    """Of the dispatched cases of a question: whole; every: all declines (None: no step of any is delivered); units: by
    who declined, most first, those of few last, which add up to it."""

    whole: Answer
    every: ObjectionCounts | None = None
    units: tuple[ObjectionCounts, ...] = ()


def objections_of(answers: Answering, question: Question, freshness: Freshness) -> Objections:
    """The objections among the cases of a question. Raises as `Answering.answer`."""
    asked = answers.resolve(replace(question, metric=DISPATCHED_METRIC, by=None))
    whole = answers.answer(asked.question, freshness)
    if asked.reasons:
        return Objections(whole)
    statement = compose_objections(asked.metric, asked.context)
    bound = answers.parameters(asked, None) | closed_parts(question.scope)
    names, rows = answers.runner.rows(statement, {name: bound[name] for name in parameters_of(statement)})
    found = [dict(zip(names, row, strict=True)) for row in rows]
    units = sorted((_counts(row) for row in found if not row["is_whole"]), key=lambda one: (one.few, -one.n, one.unit))
    every = next((_counts(row) for row in found if row["is_whole"] and row["n"]), None)
    return Objections(whole, every, tuple(units))


@lru_cache(maxsize=256)
def compose_objections(metric: Metric, context: StatementContext) -> str:
    """The statement that counts objections by unit, and in all."""
    return _SQL.filled("objections", chains=compose_chains(metric, context))


def _counts(row: Mapping[str, Any]) -> ObjectionCounts:
    median, p95 = quantiles_of(row)
    counts = {name: row[name] for name in ("n", "granted", "refused", "taken", "gone", "undecided")}
    return ObjectionCounts(unit=masked_value(row["by_unit"]) or "", median_s=median, p95_s=p95, **counts)
