"""Statements: a KPI of the dictionary put into a shape. Only text of this repository enters; all else is bound."""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass, replace
from functools import lru_cache
from pathlib import Path

from queries.as_of_state.state_tables import Branch, StateTable, bases, names_in, state_tables
from queries.kpis.conditions import Form, clauses
from queries.kpis.dictionary import Metric
from queries.kpis.measures import calendar_missing_condition, counted_condition, measures
from queries.store.statements import Text

SHAPES = Path(__file__).with_name("shapes")
NAMED = Text("@expression AS @name")
WORKED = "worked_us"
BRACKETED = Text("(@condition)")
IN_AREA = "stored.area_id BETWEEN $first_id AND $last_id"
IN_PERIOD = Text("@time >= $from_at AND @time < $upto_at")
CLOSED = re.compile(r"(?<!')\bclosed\b(?!')")
OF_SOURCES = "list_contains($sources, stored.source)"
PARTS = {
    "area": "area_id",
    "place": "area_id",
    "day": "case_day",
    "hour": "case_hour",
    "hour_weekday": "isodow(case_day) * 100 + case_hour",
    "channel": "coalesce(nullif(channel, ''), '_unknown')",
    "category": "coalesce(nullif(category1, ''), '_unknown')",
    "department": "coalesce(nullif(department, ''), '_unknown')",
    "age": "age_band(filed_at, as_of)",
    "special_grid": "source || source_id",  # by which a case is found again in the table of memberships
}
PUBLIC_COLUMNS = (
    "source", "source_id", "title", "category1", "category2", "category3", "channel", "area_id", "department",
    "trusted_lon", "trusted_lat", "reported_at", "accepted_at", "filed_at", "dispatched_at", "received_at", "due_at",
    "finished_at", "closed_at", "voided_at", "status",
)  # fmt: skip


@dataclass(frozen=True)
class StatementContext:
    """What the form of a statement depends on, beside KPI and breakdown.

    recorded: ask of the versions current at $recorded instead of now; untimed: some cases are closed or voided without
    a time of it; some_sources: only the sources $sources know what the KPI is about; whole_city: every area is inside;
    settled: every closing in force as of then is the last one stored; few: few members are to be told apart by area;
    where: the form of the conditions on dimensions.
    """

    recorded: bool = False
    untimed: bool = False
    some_sources: bool = False
    whole_city: bool = False
    settled: bool = False
    few: bool = False
    where: Form = ()


@lru_cache(maxsize=1024)
def compose(metric: Metric, by: str | None, circumstances: StatementContext) -> str:
    """The statement that answers a KPI, whole (by None) or by a breakdown.

    Columns: part and those of `queries.measures.measures`. Parameters: `parameters_of`.
    """
    metric = _spared(metric)
    if by == "day" and bases()[metric.basis].is_state:
        return _state_trend(metric, circumstances)
    part = PARTS[by] if by else "NULL"
    of_areas = "by_area_interval" if circumstances.few else "by_area"
    shape = {None: "value", "area": of_areas, "special_grid": "by_special_grid"}.get(by, "by_dimension")
    members = _members(metric, names_in(part), circumstances)
    return _shape(shape).substitute(members=members, part=part, measures=measures(metric, every=by is None))


@lru_cache(maxsize=256)
def compose_cases(metric: Metric, circumstances: StatementContext) -> str:
    """The statement that lists the counted members of a population with `in_numerator`; no personal column."""
    table = state_tables()[metric.table]
    columns = PUBLIC_COLUMNS if metric.table == "events" else tuple(table.columns)
    order = "reported_at, source, source_id" if metric.table == "events" else "ALL"
    return compose_counted("cases", metric, columns, circumstances, order=order)


def compose_counted(
    shape: str, metric: Metric, kept: Iterable[str], circumstances: StatementContext, **others: str
) -> str:
    """A shape over the counted members of a population: it may name @members with the columns `kept`, @kept, @hit (in
    the numerator), @counted, and the `others`, which are filled into it."""
    kept = tuple(kept)
    return _shape(shape).substitute(
        members=_members(metric, kept, circumstances),
        kept=", ".join(kept),
        hit="coalesce(hit, false)" if metric.numerator and not metric.amount else "true",
        counted="counted" if counted_condition(metric) else "true",
        **others,
    )


def parameters_of(statement: str) -> frozenset[str]:
    """The names of the parameters that a statement binds."""
    return frozenset(re.findall(r"\$(\w+)", statement))


@lru_cache(maxsize=16)
def _shape(name: str) -> Text:
    lines = (SHAPES / name).with_suffix(".sql").read_text(encoding="utf-8").splitlines()
    return Text("\n".join(line for line in lines if not line.startswith("--")))


def _members(metric: Metric, kept: Iterable[str], circumstances: StatementContext) -> str:
    """The cases of the question and of those the members of the population, as a subquery."""
    kept = tuple(kept)
    needed = sorted({*kept, *_named_by(metric)})
    table = state_tables()[metric.table]
    branches = [
        _branch(table, branch, needed, circumstances)
        for branch in bases()[metric.basis].branches
        if not (branch.first_closing and circumstances.settled)
    ]
    return _shape("members").substitute(
        cases=_with_working_time(metric, BRACKETED.substitute(condition="\nUNION ALL\n".join(branches))),
        columns=_member_columns(metric, kept),
        population=BRACKETED.substitute(condition=metric.population),
    )


def _spared(metric: Metric) -> Metric:
    """The KPI with `ended` for `closed` in the numerator where the population has no voided cases: tested once."""
    if "not_voided" not in metric.population.split(" AND ") or re.search(r"\(|\bOR\b", metric.population):
        return metric
    return replace(metric, numerator=CLOSED.sub("ended", metric.numerator))


def _with_working_time(metric: Metric, cases: str) -> str:
    """The cases, of a KPI that counts in working time with that time in a column: so it is computed once for each."""
    if not metric.in_working_time:
        return cases
    text = _shape("working_time").substitute(cases=cases, microseconds=metric.microseconds, worked=WORKED)
    return BRACKETED.substitute(condition=text)


def _named_by(metric: Metric) -> frozenset[str]:
    said = (metric.population, metric.numerator, metric.microseconds, metric.amount, metric.exclude)
    return names_in(" ".join(said))


def _member_columns(metric: Metric, kept: Iterable[str]) -> str:
    made = {"hit": metric.numerator, "length": metric.microseconds, "amount": metric.amount}
    made["counted"] = counted_condition(metric)
    made["no_calendar"] = calendar_missing_condition(metric)
    if metric.in_working_time:
        made = {name: text.replace(metric.microseconds, WORKED) for name, text in made.items()}
    columns = [*kept, *(NAMED.substitute(expression=text, name=name) for name, text in made.items() if text)]
    return ", ".join(columns) or "1 AS one"


def _branch(table: StateTable, branch: Branch, needed: Iterable[str], circumstances: StatementContext) -> str:
    source = table.recorded if circumstances.recorded else table.table
    conditions = [table.exists, *([] if circumstances.whole_city else [IN_AREA])]
    if branch.time:
        conditions.append(IN_PERIOD.substitute(time=branch.time))
    if branch.where:
        conditions.append(branch.where)
    if circumstances.some_sources:
        conditions.append(OF_SOURCES)
    conditions += clauses(circumstances.where)
    text = _shape("branch").substitute(
        columns=", ".join(_column(table, name, branch, circumstances) for name in needed) or "1 AS one",
        source=source,
        conditions="\n  AND ".join(conditions),
    )
    return Text(text).substitute(moment="$as_of", table=source)


def _column(table: StateTable, name: str, branch: Branch, circumstances: StatementContext) -> str:
    if name == "case_day":
        expression = branch.day or "stored.reported_day"
    elif name == "case_hour":
        expression = branch.hour or "stored.reported_hour"
    elif name in branch.columns:
        not_voided = table.expression("not_voided", untimed=circumstances.untimed)
        expression = Text(branch.columns[name]).safe_substitute(not_voided=not_voided)
    else:
        expression = table.expression(name, untimed=circumstances.untimed, settled=circumstances.settled)
    return NAMED.substitute(expression=expression, name=name)


def _state_trend(metric: Metric, circumstances: StatementContext) -> str:
    """The state at the end of each of $days (at $moments): a case is joined with the days on which it may count.

    Where the population is open cases, those are the days until it was closed, of cases not closed before the first.
    """
    table = state_tables()[metric.table]
    source = table.recorded if circumstances.recorded else table.table
    at_each_end = replace(circumstances, settled=False)
    columns = [_column(table, name, Branch(), at_each_end) for name in sorted(_named_by(metric))]
    open_only = metric.basis == "N_open"
    conditions = ["stored.reported_at <= $as_of", IN_AREA]
    if open_only:
        conditions.append("not_yet(stored.closed_at, $first_moment)")
    if circumstances.some_sources:
        conditions.append(OF_SOURCES)
    conditions += clauses(circumstances.where)
    text = _shape("state_trend").substitute(
        columns=", ".join(["moments.day AS case_day", *columns]),
        source=source,
        conditions=" AND ".join(conditions),
        until="least(coalesce(stored.closed_day, $last_day), $last_day)" if open_only else "$last_day",
        cases=_with_working_time(metric, "cases"),
        member_columns=_member_columns(metric, ["case_day"]),
        population=BRACKETED.substitute(condition=metric.population),
        measures=measures(metric, every=False),
    )
    return Text(text).substitute(moment="moments.moment", table=source)
