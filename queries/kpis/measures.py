"""What is counted of the members of a population, as columns of a statement and as figures of an answer."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from typing import Any

from queries.kpis.dictionary import Metric
from queries.store.statements import Text

Row = Mapping[str, Any]

MICROSECONDS = {"day": 86_400_000_000, "hour": 3_600_000_000, "minute": 60_000_000}
QUANTILES = ("median", "p90", "p95")
NOTHING: Row = {"n": 0, "hits": 0, "total": 0, "quantiles": None, "left_out": 0, "no_calendar": 0}

KNOWN_LENGTH = Text("(@microseconds) >= 0")
NOT_EXCLUDED = Text("NOT coalesce(@exclude, false)")
SUM_OF_AMOUNT = "CAST(coalesce(sum(amount), 0) AS BIGINT) AS n"
SUM_OF_HITS = "CAST(coalesce(sum(hit), 0) AS BIGINT) AS hits"
NEVER_NULL = Text("coalesce(@condition, false)")
CALENDAR_MISSING = Text("@by_calendar AND NOT @in_working_time")


def counted_condition(metric: Metric) -> str:
    """The condition under which a member counts: its duration known and not negative, and not excluded; else empty."""
    parts = [KNOWN_LENGTH.substitute(microseconds=metric.microseconds)] if metric.microseconds else []
    if metric.exclude:
        parts.append(NOT_EXCLUDED.substitute(exclude=metric.exclude))
    return NEVER_NULL.substitute(condition=" AND ".join(parts)) if parts else ""


def calendar_missing_condition(metric: Metric) -> str:
    """The condition under which a member would count by calendar time but not in working time; else empty."""
    if not metric.in_working_time:
        return ""
    by_calendar = counted_condition(replace(metric, microseconds=metric.calendar_microseconds))
    return CALENDAR_MISSING.substitute(by_calendar=by_calendar, in_working_time=counted_condition(metric))


def measures(metric: Metric, *, every: bool) -> str:
    """The columns n, hits (with a numerator; NULL of none), total and quantiles (of a duration, in microseconds),
    left_out (where members can be), no_calendar (of a duration in working time: those of left_out for whose time the
    calendar is missing). every: the quantiles even where the value is a mean. Amounts are added up."""
    if metric.microseconds:
        of_lengths = ["count(*) FILTER (WHERE counted) AS n", "sum(length) FILTER (WHERE counted) AS total"]
        if every or metric.statistic in QUANTILES:
            of_lengths.append("quantile_cont(length, [0.5, 0.9, 0.95]) FILTER (WHERE counted) AS quantiles")
        of_lengths.append("count(*) FILTER (WHERE NOT counted) AS left_out")
        return ", ".join([*of_lengths, *(["count_if(no_calendar) AS no_calendar"] if metric.in_working_time else [])])
    if metric.amount:
        return ", ".join([SUM_OF_AMOUNT, *([SUM_OF_HITS] if metric.numerator else [])])
    if metric.exclude:
        found = ["count(*) FILTER (WHERE counted) AS n", "count(*) FILTER (WHERE NOT counted) AS left_out"]
        return ", ".join([*found, "count_if(hit AND counted) AS hits"] if metric.numerator else found)
    return "count(*) AS n, count_if(hit) AS hits" if metric.numerator else "count(*) AS n"


def adds_up(metric: Metric) -> bool:
    """Whether the whole can be had from its parts: all but quantiles."""
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
