"""The chosen KPI day by day: a figure where people work, a small drawing on the wall."""

from __future__ import annotations

import json
from datetime import date

from dash import html
from dash.development.base_component import Component

from dashboard.display.axis import axis
from dashboard.display.panel import Panel, empty, frame
from dashboard.display.wording import cases, feeds, metric_name, reason
from dashboard.panels.figures.lines import index_of, lines
from dashboard.panels.figures.place import place
from dashboard.panels.figures.trend_days import TrendAnswers, ask, questions
from dashboard.panels.payloads import TrendChart
from dashboard.view.scene import Scene
from dashboard.words.moments import short_day
from dashboard.words.numbers import brief
from queries.values import bases

STILL_WORKED_ON = ("R", "F", "D", "cross")  # basis letters: a case of these days may yet reach the numerator


def render(trend: TrendAnswers, scene: Scene) -> Component:
    """A line of whole days with ticks; the running day is a hollow dot of its own, because it is not over."""
    name = metric_name(scene.metric, scene)
    title = scene.words("trend.title", kpi=name, start=trend.start.isoformat(), end=trend.end.isoformat())
    answer = trend.days
    if answer.status == "no_data" or not any(row.value is not None for row in answer.rows):
        return frame("trend", title, scene, [empty(reason(answer, scene))])
    notes = _notes(trend, scene)
    remark = [html.P(" · ".join(notes), className="panel-note")] if notes else []
    drawn = place(lines(trend, title, scene), title) if scene.screen.is_interactive else _chart(trend, title, scene)
    return frame("trend", title, scene, [*remark, drawn], data={"feeds": feeds(scene.metric)})


def _notes(trend: TrendAnswers, scene: Scene) -> list[str]:
    answer, basis = trend.days, bases()[scene.metric.basis]
    notes = [scene.words("trend.partial")] if trend.partial and answer.rows[-1].value is not None else []
    is_rate = scene.metric.kind == "ratio" and answer.unit == "ratio"
    if is_rate and not basis.is_state and basis.letter in STILL_WORKED_ON:
        notes.append(scene.words("trend.immature"))
    return notes


def _chart(trend: TrendAnswers, title: str, scene: Scene) -> Component:
    answer = trend.days
    values = [row.value for row in answer.rows]
    scale = axis(values, answer.unit)
    largest = max(value for value in values if value is not None)
    drawing: TrendChart = {
        "kind": "trend",
        "values": values,
        "labels": [short_day(date.fromisoformat(row.code)) for row in answer.rows],
        "texts": [f"{row.code}  {cases(row, answer.unit, scene)}" for row in answer.rows],
        "low": scale.low,
        "high": scale.high,
        "ticks": [(mark, brief(mark, answer.unit, scene.words, like=largest)) for mark in scale.marks],
        "partial": trend.partial,
        "period": (index_of(answer, scene.period.start), index_of(answer, scene.period.end)),
    }
    written = json.dumps(drawing, ensure_ascii=False)
    return html.Div(className="chart", role="img", **{"data-chart": written, "aria-label": title})


PANEL = Panel("trend", ask, render, questions)
