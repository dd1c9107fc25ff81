"""The map's panel: the values for the outlines, the legend and the line that reconciles map and KPI."""

from __future__ import annotations

from collections.abc import Sequence

from dash import html
from dash.development.base_component import Component

from dashboard.map.classes import spread_classes
from dashboard.map.painting import MapAnswers, ask, breaks_of, paint, totals
from dashboard.number_format import brief, whole
from dashboard.panels.panel import Panel, frame
from dashboard.panels.wording import feeds, metric_name, period_text, reason, sample
from dashboard.scene import Scene


def render(answers: MapAnswers, scene: Scene) -> Component:
    """Everything of the map but the map itself, which stays where it is while values and areas change."""
    breaks = breaks_of(answers, scene.words) if answers.has_children else ()
    answer, sums = answers.parts, totals(answers)
    name = metric_name(scene.metric, scene)
    facts = [html.Span(f"{scene.area.name} · {name} · {period_text(scene)}", className="legend-title")]
    if answer.status == "no_data":
        facts.append(html.Span(reason(answer, scene), className="legend-reason"))
    elif answers.has_children:
        facts.append(_legend(breaks, answer.unit, scene) if sums.placed else _legend_of_nothing(scene))
    line = scene.words(
        "map.reconciled", placed=whole(sums.placed), not_placed=whole(sums.not_placed), total=whole(sums.total)
    )
    notes = []
    if answer.status != "no_data":
        told = {"data-placed": sums.placed, "data-not-placed": sums.not_placed}
        notes.append(html.Span(line, className="reconciled", **told))
        notes.append(html.Span(sample(sums.total, scene), className="legend-n"))
    if answers.derived:
        notes.append(html.Span(scene.words("map.derived"), className="derived"))
    if answers.grid_version:
        notes.append(html.Span(scene.words("map.grid_version", version=answers.grid_version), className="quiet"))
    if answers.has_children and scene.view.screen != "wall":
        notes.append(html.Span(scene.words("map.hint"), className="quiet"))
    return frame(
        "map",
        "",
        scene,
        [html.Div(facts, className="legend"), html.Div(notes, className="map-notes")],
        label=scene.words("map.label", area=scene.area.name, kpi=name),
        data={
            "map": paint(answers, breaks, scene),
            "value": "" if answer.value is None else str(answer.value),
            "n": str(answer.n),
            "status": answer.status,
            "feeds": feeds(scene.metric),
        },
    )


def _legend(breaks: Sequence[float | int], unit: str, scene: Scene) -> Component:
    steps = spread_classes(len(breaks) + 1)
    classes = [_swatch(f"shade-{step}", class_words(index, breaks, unit, scene)) for index, step in enumerate(steps)]
    return html.Span([*classes, _swatch("shade-none", scene.words("no_cases"))], className="legend-classes")


def class_words(index: int, breaks: Sequence[float | int], unit: str, scene: Scene) -> str:
    """A class in words: its lower end, or the one number of cases that it can hold."""
    if not breaks:
        return scene.words("map.one_class")
    low = breaks[index - 1] if index else 1
    if unit == "case" and index < len(breaks) and breaks[index] - low == 1:
        return brief(low, unit, scene.words)
    return f"≥ {brief(low, unit, scene.words)}" if index else f"< {brief(breaks[0], unit, scene.words)}"


def _legend_of_nothing(scene: Scene) -> Component:
    return html.Span([_swatch("shade-none", scene.words("no_cases"))], className="legend-classes")


def _swatch(shade: str, text: str) -> Component:
    return html.Span([html.Span(className=f"swatch {shade}"), html.Span(text)], className="legend-class")


PANEL = Panel("map", ask, render)
