"""The history of a stock: from the spans of each case's life in which it counts, how many count at the end of each day.

A case begins to count at one instant and ends at another, so that the stock of a day is what began by its end less what
ended by then: two counts by day added up, whatever the number of days.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence, Set
from dataclasses import dataclass
from itertools import product
from pathlib import Path

from queries.as_of_state.state_tables import Span, StateTable, names_in, state_tables, stored_column
from queries.kpis.conjuncts import conjuncts
from queries.kpis.dictionary import Metric
from queries.store.statements import conjunction, read_statements

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


def compose_stocks(metrics: Sequence[Metric], source: str, conditions: Sequence[str], *, untimed: bool) -> str | None:
    """The statement of stocks at each of $moments, the ends of $days, from one scan of the cases: part (the day), n and
    hits (0 without a numerator); of several stocks n_0, hits_0, n_1 and so on.

    source: the table of the cases; conditions: on each of them. None where one of the KPIs does not count cases, or
    where it is not known from when until when its conditions hold.
    """
    counted = [_counted(metric, conditions, untimed=untimed) for metric in metrics]
    known = [one for one in counted if one is not None]
    if len(known) < len(counted):
        return None
    common = set.intersection(*(set(_conditions(one, span)) for stock in known for one in stock for span in one.spans))
    spans: list[str] = []
    changes = []
    for number, stock in enumerate(known):
        suffix = f"_{number}" if len(known) > 1 else ""
        for name, condition in zip(("n", "hits"), stock, strict=False):
            first = len(spans)
            spans += _columns(condition, common, first)
            changes.append((f"{name}{suffix}", range(first, len(spans))))
        if len(stock) == 1:
            changes.append((f"hits{suffix}", range(0)))
    return _SQL.filled(
        "trend",
        spans=", ".join(spans),
        source=source,
        conditions=conjunction(sorted(common)),
        counted=", ".join(_SQL.each("counted", map(str, range(len(spans))))),
        changes=", ".join(_changed(name, numbers) for name, numbers in changes),
        stocks=", ".join(_SQL.each("stock", (name for name, _ in changes))),
    )


def _counted(metric: Metric, conditions: Sequence[str], *, untimed: bool) -> tuple[SpannedCondition, ...] | None:
    """When a case is a member, and where the KPI has a numerator when it is a hit; None where that is not known."""
    table = state_tables()[metric.table]
    if not table.spans or metric.microseconds or metric.amount or metric.exclude:
        return None
    population = _spanned(table, metric.population, untimed=untimed)
    hits = _spanned(table, metric.numerator, untimed=untimed) if metric.numerator else None
    if population is None or (metric.numerator and hits is None):
        return None
    members = population.within(SpannedCondition((Span((stored_column("reported_at"),)),), tuple(conditions)))
    return (members, hits.within(members)) if hits else (members,)


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


def _conditions(condition: SpannedCondition, span: Span) -> tuple[str, ...]:
    """What must be true of a case that counts in a span."""
    return (*condition.conditions, *_SQL.each("known", span.since))


def _columns(condition: SpannedCondition, common: Set[str], first: int) -> list[str]:
    """From when until when a case counts in each span, numbered from `first`; common: what is true of every case."""
    columns = []
    for number, span in enumerate(condition.spans, first):
        since = _SQL.filled("latest", times=", ".join(dict.fromkeys(span.since)))
        until = _SQL.filled("earliest", times=", ".join(dict.fromkeys(span.until))) if span.until else _SQL["never"]
        others = [one for one in _conditions(condition, span) if one not in common]
        if others:
            since = _SQL.filled("where", conditions=conjunction(others), since=since)
        columns.append(_SQL.filled("span", since=since, until=until, number=str(number)))
    return columns


def _changed(name: str, numbers: Iterable[int]) -> str:
    """By how many a stock changed until a moment, over the spans with these numbers."""
    changes = [_SQL.filled("changed", number=str(number)) for number in numbers]
    return _SQL.filled("added_up", changes=" + ".join(changes) or "0", name=name)
