"""The history of a stock: from the spans of each case's life in which it counts, how many count at the end of each day.

A case begins to count at one instant and ends at another, so that the stock of a day is what began by its end less what
ended by then: two counts by day added up, whatever the number of days.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from itertools import product
from pathlib import Path

from queries.as_of_state.state_tables import Span, StateTable, names_in, state_tables, stored_column
from queries.kpis.conjuncts import conjuncts
from queries.kpis.dictionary import Metric
from queries.store.statements import conjunction, read_statements, union

_SQL = read_statements(Path(__file__).with_name("stock_trend.sql"))
_BEFORE_MOMENT = re.compile(r"(?P<time>\w+_at) < as_of(?: - INTERVAL (?P<days>\d+) DAY)?")
_HAPPENED = re.compile(r"stored\.\w+(?= <= @moment$)")


@dataclass(frozen=True)
class SpannedCondition:
    """A condition that holds in some spans of a case's life, which do not overlap, of cases that meet `conditions`."""

    spans: tuple[Span, ...] = (Span(),)
    conditions: tuple[str, ...] = ()

    def within(self, other: SpannedCondition) -> SpannedCondition:
        """The condition that both hold."""
        spans = tuple(one.within(another) for one, another in product(self.spans, other.spans))
        return SpannedCondition(spans, (*other.conditions, *self.conditions))


def compose_stock(metric: Metric, source: str, conditions: Sequence[str], *, untimed: bool) -> str | None:
    """The statement of a stock at each of $moments, the ends of $days: part (the day), n, hits (0 without a numerator).

    source: the table of the cases; conditions: on each of them. None where the KPI does not count cases, or where it is
    not known from when until when its conditions hold.
    """
    table = state_tables()[metric.table]
    if not table.spans or metric.microseconds or metric.amount or metric.exclude:
        return None
    population = _spanned(table, metric.population, untimed=untimed)
    hits = _spanned(table, metric.numerator, untimed=untimed) if metric.numerator else None
    if population is None or (metric.numerator and hits is None):
        return None
    members = population.within(SpannedCondition((Span((stored_column("reported_at"),)),), tuple(conditions)))
    spans = _selected(members, source, "member")
    if hits:
        spans += _selected(hits.within(members), source, "hit")
    return _SQL.filled("trend", spans=union(spans))


def _spanned(table: StateTable, condition: str, *, untimed: bool) -> SpannedCondition | None:
    found = SpannedCondition()
    for part in conjuncts(condition):
        spanned = _spanned_part(table, part, untimed=untimed)
        if spanned is None:
            return None
        found = spanned.within(found)
    return found


def _spanned_part(table: StateTable, part: str, *, untimed: bool) -> SpannedCondition | None:
    """One of the conditions that must all hold; None where it is not known when it does."""
    expression = table.columns.get(part, "")
    if untimed and part in table.untimed and part not in table.untimed_spans:
        return None
    if part in table.spans:
        beside = (table.untimed_spans[part],) if untimed and part in table.untimed_spans else ()
        return SpannedCondition(table.spans[part], beside)
    if happened := _HAPPENED.match(expression):
        return SpannedCondition((Span((happened[0],)),))
    if before := _BEFORE_MOMENT.fullmatch(part):
        after = _SQL.filled("after", time=stored_column(before["time"]), days=before["days"] or "0")
        return SpannedCondition((Span((after,)),))
    is_fact = all(table.columns[name] == stored_column(name) for name in names_in(part))
    return SpannedCondition(conditions=(part,)) if is_fact else None


def _selected(condition: SpannedCondition, source: str, kind: str) -> list[str]:
    """A statement for each span of the cases that meet a condition."""
    return [
        _SQL.filled(
            "spans",
            source=source,
            since=_SQL.filled("latest", times=", ".join(span.since)),
            until=_SQL.filled("earliest", times=", ".join(span.until)) if span.until else _SQL["never"],
            kind=_SQL[kind],
            conditions=conjunction((*condition.conditions, *_SQL.each("known", span.since))),
        )
        for span in condition.spans
    ]
