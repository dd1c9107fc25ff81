"""Shares of the cases by category and by channel."""

from __future__ import annotations

from dash import html
from dash.development.base_component import Component

from dashboard.display.lists import Row, rows_list
from dashboard.display.panel import Panel, empty, frame
from dashboard.display.wording import metric_name, reason, value_figure
from dashboard.view.resolution import DEFAULT_KPI
from dashboard.view.scene import Scene
from dashboard.words.numbers import Figure, decimal
from dashboard.words.part_names import part_name
from queries.city import City
from queries.values import UNKNOWN, Answer, AnswerRow, Question

EVENTS = {"feeds": "events"}
MOST = 10


def breakdown(key: str, by: str) -> Panel:
    """A panel of shares by one dimension, of the chosen KPI when it is a count, else of the cases reported."""

    def question(scene: Scene) -> Question:
        return scene.question(scene.metric.key if scene.metric.kind == "count" else DEFAULT_KPI, by=by)

    def questions(_city: City, scene: Scene) -> list[Question]:
        return [question(scene)]

    def ask(city: City, scene: Scene) -> Answer:
        return city.kpis.ask(question(scene))

    def render(answer: Answer, scene: Scene) -> Component:
        return _render(key, by, answer, scene)

    return Panel(key, ask, render, questions)


def _render(key: str, by: str, answer: Answer, scene: Scene) -> Component:
    chosen = scene.metric if scene.metric.key == answer.key else None
    name = metric_name(chosen, scene) if chosen else scene.words("breakdown.reported")
    title = scene.words(f"breakdown.{by}", kpi=name)
    if answer.status == "no_data":
        return frame(key, title, scene, [empty(reason(answer, scene))])
    rows = sorted((row for row in answer.rows if row.n), key=lambda row: (row.code == UNKNOWN, -row.n, row.code))
    if not rows:
        return frame(key, title, scene, [empty(scene.words("no_cases"))])
    parts = _parts(rows, by, scene)
    total, longest = sum(n for _, n in parts), max(n for _, n in parts)
    lines = [_line(name, value_figure(n, answer.unit, scene), n / total, n / longest) for name, n in parts]
    return frame(key, title, scene, [html.Div(rows_list(lines, "rows"), className="scroll")], data=EVENTS)


def _parts(rows: list[AnswerRow], by: str, scene: Scene) -> list[tuple[str, int]]:
    """Names and cases of the largest rows, the others as one row at the end."""
    shown = rows if len(rows) <= MOST else rows[: MOST - 1]
    rest = rows[len(shown) :]
    parts = [(part_name(by, row.code, row.name, scene.words), row.n) for row in shown]
    return [*parts, (scene.words("breakdown.rest", count=len(rest)), sum(row.n for row in rest))] if rest else parts


def _line(name: str, shown: Figure, share: float, length: float) -> Row:
    part = f"{decimal(100 * share, 1)}%"
    cells = (("row-name", name), ("bar", round(100 * length, 1)), ("row-value", str(shown)), ("row-n", part))
    return Row("row", cells, title=name)


CATEGORY = breakdown("category", "category")
CHANNEL = breakdown("channel", "channel")
