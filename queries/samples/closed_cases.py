"""The closed cases of a week with the values that put each into a stratum, and what an asker may see of drawn ones."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from dataclasses import replace
from functools import lru_cache
from pathlib import Path
from typing import Any

import pyarrow as pa

from geodata.areas.area_tree import AreaTree
from queries.kpis.answer import NOT_PLACED
from queries.kpis.answer_rows import UNKNOWN
from queries.kpis.answering import Answering
from queries.kpis.dictionary import Dictionary, Metric
from queries.kpis.question import Question
from queries.kpis.statement import StatementContext, compose_counted
from queries.privacy.masking import masked_value
from queries.samples.drawing import Case
from queries.samples.sampling_rule import SamplingRule
from queries.samples.weeks import SampledWeek
from queries.store.statement_runner import StatementRunner
from queries.store.statements import read_statements

_HERE = Path(__file__)
_SQL = read_statements(_HERE.with_name("samples.sql"))
CLOSED_CASES = "closed_cases"


def metrics_of_samples() -> dict[str, Metric]:
    """The KPI that counts the cases among which samples are drawn."""
    return dict(Dictionary.read(_HERE.with_name("closed_cases.toml")))


def closed_cases(
    answers: Answering, question: Question, week: SampledWeek, rule: SamplingRule
) -> Iterator[tuple[tuple[str, ...], Case]]:
    """The cases closed in a week, with the values of their strata; none where there are no data. question: area,
    moment and scope. Raises as `Answering.answer`."""
    asked = replace(question, metric=CLOSED_CASES, start=week.monday, end=week.sunday, by=None)
    table = answers.counted(asked, composing(rule.by))
    columns = [[masked_value(value) or UNKNOWN for value in table[name].to_pylist()] for name in rule.by]
    if rule.level:
        columns.insert(0, _areas(answers.tree, table, rule.level))
    cases = zip(table["source"].to_pylist(), table["source_id"].to_pylist(), strict=True)
    return zip(zip(*columns, strict=True), cases, strict=True)


@lru_cache(maxsize=16)
def composing(by: tuple[str, ...]) -> Callable[[Metric, StatementContext], str]:
    """What composes the statement with these columns beside source, number and area."""
    columns = ("source", "source_id", "area_id", *by)
    return lambda metric, context: compose_counted("closed", metric, columns, context, shapes=_SQL)


def seen_cases(runner: StatementRunner, cases: Iterable[Case]) -> dict[Case, dict[str, Any]]:
    """The cases that the asker may see, with title, kind, department, area and last closing (naive, UTC)."""
    wanted = sorted(cases)
    bound = {"names": tuple(source for source, _ in wanted), "numbers": tuple(number for _, number in wanted)}
    names, rows = runner.rows(_SQL["seen"], bound)
    found = (dict(zip(names, row, strict=True)) for row in rows)
    return {(one["source"], one["source_id"]): one for one in found}


def _areas(tree: AreaTree, table: pa.Table, level: int) -> list[str]:
    """The code of the area of a level in which each case lies."""
    numbers = tree.ancestor_at(table["area_id"].to_numpy(), level).tolist()
    return [tree.code[number - 1] if number else NOT_PLACED for number in numbers]
