"""The chosen KPI day by day, and on the same weekdays before: what the trend asks."""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import date, timedelta

from dashboard.view.periods import PeriodAt, ScreenPeriod, days_before, is_over, trend_days
from dashboard.view.scene import Scene
from queries.city import City
from queries.values import Answer, Question

WEEK = 7


@dataclass(frozen=True)
class TrendAnswers:
    """The day-by-day answer and the days it was asked for, the last of them perhaps not over yet; before: of the same
    weekdays before, None where there are none or nobody asked."""

    days: Answer
    before: Answer | None
    start: date
    end: date
    partial: bool


def questions(_city: City, scene: Scene) -> list[Question]:
    """The chosen KPI over at least the last 30 days up to the end of the period; where people work, those
    before too."""
    start, end = _days(scene)
    now = scene.of_days(scene.metric.key, start, end)
    before = _before(scene, start, end) if scene.screen.is_interactive else None
    return [now, *([before] if before else [])]


def ask(city: City, scene: Scene) -> TrendAnswers:
    """The answers to `questions`, and whether the last day is over."""
    start, end = _days(scene)
    now, *before = (city.kpis.ask(question) for question in questions(city, scene))
    partial = not is_over(end, scene.now.as_of, scene.zone)
    return TrendAnswers(now, before[0] if before else None, start, end, partial)


def _days(scene: Scene) -> tuple[date, date]:
    return trend_days(scene.period, scene.now.as_of, scene.zone, scene.reported)


def _before(scene: Scene, start: date, end: date) -> Question | None:
    """The same weekdays, the nearest that do not overlap, seen from the same distance: rates of unripe days are
    compared with what they were when as unripe. None before the first report."""
    back = timedelta(days=-(-((end - start).days + 1) // WEEK) * WEEK)
    if scene.reported and end - back < scene.reported[0]:
        return None
    earlier = ScreenPeriod("days", start - back, end - back)
    at = PeriodAt(earlier, days_before(scene.now.as_of, back, scene.zone))
    return replace(scene.question(scene.metric.key, at=at), by="day")
