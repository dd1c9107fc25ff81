"""Cases by hour of the city's day."""

from __future__ import annotations

from dash import html
from dash.development.base_component import Component

from dashboard.panels.panel import Panel, empty, frame
from dashboard.panels.wording import metric_name, reason, value_figure
from dashboard.scene import DEFAULT_KPI, Scene
from queries.answer import Answer
from queries.city import City
from queries.state import bases

LABELLED = (0, 6, 12, 18, 23)


def ask(city: City, scene: Scene) -> Answer:
    """The chosen count, else the cases reported, by hour."""
    chosen = scene.metric
    metric = chosen.key if chosen.kind == "count" and not bases()[chosen.basis].is_state else DEFAULT_KPI
    return city.ask(scene.question(metric, by="hour"))


def render(answer: Answer, scene: Scene) -> Component:
    """24 columns; hours that have not come yet are left out, not drawn as zero."""
    name = metric_name(scene.metric, scene) if scene.metric.key == answer.key else scene.words("breakdown.reported")
    title = scene.words("hours.title", kpi=name)
    counts = {int(row.code): row.n for row in answer.rows if row.code.isdigit()}
    top = max(counts.values(), default=0)
    if answer.status == "no_data" or top == 0:
        return frame("hours", title, scene, [empty(reason(answer, scene))])
    last = scene.now.as_of.astimezone(scene.zone).hour if scene.runs and scene.period.days == 1 else 23
    columns = [_column(hour, counts.get(hour, 0), top, hour <= last, scene) for hour in range(24)]
    return frame("hours", title, scene, [html.Div(columns, className="hours", role="img", **{"aria-label": title})])


def _column(hour: int, n: int, top: int, come: bool, scene: Scene) -> Component:
    fill = html.Span(className="column-fill", style={"height": f"{100 * n / top:.1f}%"}) if come else None
    label = str(hour) if hour in LABELLED else ""
    text = f"{hour:02d}:00  {value_figure(n, 'case', scene)}" if come else ""
    return html.Span(
        [html.Span(fill, className="column-bar"), html.Span(label, className="column-label")],
        className="column",
        title=text,
    )


PANEL = Panel("hours", ask, render)
