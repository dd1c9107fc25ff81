"""Statements: a KPI of the dictionary put into a shape. Only text of this repository enters; all else is bound."""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass, replace
from functools import lru_cache
from pathlib import Path

from queries.as_of_state.state_tables import (
    Branch,
    StateTable,
    bases,
    named,
    names_in,
    state_tables,
    stored_column,
    stored_columns,
)
from queries.kpis.conditions import REPORTED_DAY, REPORTED_HOUR, Form, clauses, state_clauses, state_columns
from queries.kpis.dictionary import Metric
from queries.kpis.measures import (
    WORKED,
    adds_up,
    calendar_missing_condition,
    counted_condition,
    length_of,
    measures,
)
from queries.kpis.stocks.stock_trend import compose_stock_by_part, compose_stocks
from queries.store.prepared.unclosed_cases import UNCLOSED_CASES, UNCLOSED_COLUMNS
from queries.store.scoped.least_scope import PART_AREA
from queries.store.scoped.scoped_rows import PERMITTED_AT_RECORDING
from queries.store.statements import Statements, Text, conjunction, read_statements, union

SHAPES = read_statements(Path(__file__).with_name("shapes"))
PIECES = read_statements(Path(__file__).parent / "sql" / "pieces.sql")
PARTS = read_statements(Path(__file__).parent / "sql" / "breakdowns.sql")
PERIOD_NUMBER = "period_number"
PUBLIC_COLUMNS = (
    "source", "source_id", "title", "category1", "category2", "category3", "channel", "area_id", "department",
    "trusted_lon", "trusted_lat", "reported_at", "accepted_at", "filed_at", "dispatched_at", "received_at", "due_at",
    "finished_at", "closed_at", "voided_at", "status", "cross_region", "cross_level", "cross_department",
)  # fmt: skip


@dataclass(frozen=True)
class StatementContext:
    """What the form of a statement depends on, beside KPI and breakdown.

    recorded: ask of the versions current at $recorded instead of now; untimed: some cases are closed or voided without
    a time of it; some_sources: only the sources $sources know what the KPI is about;
    whole_city: every area is inside; settled: every closing in force as of then is the last one stored; few: members
    and areas are few; value_only: of a duration only what its value needs; where: the form of the conditions on
    dimensions; unclosed: the population is in hand as of a moment of which the cases that were not closed are
    prepared; unclosed_days: also as of the ends of all days of its period; at_moments: of several periods, each as of
    its own moment, instead of one as of $as_of (see `at_moments.sql`).
    """

    recorded: bool = False
    untimed: bool = False
    some_sources: bool = False
    whole_city: bool = False
    settled: bool = False
    few: bool = False
    value_only: bool = False
    where: Form = ()
    unclosed: bool = False
    unclosed_days: bool = False
    at_moments: bool = False


@lru_cache(maxsize=1024)
def compose(metric: Metric, by: str | None, context: StatementContext) -> str:
    """The statement that answers a KPI, whole (by None) or by a breakdown.

    Columns: part and those of `measures.measures`; where the whole cannot be added up from disjoint parts it is a row
    more. Parameters: `parameters_of`.
    """
    if by == "day" and bases()[metric.basis].is_state:
        return _state_trend(metric, context)
    part = PARTS[by] if by else PIECES["no_part"]
    of_areas = "by_area_interval" if context.few else "by_area"
    shape = {None: "value", "area": of_areas, "special_grid": "by_special_grid"}.get(by, "by_dimension")
    members = members_of(metric, sorted(names_in(part)), context)
    every = by is None and not context.value_only
    with_whole = by not in (None, "special_grid") and not adds_up(metric)
    return SHAPES.filled(
        shape,
        members=members,
        part=part,
        measures=measures(metric, every=every, with_whole=with_whole),
        grouped=PIECES["parts_and_whole" if with_whole else "parts"],
    )


@lru_cache(maxsize=256)
def compose_cases(metric: Metric, context: StatementContext) -> str:
    """The statement that lists the counted members of a population with `in_numerator`; no personal column."""
    table = state_tables()[metric.table]
    columns = PUBLIC_COLUMNS if metric.table == "events" else tuple(table.columns)
    order = PIECES["case_order" if metric.table == "events" else "report_order"]
    return compose_counted("cases", metric, columns, context, order=order)


@lru_cache(maxsize=256)
def compose_areas(metric: Metric, context: StatementContext) -> str:
    """The statement that gives of every member its area, and where the KPI has such whether it is a `hit` (or NULL)
    and whether it is `counted`."""
    conditions = {"hit": metric.numerator, "counted": counted_condition(metric)}
    columns = ("area_id", *(name for name, condition in conditions.items() if condition))
    return SHAPES.filled("single_members", members=members_of(metric, ["area_id"], context), columns=", ".join(columns))


@lru_cache(maxsize=256)
def compose_lengths(metric: Metric, context: StatementContext) -> str:
    """The statement that gives of every member its area, its `length` (microseconds), whether it is `counted`, and of a
    duration in working time `no_calendar`, as `measures.measures` counts them."""
    columns = ("area_id", "length", "counted", *(["no_calendar"] if metric.in_working_time else []))
    return SHAPES.filled("single_members", members=members_of(metric, ["area_id"], context), columns=", ".join(columns))


def compose_counted(
    shape: str,
    metric: Metric,
    columns: Iterable[str],
    context: StatementContext,
    *,
    shapes: Statements = SHAPES,
    **others: str,
) -> str:
    """A shape over the counted members of a population: it may name @members, @columns of them, @hit (in the
    numerator), @counted, and the `others`, which are filled into it."""
    columns = tuple(columns)
    return shapes.filled(
        shape,
        members=members_of(metric, columns, replace(context, unclosed=False)),
        columns=", ".join(columns),
        hit=PIECES["hit" if metric.numerator and not metric.amount else "always"],
        counted=PIECES["counted" if counted_condition(metric) else "always"],
        **others,
    )


@lru_cache(maxsize=2048)
def parameters_of(statement: str) -> frozenset[str]:
    """The names of the parameters that a statement binds."""
    return frozenset(re.findall(r"\$(\w+)", statement))


def members_of(metric: Metric, columns: Iterable[str], context: StatementContext) -> str:
    """The members of the population among the cases of the question, as a subquery with these columns."""
    columns = tuple(columns)
    needed = sorted({*columns, *named_by(metric), *state_columns(context.where)})
    cases = cases_of(metric, needed, context, voided_left_out=metric.leaves_out_voided)
    return SHAPES.filled(
        "members",
        cases=_with_working_time(metric, cases),
        columns=_member_columns(metric, columns),
        population=_population(metric, context),
    )


def _population(metric: Metric, context: StatementContext) -> str:
    whole = PIECES.filled("bracketed", condition=metric.population)
    return conjunction([whole, *state_clauses(context.where)])


def cases_of(metric: Metric, needed: Iterable[str], context: StatementContext, *, voided_left_out: bool) -> str:
    """The cases of the question by the basis of a KPI, as a subquery with the columns needed of their state."""
    branches = [
        _branch(metric, branch, needed, context, voided_left_out)
        for branch in bases()[metric.basis].branches
        if not (branch.first_closing and context.settled)
    ]
    return PIECES.filled("bracketed", condition=union(branches))


def _with_working_time(metric: Metric, cases: str) -> str:
    """The cases; of a KPI that counts in working time with that time in a column, computed once for each case."""
    if not metric.in_working_time:
        return cases
    start, end = metric.working_time_between
    text = SHAPES.filled("working_time", cases=cases, start=start, end=end, worked=WORKED)
    return PIECES.filled("bracketed", condition=text)


def named_by(metric: Metric) -> frozenset[str]:
    """The columns that the expressions of a KPI name."""
    expressions = (metric.population, metric.numerator, metric.microseconds, metric.amount, metric.exclude)
    return names_in(" ".join((*expressions, *metric.working_time_between)))


def _member_columns(metric: Metric, columns: Iterable[str]) -> str:
    derived = {"hit": metric.numerator, "length": length_of(metric), "amount": metric.amount}
    derived |= {"counted": counted_condition(metric), "no_calendar": calendar_missing_condition(metric)}
    columns = [*columns, *(named(text, name) for name, text in derived.items() if text)]
    return ", ".join(columns) or PIECES["no_column"]


def _branch(
    metric: Metric, branch: Branch, needed: Iterable[str], context: StatementContext, voided_left_out: bool
) -> str:
    table = state_tables()[metric.table]
    conditions = [table.exists, *([] if context.whole_city else [PIECES["in_area"]])]
    if branch.time:
        conditions.append(PIECES.filled("in_period", time=branch.time))
    if branch.where:
        conditions.append(branch.where)
    if context.some_sources:
        conditions.append(PIECES["of_sources"])
    conditions += clauses(context.where, **_times(branch))
    columns = ", ".join(_column(table, name, branch, context, voided_left_out) for name in needed)
    source = _source(table, context, f"{columns} {conjunction(conditions)}")
    places = {"columns": columns or PIECES["no_column"], "source": source, "conditions": conjunction(conditions)}
    if context.at_moments:
        text = PIECES.filled("branch_at_moments", day=_times(branch)["day"], time=branch.time, **places)
    else:
        text = SHAPES.filled("branch", **places)
    compared = PERMITTED_AT_RECORDING if context.recorded else source
    return Text(text).substitute(moment=PIECES["own_moment" if context.at_moments else "as_of"], table=compared)


def _source(table: StateTable, context: StatementContext, expressions: str) -> str:
    """The rows that a statement with these expressions over `stored` reads."""
    if context.recorded:
        return table.recorded
    is_prepared = "@table" not in expressions and stored_columns(expressions) <= set(UNCLOSED_COLUMNS)
    return UNCLOSED_CASES if context.unclosed and is_prepared else table.table


def _column(table: StateTable, name: str, branch: Branch, context: StatementContext, without_voided: bool) -> str:
    if name in ("case_day", "case_hour"):
        expression = _times(branch)[name.removeprefix("case_")]
    elif name == PERIOD_NUMBER:
        expression = PIECES["own_period"]
    elif name == PART_AREA:
        expression = stored_column("area_id")
    elif name in branch.columns:
        not_voided = table.expression("not_voided", untimed=context.untimed)
        expression = Text(branch.columns[name]).safe_substitute(not_voided=not_voided)
    else:
        untimed, settled = context.untimed, context.settled
        expression = table.expression(
            name, untimed=untimed, settled=settled, without_voided=without_voided, at_recording=context.recorded
        )
    return named(expression, name)


def _times(branch: Branch) -> dict[str, str]:
    """Day and hour of the city of the time that puts a case into the period."""
    return {"day": branch.day or REPORTED_DAY, "hour": branch.hour or REPORTED_HOUR}


def _state_trend(metric: Metric, context: StatementContext) -> str:
    """The state at the end of each of $days (at $moments), from the spans of each case's life where the KPI can be told
    from them; else a case is joined with the days on which it may count.

    Where the population is open cases, those are the days until it was closed, of cases not closed before the first.
    """
    return compose_of_spans((metric,), context) or _joined_trend(metric, context)


@lru_cache(maxsize=256)
def compose_of_spans(metrics: tuple[Metric, ...], context: StatementContext) -> str | None:
    """The statement of stocks of one basis at $moments (ascending, one of each of $days), from the spans of each case's
    life in which it counts (see `compose_stocks`); None where one cannot be told from them."""
    if state_columns(context.where):
        return None
    conditions = _trend_conditions(metrics[0], context)
    table = state_tables()[metrics[0].table]
    direct = compose_stocks(metrics, table.table, conditions, untimed=context.untimed)
    if direct is None:
        return None
    source = _source(table, replace(context, unclosed=context.unclosed_days), direct)
    return compose_stocks(metrics, source, conditions, untimed=context.untimed)


@lru_cache(maxsize=256)
def compose_stock_of_parts(metric: Metric, context: StatementContext, part: str, source: str) -> str | None:
    """As `compose_of_spans` of one stock, by part (see `compose_stock_by_part`), from a source of cases."""
    if state_columns(context.where):
        return None
    return compose_stock_by_part(metric, part, source, _trend_conditions(metric, context), untimed=context.untimed)


def _trend_conditions(metric: Metric, context: StatementContext) -> list[str]:
    conditions = [PIECES["reported_by_then"], *([] if context.whole_city else [PIECES["in_area"]])]
    if metric.basis == "N_open":
        conditions.append(PIECES["open_on_first_day"])
    if context.some_sources:
        conditions.append(PIECES["of_sources"])
    return [*conditions, *clauses(context.where)]


def _joined_trend(metric: Metric, context: StatementContext) -> str:
    table = state_tables()[metric.table]
    source = table.recorded if context.recorded else table.table
    until = PIECES["last_day_open" if metric.basis == "N_open" else "last_day"]
    places = {"source": source, "until": until, "cases": _with_working_time(metric, "cases")}
    text = SHAPES.filled("state_trend", **places, **_of_joined(metric, context, ["case_day"], ["trend_day"]))
    compared = PERMITTED_AT_RECORDING if context.recorded else source
    return Text(text).substitute(moment=PIECES["own_moment"], table=compared)


@lru_cache(maxsize=256)
def compose_open_of_parts(metric: Metric, context: StatementContext, source: str) -> str | None:
    """How many open cases there are at each of $moments, by the part of a source of cases: part, period_number,
    n and hits, no row where there are none. Of every KPI that counts open cases, also where it is not told from the
    spans of their lives: a case is joined with the moments at which it may be open. None of another KPI."""
    if metric.basis != "N_open" or metric.microseconds or metric.amount or metric.exclude or context.recorded:
        return None
    columns = ["part", PERIOD_NUMBER]
    places = _of_joined(metric, context, columns, ["stored_part", "own_number"])
    text = PIECES.filled("open_of_parts", source=source, **places)
    return Text(text).substitute(moment=PIECES["own_moment"], table=state_tables()[metric.table].table)


def _of_joined(
    metric: Metric, context: StatementContext, columns: Iterable[str], pieces: Iterable[str]
) -> dict[str, str]:
    """What fills a shape in which cases are joined with moments. pieces: those that give the `columns`."""
    table, at_each = state_tables()[metric.table], replace(context, settled=False)
    names, voided = sorted({*named_by(metric), *state_columns(context.where)}), metric.leaves_out_voided
    of_state = [_column(table, name, Branch(), at_each, voided) for name in names]
    return {
        "columns": ", ".join([*(PIECES[piece] for piece in pieces), *of_state]),
        "conditions": conjunction(_trend_conditions(metric, context)),
        "member_columns": _member_columns(metric, columns),
        "population": _population(metric, context),
        "measures": measures(metric, every=False),
    }
