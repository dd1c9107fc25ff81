"""The chosen KPI day by day: a figure where people work, a small drawing on the wall."""

from __future__ import annotations

import json
from datetime import date

from dash import html
from dash.development.base_component import Component

from dashboard.display.axis import axis
from dashboard.display.panel import Panel, empty, frame
from dashboard.display.ripeness import settled_part
from dashboard.display.wording import cases, feeds, metric_name, reason
from dashboard.panels.figures.lines import break_marks, index_of, lines, note_spans, numbers, target_line
from dashboard.panels.figures.place import place
from dashboard.panels.figures.trend_answers import TrendAnswers, ask, ask_but_normal, questions, takes_longer
from dashboard.panels.payloads import TrendChart
from dashboard.view.scene import Scene
from dashboard.view.view_state import SPLITS
from dashboard.words.moments import short_day
from dashboard.words.numbers import brief
from queries.values import STEPS, break_note


def render(trend: TrendAnswers, scene: Scene) -> Component:
    """Lines with ticks; a running step is a hollow dot of its own, because it is not over."""
    name, span = metric_name(scene.metric, scene), trend.span
    key = "trend.title" if span.step == "day" else f"trend.by_{span.step}"
    title = scene.words(key, kpi=name, start=span.start.isoformat(), end=span.end.isoformat())
    tabs = [_tabs(scene)] if scene.screen.is_interactive else []
    if trend.now.status == "no_data" or not any(row.value is not None for row in trend.rows):
        return frame("trend", title, scene, [*tabs, empty(reason(trend.now, scene))])
    note = " · ".join(_notes(trend, scene))
    if scene.screen.is_interactive:
        drawn = [place(lines(trend, title, note, scene), title)]
    else:
        drawn = [*([html.P(note, className="panel-note")] if note else []), _chart(trend, title, scene)]
    drawn += [html.P(one, className="panel-note break") for one in _breaks(trend, scene)]
    return frame("trend", title, scene, [*tabs, *drawn], data={"feeds": feeds(scene.metric)}, asks=True)


def _tabs(scene: Scene) -> Component:
    """Steps, and what the line can be split by; the chosen split leads back."""
    words, view = scene.words, scene.view
    steps = [_tab(words(f"trend_step.{step}"), scene.link(step=step), step == view.step) for step in STEPS]
    splits = [
        _tab(
            words(f"trend_split.{split}"), scene.link(split=None if split == view.split else split), split == view.split
        )
        for split in SPLITS
    ]
    label = html.Span(words("trend_split.label"), className="quiet")
    return html.Nav([*steps, label, *splits], className="tabs trend-tabs", **{"aria-label": words("trend_split.tabs")})


def _tab(text: str, href: str, chosen: bool) -> Component:
    return html.A(text, href=href, **{"aria-current": "true"} if chosen else {})


def _notes(trend: TrendAnswers, scene: Scene) -> list[str]:
    answer = trend.now
    notes = [scene.words("trend.partial")] if trend.partial and answer.rows[-1].value is not None else []
    if first := next((row.code for row in answer.rows if row.is_unripe), None):
        notes.append(scene.words("trend.unripe", day=short_day(date.fromisoformat(first))))
    if any(row.is_incomplete for row in answer.rows):
        begins = [scene.words.either(one.zh, str(one)) for one in answer.notes if one.code == "begins_within"]
        notes += [scene.words("trend.begins", why=one) for one in begins] or [scene.words("trend.incomplete")]
    if trend.parts and trend.rest and answer.kind != "count":
        notes.append(scene.words("trend.not_listed", count=trend.rest))
    return notes


def _breaks(trend: TrendAnswers, scene: Scene) -> list[str]:
    """What is said below of each break: of those on the axis, and of those before it that keep off what was before."""
    within = trend.breaks
    told = [("trend.break", one) for one in within]
    told += [("trend.not_beside", one) for one in trend.parting if one not in within]
    notes = [(key, break_note(one)) for key, one in told]
    return [scene.words(key, why=scene.words.either(note.zh, str(note))) for key, note in notes]


def _chart(trend: TrendAnswers, title: str, scene: Scene) -> Component:
    answer = trend.now
    values, target = [row.value for row in answer.rows], target_line(answer, scene)
    scale = axis([*values, *([target["value"]] if target else [])], answer.unit)
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
        "settled": settled_part(answer.rows),
        "period": (index_of(trend.span, scene.period.start), index_of(trend.span, scene.period.end)),
        "numbers": numbers(answer, trend.span, scene),
        "notes": note_spans(trend, scene),
        "target": target,
        "breaks": break_marks(trend, scene),
    }
    written = json.dumps(drawing, ensure_ascii=False)
    told = ". ".join([title, *_breaks(trend, scene)])
    return html.Div(className="chart", role="img", **{"data-chart": written, "aria-label": told})


PANEL = Panel("trend", ask, render, questions, ask_but_normal, takes_longer)
