"""The statement that answers a KPI of several earlier periods at once, each as of a moment of its own."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import replace
from datetime import tzinfo
from functools import lru_cache
from pathlib import Path
from typing import Any

from queries.as_of_state.state_tables import bases, state_tables
from queries.calendar.city_days import Period, naive
from queries.kpis.dictionary import Metric
from queries.kpis.measures import measures
from queries.kpis.normal.comparable import EarlierPeriod
from queries.kpis.statement import PERIOD_NUMBER, StatementContext, compose_of_spans, members_of, named_by
from queries.store.statements import read_statements

FOLLOWED = "followed_at"
"""In a column of the state: what happened to a case afterwards, which is looked up as of one moment."""
_SQL = read_statements(Path(__file__).with_name("at_moments.sql"))


@lru_cache(maxsize=256)
def compose_at_moments(metric: Metric, context: StatementContext) -> str | None:
    """The statement; None where what was is not known (of reports the newest alone are kept, and not every state can be
    told from the lives of the cases), or would have to be looked up case by case.

    Columns: part (the number of the period; of a state its last day) and those of `measures.measures`. Parameters:
    those of the KPI and `moments_bound`.
    """
    at_moments = replace(context, settled=False, unclosed=False, unclosed_days=False, at_moments=True)
    if bases()[metric.basis].is_state:
        return compose_of_spans((metric,), at_moments) if metric.table == "events" else None
    columns = state_tables()[metric.table].columns
    if any(FOLLOWED in columns[name] for name in named_by(metric)):
        return None
    members = members_of(metric, [PERIOD_NUMBER], at_moments)
    return _SQL.filled("at_moments", measures=measures(metric, every=False), members=members)


def moments_bound(periods: Sequence[EarlierPeriod], zone: tzinfo, *, is_state: bool) -> Mapping[str, Any]:
    """What the statement binds of the periods: of a state as of the moment of each, of all others day by day."""
    if is_state:
        ascending = sorted(periods, key=lambda one: one.as_of)
        moments = tuple(naive(one.as_of) for one in ascending)
        bounds = {"first_moment": moments[0], "as_of": moments[-1]}
        return {"days": tuple(one.end for one in ascending), "moments": moments, **bounds}
    days = [(number, Period(day, day, one.as_of, zone)) for number, one in enumerate(periods) for day in one.days()]
    return {
        "days": tuple(day.start for _, day in days),
        "numbers": tuple(number for number, _ in days),
        "moments": tuple(naive(day.as_of) for _, day in days),
        "uptos": tuple(day.upto_at for _, day in days),
        "from_at": min(day.from_at for _, day in days),
        "upto_at": max(day.upto_at for _, day in days),
    }
