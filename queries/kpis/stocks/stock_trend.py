"""The history of a stock: from the spans of each case's life in which it counts, how many count at the end of each day.

A case begins to count at one instant and ends at another, so that the stock of a day is what began by its end less what
ended by then: two counts by day added up, whatever the number of days.
"""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterable, Sequence, Set
from dataclasses import dataclass
from itertools import count, product, zip_longest
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
    """The statement of stocks at each of $moments, the ends of $days: part (the day), n and hits (0 without a
    numerator); of several stocks n_0, hits_0, n_1 and so on. The cases are read once for the first spans of all stocks,
    once more for the second, in which few of them count, and so on.

    source: the table of the cases; conditions: on each of them. None where one of the KPIs does not count cases, or
    where it is not known from when until when its conditions hold.
    """
    counted = [_counted(metric, conditions, untimed=untimed) for metric in metrics]
    known = [one for one in counted if one is not None]
    if len(known) < len(counted):
        return None
    scans, changes = _numbered(zip(known, _suffixes(len(known)), strict=True))
    return _SQL.filled(
        "trend",
        counted=", ".join(_scan(source, together) for together in scans),
        changes=", ".join(_changed(name, of_spans) for name, of_spans in changes),
        stocks=", ".join(_SQL.each("stock", (name for name, _ in changes))),
    )


def compose_stock_by_part(
    metric: Metric, part: str, source: str, conditions: Sequence[str], *, untimed: bool
) -> str | None:
    """The same of one stock by part, ascending, each at every of $moments: part, day, n and hits. part: an expression
    over `stored`, never NULL."""
    counted = _counted(metric, conditions, untimed=untimed)
    if counted is None:
        return None
    spans, changes = _numbered([(counted, "")])
    scans = (_scan(source, together, part) for together in spans)
    first, *others = [_SQL.filled("numbered_scan", scan=scan, number=str(place)) for place, scan in enumerate(scans)]
    return _SQL.filled(
        "trend_by_part",
        counted="\n  ".join([first, *(_SQL.filled("beside", scan=scan) for scan in others)]),
        changes=", ".join(_changed(name, of_spans) for name, of_spans in changes),
        stocks=", ".join(_SQL.each("stock_by_part", (name for name, _ in changes))),
    )


def _numbered(
    stocks: Iterable[tuple[Sequence[SpannedCondition], str]],
) -> tuple[list[list[_NumberedSpan]], list[tuple[str, list[int]]]]:
    """The spans of stocks, each with what is added to its names, by the reading of the cases that they belong to; and
    the names of what is counted with the numbers of their spans."""
    numbers, scans = count(), defaultdict[int, list[_NumberedSpan]](list)
    changes = []
    for stock, suffix in stocks:
        for name, condition in zip_longest(("n", "hits"), stock):
            numbered = [_NumberedSpan(next(numbers), span, condition) for span in condition.spans] if condition else []
            for place, one in enumerate(numbered):
                scans[place].append(one)
            changes.append((f"{name}{suffix}", [one.number for one in numbered]))
    return list(scans.values()), changes


def _suffixes(stocks: int) -> list[str]:
    return [f"_{number}" for number in range(stocks)] if stocks > 1 else [""]


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


@dataclass(frozen=True)
class _NumberedSpan:
    """One of the spans in which a case meets a condition."""

    number: int
    span: Span
    of: SpannedCondition

    @property
    def conditions(self) -> tuple[str, ...]:
        """What must be true of a case that counts in it."""
        return (*self.of.conditions, *_SQL.each("known", self.span.since))

    def columns(self, common: Set[str]) -> str:
        """From when until when a case counts in it; common: what is true of every case."""
        since = _SQL.filled("latest", times=", ".join(dict.fromkeys(self.span.since)))
        until = ", ".join(dict.fromkeys(self.span.until))
        others = [one for one in self.conditions if one not in common]
        return _SQL.filled(
            "span",
            since=_SQL.filled("where", conditions=conjunction(others), since=since) if others else since,
            until=_SQL.filled("earliest", times=until) if until else _SQL["never"],
            number=str(self.number),
        )


def _scan(source: str, spans: Sequence[_NumberedSpan], part: str = "") -> str:
    """One reading of the cases that may count in some of these spans, whole or by part."""
    common = set.intersection(*(set(one.conditions) for one in spans))
    by_part = {"part": part} if part else {}
    return _SQL.filled(
        "scan_by_part" if part else "scan",
        **by_part,
        counted=", ".join(_SQL.each("counted", (str(one.number) for one in spans))),
        spans=", ".join(one.columns(common) for one in spans),
        source=source,
        conditions=conjunction(sorted(common)),
    )


def _changed(name: str, numbers: Iterable[int]) -> str:
    """By how many a stock changed until a moment, over the spans with these numbers."""
    changes = [_SQL.filled("changed", number=str(number)) for number in numbers]
    return _SQL.filled("added_up", changes=" + ".join(changes) or "0", name=name)
