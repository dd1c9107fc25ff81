"""Cases by hour of the city's day."""

from __future__ import annotations

import json

from dash import html
from dash.development.base_component import Component

from dashboard.display.filter_links import FilterLink, filter_link
from dashboard.display.panel import Panel, empty, frame
from dashboard.display.wording import metric_name, reason, value_figure
from dashboard.panels.payloads import HoursChart
from dashboard.view.resolution import DEFAULT_KPI
from dashboard.view.scene import Scene
from queries.city import City
from queries.values import Answer, Question, bases, fixed_values

LABELLED = (0, 6, 12, 18, 23)


def questions(_city: City, scene: Scene) -> list[Question]:
    """The chosen count, else the cases reported, by hour."""
    chosen = scene.metric
    metric = chosen.key if chosen.kind == "count" and not bases()[chosen.basis].is_state else DEFAULT_KPI
    return [scene.question_of_panel(metric, "hour", "hour")]


def ask(city: City, scene: Scene) -> Answer:
    """The answer to `questions`."""
    [question] = questions(city, scene)
    return city.kpis.ask(question)


def render(answer: Answer, scene: Scene) -> Component:
    """24 columns; hours that have not come yet are left out, not drawn as zero."""
    name = metric_name(scene.metric, scene) if scene.metric.key == answer.key else scene.words("breakdown.reported")
    title = scene.words("hours.title", kpi=name)
    counts = {int(row.code): row.n for row in answer.rows if row.code.isdigit()}
    top = max(counts.values(), default=0)
    if answer.status == "no_data" or top == 0:
        return frame("hours", title, scene, [empty(reason(answer, scene))])
    last = scene.now.as_of.astimezone(scene.zone).hour if scene.runs and scene.period.days == 1 else 23
    values = [counts.get(hour, 0) if hour <= last else None for hour in range(24)]
    links: list[FilterLink] = [link for code in fixed_values("hour") if (link := filter_link(scene, "hour", code))]
    drawing: HoursChart = {
        "kind": "hours",
        "values": values,
        "texts": [_words(hour, n, scene) for hour, n in enumerate(values)],
        "labelled": LABELLED,
        "links": [link.href for link in links],
        "chosen": [hour for hour, link in enumerate(links) if link.is_chosen],
    }
    written = json.dumps(drawing, ensure_ascii=False)
    about = {"role": "group", "data-arrows": "", "title": scene.words("filter.hint")} if links else {"role": "img"}
    chart = html.Div(className="chart", **about, **{"data-chart": written, "aria-label": title})
    return frame("hours", title, scene, [chart], data={"feeds": "events"})


def _words(hour: int, n: int | None, scene: Scene) -> str:
    return "" if n is None else f"{hour:02d}:00  {value_figure(n, 'case', scene)}"


PANEL = Panel("hours", ask, render, questions)
