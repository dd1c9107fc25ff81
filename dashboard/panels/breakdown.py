"""What the cases are made of: by category, by channel."""

from __future__ import annotations

from dash import html
from dash.development.base_component import Component

from dashboard.number_format import signed_digits
from dashboard.panels.panel import Panel, empty, frame
from dashboard.panels.wording import metric_name, reason, value_figure
from dashboard.scene import DEFAULT_KPI, Scene
from queries.answer import Answer, AnswerRow
from queries.city import City

UNKNOWN = "_unknown"
MOST = 10


def breakdown(key: str, by: str) -> Panel:
    """A panel of shares by one dimension, of the chosen KPI when it is a count, else of the cases reported."""

    def ask(city: City, scene: Scene) -> Answer:
        metric = scene.metric.key if scene.metric.kind == "count" else DEFAULT_KPI
        return city.ask(scene.question(metric, by=by))

    def render(answer: Answer, scene: Scene) -> Component:
        return _render(key, by, answer, scene)

    return Panel(key, ask, render)


def _render(key: str, by: str, answer: Answer, scene: Scene) -> Component:
    chosen = scene.metric if scene.metric.key == answer.key else None
    name = metric_name(chosen, scene) if chosen else scene.words("breakdown.reported")
    title = scene.words(f"breakdown.{by}", kpi=name)
    if answer.status == "no_data":
        return frame(key, title, scene, [empty(reason(answer, scene))])
    rows = sorted((row for row in answer.rows if row.n), key=lambda row: (row.code == UNKNOWN, -row.n, row.code))
    if not rows:
        return frame(key, title, scene, [empty(scene.words("no_cases"))])
    total, top = sum(row.n for row in rows), max(row.n for row in rows)
    shown = rows if len(rows) <= MOST else rows[: MOST - 1]
    lines = [_line(_name(row, by, scene), row.n, total, top, answer.unit, scene) for row in shown]
    if len(rows) > len(shown):
        rest = rows[len(shown) :]
        lines.append(_line(scene.words("breakdown.rest", count=len(rest)), sum(row.n for row in rest), total, top, answer.unit, scene))
    return frame(key, title, scene, [html.Div(html.Ol(lines, className="rows"), className="scroll")], data={"value": str(total)})


def _name(row: AnswerRow, by: str, scene: Scene) -> str:
    if row.code == UNKNOWN:
        return scene.words("unknown")
    return scene.words.term(by, row.code, row.name)


def _line(name: str, n: int, total: int, top: int, unit: str, scene: Scene) -> Component:
    # The rest can be more than the largest single row; its bar then simply is full.
    width = min(100.0, 100 * n / top)
    return html.Li(
        [
            html.Span(name, className="row-name", title=name),
            html.Span(html.Span(className="bar-fill", style={"width": f"{width:.1f}%"}), className="bar"),
            html.Span(
                [str(value_figure(n, unit, scene)), html.Span(f"{signed_digits(100 * n / total, 1)}%", className="row-n")],
                className="row-value",
            ),
        ],
        className="row",
    )


CATEGORY = breakdown("category", "category")
CHANNEL = breakdown("channel", "channel")
