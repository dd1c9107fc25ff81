"""The same answers in pandas, for comparison; its columns lie in memory already."""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime

import pandas as pd

from queries.store.store import Store

COLUMNS = """
SELECT reported_at, accepted_at, filed_at, first_closed_at, reworked_at, closed_at, voided_at, due_at, reported_day,
  closed_day, is_minor, category1, area_id
FROM city.events
"""


def frame(store: Store) -> pd.DataFrame:
    """The columns that the answers need."""
    with store.cursor() as cursor:
        return cursor.execute(COLUMNS).df()


def closing(cases: pd.DataFrame, moment: datetime) -> pd.Series:
    """The closing in force at a moment."""
    first = cases.first_closed_at.where(cases.first_closed_at <= moment)
    first = first.where(~((cases.reworked_at <= moment) & (cases.reworked_at >= cases.first_closed_at)))
    return cases.closed_at.where(cases.closed_at <= moment).fillna(first)


def answers(moment: datetime, start: datetime, month: datetime) -> dict[str, Callable[[pd.DataFrame], object]]:
    """Name → the answer from a frame; all instants naive UTC."""

    def reported(cases: pd.DataFrame) -> pd.DataFrame:
        return cases[(cases.reported_at >= start) & (cases.reported_at <= moment)]

    def is_open(cases: pd.DataFrame) -> pd.Series:
        void = cases.voided_at <= moment
        return (cases.filed_at <= moment) & ~void & closing(cases, moment).isna()

    def closing_rate(cases: pd.DataFrame) -> float:
        rated = reported(cases)
        rated = rated[(rated.accepted_at <= moment) & ~(rated.voided_at <= moment) & ~rated.is_minor.astype(bool)]
        return float(closing(rated, moment).notna().mean())

    def handling_time(cases: pd.DataFrame) -> tuple[float, ...]:
        closed = closing(cases, moment)
        chosen = (closed >= start) & ~(cases.voided_at <= moment) & (closed >= cases.reported_at)
        days = (closed[chosen] - cases.accepted_at[chosen]).dt.total_seconds() / 86_400
        return (float(days.mean()), *days.quantile([0.5, 0.9, 0.95]))

    return {
        "reported": lambda cases: len(reported(cases)),
        "open": lambda cases: int(is_open(cases).sum()),
        "closing_rate": closing_rate,
        "handling_time": handling_time,
        "reported by day": lambda cases: cases[cases.reported_at >= month].groupby("reported_day").size(),
        "reported by category": lambda cases: reported(cases).groupby("category1").size(),
    }
