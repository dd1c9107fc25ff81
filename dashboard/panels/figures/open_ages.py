"""How long the cases in hand have been open: of the chosen KPI where it counts such, else of all."""

from __future__ import annotations

from dash.development.base_component import Component

from dashboard.display.number_link import number_of
from dashboard.display.panel import Panel, empty, frame
from dashboard.display.wording import exact_cases, metric_name, reason, state_text, value_figure
from dashboard.panels.figures.bars import Bar, Bars, bars_figure
from dashboard.panels.figures.place import place
from dashboard.view.scene import Scene
from queries.city import City
from queries.values import Answer, Metric, Question

OPEN = "open"


def questions(city: City, scene: Scene) -> list[Question]:
    """Cases in hand by days since filing."""
    return [scene.question(_metric(city, scene).key, by="age")]


def _metric(city: City, scene: Scene) -> Metric:
    return scene.metric if scene.metric.counts_open and scene.metric.kind == "count" else city.kpis.dictionary[OPEN]


def ask(city: City, scene: Scene) -> tuple[Answer, Metric]:
    """The answer to `questions`, and the KPI that they are about."""
    [question] = questions(city, scene)
    return city.kpis.ask(question), _metric(city, scene)


def render(found: tuple[Answer, Metric], scene: Scene) -> Component:
    """A bar for each band of days."""
    answer, metric = found
    title = scene.words("open_ages.title", kpi=metric_name(metric, scene), moment=state_text(scene))
    if answer.status == "no_data" or not answer.n:
        return frame("open_ages", title, scene, [empty(reason(answer, scene))])
    bars = []
    for row in answer.rows:
        name = scene.words(f"open_ages.{row.code}")
        shown = str(value_figure(row.value, answer.unit, scene))
        text = f"{name}  {exact_cases(row, answer.unit, scene)}"
        bars.append(Bar(name, row.value, shown, text, number=number_of(scene, metric.key)))
    days = scene.words("open_ages.days")
    figure = bars_figure(Bars(title, days, bars, across=False), f"{answer.key} {answer.area}", scene)
    return frame("open_ages", title, scene, [place(figure, title)], data={"feeds": "events"}, asks=True)


PANEL = Panel("open_ages", ask, render, questions)
