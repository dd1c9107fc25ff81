"""The chosen KPI by department: those with the most cases, in order of the value."""

from __future__ import annotations

from dataclasses import dataclass

from dash import html
from dash.development.base_component import Component

from dashboard.display.filter_links import filter_link
from dashboard.display.number_link import number_of
from dashboard.display.panel import Panel, empty, frame
from dashboard.display.ripeness import unsettled_note
from dashboard.display.sample_size import is_fair, why_apart
from dashboard.display.series_breaks import break_notes
from dashboard.display.wording import cases, exact_cases, feeds, metric_name, reason
from dashboard.findings.comparison_words import first_sentence
from dashboard.panels.figures.bars import Bar, Bars, bars_figure
from dashboard.panels.figures.place import place
from dashboard.view.scene import Scene
from dashboard.words.part_names import part_name
from queries.city import City
from queries.values import UNKNOWN, Answer, AnswerRow, Question, SideBySide

MOST = 12
DEPARTMENT = "department"


@dataclass(frozen=True)
class Departments:
    """The answer by department; least: cases that a rate or duration needs to be compared; compared: which departments
    differ by more than chance."""

    answer: Answer
    least: int
    compared: SideBySide


def questions(_city: City, scene: Scene) -> list[Question]:
    """The chosen KPI by department."""
    return [scene.question_of_panel(scene.metric.key, DEPARTMENT, DEPARTMENT)]


def ask(city: City, scene: Scene) -> Departments:
    """The answer to `questions`."""
    [question] = questions(city, scene)
    return Departments(city.kpis.ask(question), city.profile.minimum_cases, city.kpis.compared(question))


def render(found: Departments, scene: Scene) -> Component:
    """A bar for each; the others are said in a note, so that nobody takes these for all."""
    answer = found.answer
    title = scene.words("departments.title", kpi=metric_name(scene.metric, scene))
    rows = [row for row in answer.rows if row.n]
    if answer.status == "no_data" or not rows:
        return frame("departments", title, scene, [empty(reason(answer, scene))])
    chosen = {value for dimension, value in scene.view.where if dimension == DEPARTMENT}
    shown = sorted(rows, key=lambda row: (row.code not in chosen, row.code == UNKNOWN, -row.n, row.code))[:MOST]
    if not answer.is_unripe:
        shown.sort(key=lambda row: (not is_fair(row, answer, found.least), -(row.value or 0), row.code))
    bars = [_bar(row, found, scene) for row in shown]
    rest = len(rows) - len(shown)
    notes = [scene.words("departments.rest", count=rest)] if rest else []
    figure = bars_figure(Bars(title, scene.words("condition.department"), bars), f"{answer.key} {answer.area}", scene)
    note = [html.P(" · ".join(notes), className="panel-note")] if notes else []
    note += [] if answer.is_unripe else _finding(found.compared, scene)
    parts = [*unsettled_note(answer, scene), *note, place(figure, title), *break_notes(answer, scene)]
    return frame("departments", title, scene, parts, data={"feeds": feeds(scene.metric)}, asks=True)


def _finding(compared: SideBySide, scene: Scene) -> list[Component]:
    """Which department is highest and whether that may be chance, and the way to all of them."""
    said = first_sentence(compared, scene.words)
    if not said:
        return []
    if not scene.screen.is_interactive:
        return [html.P(said, className="panel-finding")]
    way = html.A(scene.words("departments.compared"), href=scene.link(compare=DEPARTMENT), className="finding-link")
    return [html.P([html.Span(said), " ", way], className="panel-finding")]


def _bar(row: AnswerRow, found: Departments, scene: Scene) -> Bar:
    answer = found.answer
    name = part_name(DEPARTMENT, row.code, row.name, scene.words)
    text = f"{name}  {exact_cases(row, answer.unit, scene)}"
    written = cases(row, answer.unit, scene)
    apart = why_apart(row, answer, found.least, scene)
    said = "  ".join(filter(None, (text, apart)))
    number = number_of(scene, where=((DEPARTMENT, row.code),))
    return Bar(name, row.value, written, said, bool(apart), filter_link(scene, DEPARTMENT, row.code), number)


PANEL = Panel("departments", ask, render, questions)
