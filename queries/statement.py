"""Statements: a KPI of the dictionary put into one of the shapes. Only text of this repository enters; all else is bound."""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path

from queries.metrics import Metric
from queries.state import Branch, StateTable, Text, bases, names_in, state_tables

SHAPES = Path(__file__).with_name("shapes")
IN_AREA = "stored.area_id BETWEEN $first_id AND $last_id"
OF_SOURCES = "list_contains($sources, stored.source)"
LEVELS_OF_CATEGORY = {"category": "category1"}
AGE = """CASE WHEN as_of - filed_at < INTERVAL 1 DAY THEN '0-1' WHEN as_of - filed_at < INTERVAL 3 DAY THEN '1-3'
  WHEN as_of - filed_at < INTERVAL 7 DAY THEN '3-7' WHEN as_of - filed_at < INTERVAL 30 DAY THEN '7-30' ELSE '30+' END"""
PARTS = {
    "day": "case_day",
    "hour": "case_hour",
    "hour_weekday": "isodow(case_day) * 100 + case_hour",
    "channel": "coalesce(nullif(channel, ''), '_unknown')",
    "category": "coalesce(nullif(category1, ''), '_unknown')",
    "department": "coalesce(nullif(department, ''), '_unknown')",
    "age": AGE,
}
STATISTICS = {
    "mean": "avg(length) FILTER (WHERE counted)",
    "median": "median(length) FILTER (WHERE counted)",
    "p90": "quantile_cont(length, 0.9) FILTER (WHERE counted)",
    "p95": "quantile_cont(length, 0.95) FILTER (WHERE counted)",
}
PUBLIC_COLUMNS = (
    "source", "source_id", "title", "category1", "category2", "category3", "channel", "area_id", "department",
    "trusted_lon", "trusted_lat", "reported_at", "accepted_at", "filed_at", "dispatched_at", "received_at", "due_at",
    "finished_at", "closed_at", "voided_at", "status",
)  # fmt: skip


@dataclass(frozen=True)
class Circumstances:
    """What the form of a statement depends on, beside KPI and breakdown.

    recorded: ask of the versions current at $recorded instead of now; untimed: some cases are closed or voided without a
    time of it; some_sources: only the sources $sources know what the KPI is about.
    """

    recorded: bool = False
    untimed: bool = False
    some_sources: bool = False


@lru_cache(maxsize=1024)
def compose(metric: Metric, by: str | None, circumstances: Circumstances) -> str:
    """The statement that answers a KPI, whole (by None) or by a breakdown.

    Columns: part, n, then for a ratio hits, for a duration total and statistics, and left_out where members can be left
    out. Parameters: `parameters_of`.
    """
    if by == "day" and bases()[metric.basis].is_state:
        return _state_trend(metric, circumstances)
    shape = {None: "value", "area": "by_area"}.get(by, "by_dimension")
    part = "area_id" if by == "area" else PARTS.get(by or "", "")
    members = _members(metric, names_in(part) if part else frozenset(), circumstances)
    return _shape(shape).substitute(members=members, part=part, measures=_measures(metric, every=by is None))


@lru_cache(maxsize=256)
def compose_cases(metric: Metric, circumstances: Circumstances) -> str:
    """The statement that lists the counted members of a population with `in_numerator`; no personal column."""
    table = state_tables()[metric.table]
    columns = [name for name in (PUBLIC_COLUMNS if metric.table == "events" else table.columns) if name in table.columns]
    members = _members(metric, columns, circumstances)
    order = "reported_at, source, source_id" if metric.table == "events" else "ALL"
    hit = "coalesce(hit, false)" if metric.numerator else "true"
    counted = "counted" if _counted(metric) else "true"
    return _shape("cases").substitute(
        members=members, kept=", ".join(columns), hit=hit, counted=counted, order=order
    )


def parameters_of(statement: str) -> frozenset[str]:
    """The names of the parameters that a statement binds."""
    return frozenset(re.findall(r"\$(\w+)", statement))


@lru_cache(maxsize=16)
def _shape(name: str) -> Text:
    lines = (SHAPES / f"{name}.sql").read_text(encoding="utf-8").splitlines()
    return Text("\n".join(line for line in lines if not line.startswith("--")))


def _members(metric: Metric, kept: Iterable[str], circumstances: Circumstances) -> str:
    """The first two expressions of a statement: the cases of the question and the members of the population."""
    kept = sorted(kept)
    needed = sorted({*kept, *_conditions(metric)})
    table = state_tables()[metric.table]
    branches = [_branch(table, metric, branch, needed, circumstances) for branch in bases()[metric.basis].branches]
    return _shape("members").substitute(
        branches="\nUNION ALL\n".join(branches), columns=_member_columns(metric, kept), population=f"({metric.population})"
    )


def _conditions(metric: Metric) -> frozenset[str]:
    return names_in(" ".join((metric.population, metric.numerator, metric.seconds, metric.exclude)))


def _member_columns(metric: Metric, kept: Iterable[str]) -> str:
    columns = [*kept]
    if metric.numerator:
        columns.append(f"({metric.numerator}) AS hit")
    if metric.seconds:
        columns.append(f"({metric.seconds}) / $seconds_of_unit AS length")
    if counted := _counted(metric):
        columns.append(f"coalesce({counted}, false) AS counted")
    return ", ".join(columns) or "1 AS one"


def _counted(metric: Metric) -> str:
    """The condition under which a member counts: a duration known and not negative, and not excluded; else empty."""
    parts = [f"({metric.seconds}) >= 0"] if metric.seconds else []
    if metric.exclude:
        parts.append(f"NOT coalesce({metric.exclude}, false)")
    return " AND ".join(parts)


def _branch(
    table: StateTable, metric: Metric, branch: Branch, needed: Iterable[str], circumstances: Circumstances
) -> str:
    moment = "$as_of"
    source = table.recorded if circumstances.recorded else table.table
    columns = [_column(table, name, branch, circumstances) for name in needed] or ["1 AS one"]
    conditions = [table.exists, IN_AREA]
    if branch.time:
        conditions.append(f"{branch.time} >= $from_at AND {branch.time} < $upto_at")
    if branch.where:
        conditions.append(branch.where)
    if circumstances.some_sources:
        conditions.append(OF_SOURCES)
    text = _shape("branch").substitute(columns=", ".join(columns), source=source, conditions="\n  AND ".join(conditions))
    return Text(text).substitute(moment=moment, table=source)


def _column(table: StateTable, name: str, branch: Branch, circumstances: Circumstances) -> str:
    if name == "case_day":
        return f"{branch.day or 'stored.reported_day'} AS case_day"
    if name == "case_hour":
        return f"{branch.hour or 'stored.reported_hour'} AS case_hour"
    return f"{table.expression(name, untimed=circumstances.untimed)} AS {name}"


def _measures(metric: Metric, *, every: bool) -> str:
    """What is counted of the members. every: all statistics of a duration, else only the one that is its value."""
    counted = " FILTER (WHERE counted)" if _counted(metric) else ""
    measures = [f"count(*){counted} AS n"]
    if metric.numerator:
        measures.append(f"count(*) FILTER (WHERE hit{' AND counted' if counted else ''}) AS hits")
    if metric.seconds:
        measures.append("sum(length) FILTER (WHERE counted) AS total")
        measures += [f"{text} AS {name}" for name, text in STATISTICS.items() if every or name == metric.statistic]
    if counted:
        measures.append("count(*) FILTER (WHERE NOT counted) AS left_out")
    return ", ".join(measures)


def _state_trend(metric: Metric, circumstances: Circumstances) -> str:
    """The state at the end of each of $days (at $moments): each case joined with the days on which it may be alive."""
    table = state_tables()[metric.table]
    needed = sorted(_conditions(metric))
    columns = ["moments.day AS case_day", *(_column(table, name, Branch(), circumstances) for name in needed)]
    source = table.recorded if circumstances.recorded else table.table
    text = _shape("state_trend").substitute(
        columns=", ".join(columns), source=source, population=f"({metric.population})",
        member_columns=_member_columns(metric, ["case_day"]), measures=_measures(metric, every=False),
        of_sources=f"AND {OF_SOURCES}" if circumstances.some_sources else "",
        **(_OPEN if names_in(metric.population.split(" AND ")[0]) == {"open"} else _ANY),
    )  # fmt: skip
    return Text(text).substitute(moment="moments.moment", table=source)


# Where the population is open cases, only those need looking at that were not closed before the first moment, and only
# on the days until they were closed.
_OPEN = {
    "last_day": "least(coalesce(stored.closed_day, $last_day), $last_day)",
    "alive": "AND (stored.closed_at IS NULL OR stored.closed_at > $first_moment)",
}
_ANY = {"last_day": "$last_day", "alive": ""}
