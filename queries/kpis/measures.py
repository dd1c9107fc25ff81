"""The measures of a population, as columns of a statement and as figures of an answer."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import Any

from queries.kpis.dictionary import Metric
from queries.store.statements import conjunction, read_statements

Row = Mapping[str, Any]

MICROSECONDS = {"day": 86_400_000_000, "hour": 3_600_000_000, "minute": 60_000_000}
QUANTILES = {"median": 0.5, "p90": 0.9, "p95": 0.95}  # in the order of measures.sql
NOTHING: Row = {"n": 0, "hits": 0, "total": 0, "quantiles": None, "left_out": 0, "no_calendar": 0}

WORKED = "worked_us"  # the column of the duration in working time, computed once for each case
_SQL = read_statements(Path(__file__).parent / "sql" / "measures.sql")


def length_of(metric: Metric) -> str:
    """The expression of a member's duration in microseconds, in the time that the KPI counts in; else empty."""
    return WORKED if metric.in_working_time else metric.microseconds


def counted_condition(metric: Metric) -> str:
    """The condition under which a member counts: its duration known and not negative, and not excluded; else empty."""
    return _counted(length_of(metric), metric.exclude)


def calendar_missing_condition(metric: Metric) -> str:
    """The condition under which a member would count by calendar time but not in working time; else empty."""
    if not metric.in_working_time:
        return ""
    by_calendar = _counted(metric.microseconds, metric.exclude)
    return _SQL.filled("calendar_missing", by_calendar=by_calendar, in_working_time=counted_condition(metric))


def _counted(length: str, exclude: str) -> str:
    parts = [_SQL.filled("known_length", microseconds=length)] if length else []
    if exclude:
        parts.append(_SQL.filled("not_excluded", exclude=exclude))
    return _SQL.filled("never_null", condition=conjunction(parts)) if parts else ""


def measures(metric: Metric, *, every: bool, with_whole: bool = False) -> str:
    """The columns n, hits (with a numerator; NULL of none), total and quantiles (of a duration, in microseconds),
    left_out (where members can be), no_calendar (of a duration in working time: those of left_out for whose time the
    calendar is missing). every: the quantiles even where the value is a mean; with_whole: is_whole too. Amounts are
    added up."""
    names = (*measured(metric, every=every), *(["is_whole"] if with_whole else []))
    return ", ".join(_SQL[name] for name in names)


def measured(metric: Metric, *, every: bool) -> Iterator[str]:
    """The names in measures.sql of what is measured of a KPI, as `measures`."""
    if metric.microseconds:
        yield from ("counted", "total")
        if every or metric.statistic in QUANTILES:
            yield "quantiles"
        yield "left_out"
        if metric.in_working_time:
            yield "no_calendar"
    elif metric.amount:
        yield "amount"
        if metric.numerator:
            yield "amount_of_hits"
    elif metric.exclude:
        yield from ("counted", "left_out")
        if metric.numerator:
            yield "counted_hits"
    else:
        yield "members"
        if metric.numerator:
            yield "hits"


def adds_up(metric: Metric) -> bool:
    """Whether the whole can be computed from its parts: true of all but quantiles."""
    return metric.kind != "duration" or metric.statistic not in QUANTILES


def added_up(rows: list[Row]) -> Row:
    """The whole of the parts."""
    return {name: sum(row.get(name) or 0 for row in rows) for name in ("n", "hits", "total", "left_out", "no_calendar")}


def statistics_of(metric: Metric, row: Row) -> dict[str, float]:
    """mean, and where they were asked for median, p90 and p95, of a duration in the KPI's unit; empty without cases."""
    n = int(row["n"])
    if not metric.microseconds or not n:
        return {}
    unit = MICROSECONDS[metric.unit]
    quantiles = row.get("quantiles") or ()
    found = dict(zip(QUANTILES, (quantile / unit for quantile in quantiles), strict=False))
    return {"mean": int(row["total"]) / n / unit, **found}


def figures(metric: Metric, row: Row, days: int) -> tuple[float | None, float | None, float | None, int]:
    """value, numerator, denominator and n of one row, by the conventions of `Answer`. days: of the period."""
    n = int(row["n"])
    if metric.kind == "count":
        return n, n, None, n
    if metric.unit == "case/day":
        return (n / days if days else None), n, days, n
    if metric.kind == "duration":
        value = statistics_of(metric, row).get(metric.statistic)
        return value, (int(row["total"]) / MICROSECONDS[metric.unit] if n else None), n, n
    hits = int(row["hits"] or 0)
    return (hits / n if n else None), hits, n, n
