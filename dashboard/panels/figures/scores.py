"""How citizens answered, from 1 to 5."""

from __future__ import annotations

from dataclasses import replace

from dash.development.base_component import Component

from dashboard.display.number_link import number_of
from dashboard.display.panel import Panel, empty, frame
from dashboard.display.series_breaks import break_notes
from dashboard.display.wording import reason, value_figure
from dashboard.panels.figures.bars import Bar, Bars, bars_figure
from dashboard.panels.figures.place import place
from dashboard.view.scene import Scene
from dashboard.words.numbers import decimal, exact, whole
from queries.city import City
from queries.values import Answer, Question

SATISFACTION = "satisfaction"


def questions(_city: City, scene: Scene) -> list[Question]:
    """The valid answers of the period, by what they were."""
    return [replace(scene.question(SATISFACTION, by="score"), denominator=None)]


def ask(city: City, scene: Scene) -> Answer:
    """The answer to `questions`."""
    [question] = questions(city, scene)
    return city.kpis.ask(question)


def render(answer: Answer, scene: Scene) -> Component:
    """A bar for each answer, with its share."""
    title = scene.words("scores.title")
    if answer.status == "no_data" or not answer.n:
        return frame("scores", title, scene, [empty(reason(answer, scene))])
    title = scene.words("scores.of", rate=str(value_figure(answer.value, answer.unit, scene)), n=whole(answer.n))
    bars = []
    for row in answer.rows:
        name, share = scene.words(f"scores.{row.code}"), f"{decimal(100 * row.n / answer.n, 1)}%"
        text = f"{name}  {exact(row.n, 'case', scene.words)} · {share}"
        bars.append(Bar(name, row.n, share, text, number=number_of(scene, SATISFACTION)))
    figure = bars_figure(Bars(title, scene.words("scores.answer"), bars, across=False), f"scores {answer.area}", scene)
    data = {"feeds": "events", "number": number_of(scene, SATISFACTION)}
    return frame("scores", title, scene, [place(figure, title), *break_notes(answer, scene)], data=data, asks=True)


PANEL = Panel("scores", ask, render, questions)
