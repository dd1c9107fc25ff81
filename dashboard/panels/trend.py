"""The chosen KPI day by day."""

from __future__ import annotations

import json
from dataclasses import dataclass
from datetime import date

from dash import html
from dash.development.base_component import Component

from dashboard.display.axis import axis
from dashboard.display.panel import Panel, empty, frame
from dashboard.display.wording import cases, feeds, metric_name, reason
from dashboard.panels.payloads import TrendChart
from dashboard.view.periods import is_over, trend_days
from dashboard.view.scene import Scene
from dashboard.words.moments import short_day
from dashboard.words.numbers import brief
from queries.city import City
from queries.values import Answer, Question, bases

STILL_WORKED_ON = ("R", "F", "D", "cross")  # basis letters: a case of these days may yet reach the numerator


@dataclass(frozen=True)
class Trend:
    """The day-by-day answer and the days it was asked for, the last of them perhaps not over yet; None where the KPI is
    a state and has no days.
    """

    days: Answer | None
    start: date
    end: date
    partial: bool


def questions(_city: City, scene: Scene) -> list[Question]:
    """The chosen KPI over at least the last 30 days up to the end of the period; none of a state."""
    if bases()[scene.metric.basis].is_state:
        return []
    start, end = trend_days(scene.period, scene.now.as_of, scene.zone, scene.reported)
    return [scene.of_days(scene.metric.key, start, end)]


def ask(city: City, scene: Scene) -> Trend:
    """The answer to `questions`, and whether its last day is over."""
    start, end = trend_days(scene.period, scene.now.as_of, scene.zone, scene.reported)
    partial = not is_over(end, scene.now.as_of, scene.zone)
    days = next((city.kpis.ask(question) for question in questions(city, scene)), None)
    return Trend(days, start, end, partial)


def render(trend: Trend, scene: Scene) -> Component:
    """A line of whole days with ticks; the running day is a hollow dot of its own, because it is not over."""
    name = metric_name(scene.metric, scene)
    title = scene.words("trend.title", kpi=name, start=trend.start.isoformat(), end=trend.end.isoformat())
    if trend.days is None:
        return frame("trend", title, scene, [empty(scene.words("trend.state"))])
    answer = trend.days
    if answer.status == "no_data" or not any(row.value is not None for row in answer.rows):
        return frame("trend", title, scene, [empty(reason(answer, scene))])
    values = [row.value for row in answer.rows]
    scale = axis(values, answer.unit)
    drawing: TrendChart = {
        "kind": "trend",
        "values": values,
        "labels": [short_day(date.fromisoformat(row.code)) for row in answer.rows],
        "texts": [f"{row.code}  {cases(row, answer.unit, scene)}" for row in answer.rows],
        "low": scale.low,
        "high": scale.high,
        "ticks": [(mark, brief(mark, answer.unit, scene.words, like=_largest(values))) for mark in scale.marks],
        "partial": trend.partial,
        "period": (_place(answer, scene.period.start), _place(answer, scene.period.end)),
    }
    notes = [scene.words("trend.partial")] if trend.partial and values[-1] is not None else []
    if (
        scene.metric.kind == "ratio"
        and answer.unit == "ratio"
        and bases()[scene.metric.basis].letter in STILL_WORKED_ON
    ):
        notes.append(scene.words("trend.immature"))
    chart = html.Div(
        className="chart", role="img", **{"data-chart": json.dumps(drawing, ensure_ascii=False), "aria-label": title}
    )
    return frame(
        "trend",
        title,
        scene,
        [*([html.P(" · ".join(notes), className="panel-note")] if notes else []), chart],
        data={"feeds": feeds(scene.metric)},
    )


def _largest(values: list[float | int | None]) -> float | int:
    return max(value for value in values if value is not None)


def _place(answer: Answer, day: date | None) -> int | None:
    """Index of a day among the days drawn; None when it lies outside."""
    codes = [row.code for row in answer.rows]
    return codes.index(day.isoformat()) if day and day.isoformat() in codes else None


PANEL = Panel("trend", ask, render, questions)
