"""The job that judges the rules of alarms, and what it says of each time."""

from __future__ import annotations

from dashboard.intake.receiver import RowReceiver
from dashboard.jobs.job import JobReport
from queries.city import City

DASH = "—"


def watch(city: City, reception: RowReceiver) -> JobReport:
    """Judge the rules as of now. Raises as `city.alarms.watch`."""
    became = city.alarms.watch(lambda: reception)
    cost = city.alarms.watch_cost
    slowest = city.alarms.rule(cost.slowest)
    return JobReport(
        "alarms",
        {
            "rules": cost.rules,
            "asked": cost.asked,
            "milliseconds": round(cost.seconds * 1000),
            "slowest": cost.slowest,
            "slowest_zh": slowest.zh if slowest else DASH,
            "slowest_en": slowest.en if slowest else DASH,
            "slowest_ms": round(cost.slowest_s * 1000),
            "raised": sum(one.step == "raised" for one in became),
        },
    )
