"""The chosen KPI by hour of the city's day."""

from __future__ import annotations

import json
from dataclasses import dataclass

from dash import html
from dash.development.base_component import Component

from dashboard.display.filter_links import FilterLink, filter_link
from dashboard.display.number_link import number_of
from dashboard.display.panel import Panel, empty, frame
from dashboard.display.ripeness import unsettled_note
from dashboard.display.sample_size import least_sample, why_apart
from dashboard.display.series_breaks import break_notes
from dashboard.display.wording import exact_cases, feeds, metric_name, reason
from dashboard.panels.payloads import HoursChart
from dashboard.view.scene import Scene
from queries.city import City
from queries.values import Answer, AnswerRow, Question, bases, fixed_values

LABELLED = (0, 6, 12, 18, 23)


@dataclass(frozen=True)
class Hours:
    """The answer by hour; least: cases that a rate or duration needs to be compared with others."""

    answer: Answer
    least: int


def questions(_city: City, scene: Scene) -> list[Question]:
    """The chosen KPI by hour."""
    return [scene.question_of_panel(scene.metric.key, "hour", "hour")]


def ask(city: City, scene: Scene) -> Hours:
    """The answer to `questions`."""
    [question] = questions(city, scene)
    return Hours(city.kpis.ask(question), city.profile.minimum_cases)


def render(hours: Hours, scene: Scene) -> Component:
    """24 columns; hours that have not come yet are left out, not drawn as zero, and so are rates of few cases; pale
    while the rate is not settled."""
    answer, name = hours.answer, metric_name(scene.metric, scene)
    title = scene.words("hours.of_state" if bases()[scene.metric.basis].is_state else "hours.title", kpi=name)
    rows = {int(row.code): row for row in answer.rows if row.code.isdigit()}
    if answer.status == "no_data" or not any(row.n for row in rows.values()):
        return frame("hours", title, scene, [empty(reason(answer, scene))])
    last = scene.now.as_of.astimezone(scene.zone).hour if scene.runs and scene.period.days == 1 else 23
    come = [rows[hour] if hour <= last else None for hour in range(24)]
    least = least_sample(answer, hours.least)
    values = [row.value if row and (row.n >= least or answer.kind == "count") else None for row in come]
    links: list[FilterLink] = [link for code in fixed_values("hour") if (link := filter_link(scene, "hour", code))]
    drawing: HoursChart = {
        "kind": "hours",
        "values": values,
        "texts": [_words(row, hours, scene) for row in come],
        "labelled": LABELLED,
        "links": [link.href for link in links],
        "chosen": [hour for hour, link in enumerate(links) if link.is_chosen],
        "numbers": [number_of(scene, where=(("hour", code),)) for code in fixed_values("hour")],
        "faint": answer.is_unripe,
    }
    written = json.dumps(drawing, ensure_ascii=False)
    about = {"role": "group", "data-arrows": "", "title": scene.words("filter.hint")} if links else {"role": "img"}
    chart = html.Div(className="chart", **about, **{"data-chart": written, "aria-label": title})
    note = unsettled_note(answer, scene, "pale")
    return frame(
        "hours",
        title,
        scene,
        [*note, chart, *break_notes(answer, scene)],
        data={"feeds": feeds(scene.metric)},
        asks=True,
    )


def _words(row: AnswerRow | None, hours: Hours, scene: Scene) -> str:
    if row is None:
        return ""
    text = f"{row.code}:00  {exact_cases(row, hours.answer.unit, scene)}"
    return "  ".join(filter(None, (text, why_apart(row, hours.answer, hours.least, scene))))


PANEL = Panel("hours", ask, render, questions)
