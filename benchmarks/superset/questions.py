"""The twelve questions, as each of the two is asked; each round is about a period a day earlier, so none is at hand."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any

REPORTED_DAYS = "reported_day >= DATE '{first}' AND reported_day <= DATE '{last}'"
DUE_DAYS = "due_day >= DATE '{first}' AND due_day <= DATE '{last}' AND voided_at IS NULL"
CLOSED_DAYS = "closed_day >= DATE '{first}' AND closed_day <= DATE '{last}' AND closed_at >= reported_at"
SURVEYED_DAYS = (
    "surveyed_day >= DATE '{first}' AND surveyed_day <= DATE '{last}' AND voided_at IS NULL"
    " AND satisfaction BETWEEN 1 AND 5"
)
ON_TIME = "sum(CASE WHEN closed_at <= due_at THEN 1.0 ELSE 0.0 END) / count(*)"
SATISFIED = "sum(CASE WHEN satisfaction >= 4 THEN 1.0 ELSE 0.0 END) / count(*)"
HANDLING = "avg(epoch(closed_at) - epoch(accepted_at)) / 86400"


@dataclass(frozen=True)
class SameQuestion:
    """A KPI over `days` days by `by` (a parameter of yiping's API), and the same in SQL for a Superset metric."""

    kpi: str
    days: int
    where: str
    metric: str
    by: str | None = None
    column: str | None = None

    def period(self, latest: date, round_number: int) -> tuple[date, date]:
        """First and last day of one round."""
        last = latest - timedelta(days=round_number)
        return last - timedelta(days=self.days - 1), last

    def yiping(self, latest: date, round_number: int) -> str:
        """The query of GET /api/v1/kpi."""
        first, last = self.period(latest, round_number)
        return f"key={self.kpi}&from={first}&to={last}" + (f"&by={self.by}" if self.by else "")

    def superset(self, dataset: int, latest: date, round_number: int) -> dict[str, Any]:
        """The body of POST /api/v1/chart/data."""
        first, last = self.period(latest, round_number)
        metric = {"expressionType": "SQL", "sqlExpression": self.metric, "label": "value"}
        query = {
            "columns": [self.column] if self.column else [],
            "metrics": [metric],
            "filters": [],
            "extras": {"where": self.where.format(first=first, last=last)},
            "row_limit": 1000,
        }
        return {
            "datasource": {"id": dataset, "type": "table"},
            "force": True,
            "queries": [query],
            "result_format": "json",
            "result_type": "full",
        }


QUESTIONS = (
    SameQuestion("reported", 1, REPORTED_DAYS, "count(*)"),
    SameQuestion("reported", 7, REPORTED_DAYS, "count(*)"),
    SameQuestion("reported", 30, REPORTED_DAYS, "count(*)"),
    SameQuestion("reported", 30, REPORTED_DAYS, "count(*)", "day", "reported_day"),
    SameQuestion("reported", 30, REPORTED_DAYS, "count(*)", "hour", "reported_hour"),
    SameQuestion("reported", 30, REPORTED_DAYS, "count(*)", "area", "district"),
    SameQuestion("reported", 30, REPORTED_DAYS, "count(*)", "category", "category1"),
    SameQuestion("closed_on_time", 30, DUE_DAYS, ON_TIME),
    SameQuestion("closed_on_time", 30, DUE_DAYS, ON_TIME, "area", "district"),
    SameQuestion("handling_time", 30, CLOSED_DAYS, HANDLING),
    SameQuestion("satisfaction", 30, SURVEYED_DAYS, SATISFIED),
    SameQuestion("satisfaction", 30, SURVEYED_DAYS, SATISFIED, "area", "district"),
)
