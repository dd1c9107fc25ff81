"""Several KPIs of one basis as of one moment from one scan of the cases: the statement, and the rows of each KPI in it.

The scan reads the cases of the population that the KPIs have in common, says of each case of which KPIs it is a member,
and measures all of them together.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from functools import lru_cache
from pathlib import Path
from typing import Any

from queries.as_of_state.state_tables import named, state_tables
from queries.kpis.conditions import state_clauses, state_columns
from queries.kpis.conjuncts import conjuncts
from queries.kpis.dictionary import Metric
from queries.kpis.measures import counted_condition, length_of, measured
from queries.kpis.statement import PIECES, SHAPES, StatementContext, cases_of, named_by
from queries.store.statement_runner import Table
from queries.store.statements import conjunction, read_statements

_SQL = read_statements(Path(__file__).with_name("shared_scan.sql"))
_MEASURED: dict[str, tuple[str, tuple[str, ...]]] = {
    "members": ("n", ("member",)),
    "hits": ("hits", ("member", "hit")),
    "counted": ("n", ("member", "counted")),
    "counted_hits": ("hits", ("member", "counted", "hit")),
    "left_out": ("left_out", ("member", "not_counted")),
    "total": ("total", ("member", "counted")),
    "quantiles": ("quantiles", ("member", "counted")),
}
"""Of each measure of `measures.measured` the column, and of which cases it is taken."""


def can_share(metric: Metric) -> bool:
    """Whether a KPI can share a scan: it counts cases by their own columns, in calendar time."""
    if metric.table != "events" or metric.amount or metric.in_working_time:
        return False
    columns = state_tables()[metric.table].columns
    return not any("@table" in columns[name] for name in named_by(metric))


@lru_cache(maxsize=256)
def compose_scan(metrics: tuple[Metric, ...], by_day: bool, context: StatementContext) -> str:
    """The statement for KPIs of one basis that can share it. Columns: part (the day, or NULL) and the measures of each
    KPI, with its number. Parameters: those of any of the KPIs."""
    common = _common(metrics)
    named_columns = {name for metric in metrics for name in named_by(metric)} | ({"case_day"} if by_day else set())
    named_columns.update(state_columns(context.where))
    columns = [column for number, metric in enumerate(metrics) for column in _columns(number, metric, common)]
    members = SHAPES.filled(
        "members",
        columns=", ".join([*(["case_day"] if by_day else []), *columns]) or PIECES["no_column"],
        cases=cases_of(metrics[0], sorted(named_columns), context, voided_left_out="not_voided" in common),
        population=conjunction([*common, *state_clauses(context.where)]) or PIECES["always"],
    )
    every = has_every_statistic(by_day, context)
    measures = [text for number, metric in enumerate(metrics) for text in _measures(number, metric, every, common)]
    return SHAPES.filled("shared_by_day" if by_day else "shared_whole", measures=", ".join(measures), members=members)


def has_every_statistic(by_day: bool, context: StatementContext) -> bool:
    """Whether a scan measures every statistic of a duration, even where its value is a mean."""
    return not (by_day or context.value_only)


def rows_of_metric(metric: Metric, number: int, by_day: bool, found: Table, *, every: bool) -> Table:
    """The rows of the KPI with this number as it has them alone: of a scan day by day only the days that have members.
    every: see `has_every_statistic`."""
    names, rows = found
    columns = tuple(_MEASURED[name][0] for name in measured(metric, every=every))
    places = [names.index(f"{column}_{number}") for column in columns]
    kept = tuple((row[0], *(row[place] for place in places)) for row in rows)
    return ("part", *columns), tuple(row for row in kept if not by_day or _members(columns, row))


def _members(columns: Sequence[str], row: Sequence[Any]) -> int:
    return sum(value for name, value in zip(columns, row[1:], strict=True) if name in ("n", "left_out"))


def _common(metrics: Sequence[Metric]) -> tuple[str, ...]:
    first, *others = [conjuncts(metric.population) for metric in metrics]
    return tuple(condition for condition in first if all(condition in other for other in others))


def _further(metric: Metric, common: Sequence[str]) -> list[str]:
    return [condition for condition in conjuncts(metric.population) if condition not in common]


def _columns(number: int, metric: Metric, common: Sequence[str]) -> Iterator[str]:
    derived = {"member": conjunction(_further(metric, common)), "hit": metric.numerator}
    derived |= {"length": length_of(metric), "counted": counted_condition(metric)}
    yield from (named(text, f"{name}_{number}") for name, text in derived.items() if text)


def _measures(number: int, metric: Metric, every: bool, common: Sequence[str]) -> Iterator[str]:
    for measure in measured(metric, every=every):
        column, of = _MEASURED[measure]
        tested = [name for name in of if name != "member" or _further(metric, common)]
        condition = conjunction(_SQL.filled(name, number=str(number)) for name in tested)
        limited = _SQL.filled("filter", condition=condition) if condition else ""
        yield _SQL.filled(column, number=str(number), filter=limited)
