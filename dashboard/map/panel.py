"""The map's panel: the values for the outlines, the legend and the line that reconciles map and KPI."""

from __future__ import annotations

import json

from dash import html
from dash.development.base_component import Component

from dashboard.cases.card import case_payload
from dashboard.display.panel import Panel, frame
from dashboard.display.wording import feeds, metric_name, period_text, reason, sample
from dashboard.map.cell_values import legend
from dashboard.map.painting import MapAnswers, ask, paint, questions, totals
from dashboard.view.scene import Scene
from dashboard.words.numbers import whole


def render(answers: MapAnswers, scene: Scene) -> Component:
    """Everything of the map but the map itself, which stays where it is while values and areas change."""
    answer, sums = answers.parts, totals(answers)
    name = metric_name(scene.metric, scene)
    facts = [html.Span(f"{scene.place} · {name} · {period_text(scene)}", className="legend-title")]
    if answer.status == "no_data":
        facts.append(html.Span(reason(answer, scene), className="legend-reason"))
    else:
        facts.append(
            html.Span(className="legend-classes", **{"data-legend": json.dumps(legend(answers.painted, scene))})
        )
    line = _line(whole(sums.placed), whole(sums.not_placed), whole(sums.total), scene)
    notes = []
    if answer.status != "no_data":
        body = {
            "data-placed": sums.placed,
            "data-not-placed": sums.not_placed,
            "data-line": _line("{0}", "{1}", "{2}", scene),
        }
        notes.append(html.Span(line, className="reconciled", **body))
        notes.append(html.Span(sample(sums.total, scene), className="legend-n"))
    if answers.derived:
        notes.append(html.Span(scene.words("map.derived"), className="derived"))
    if answers.tree.grid_version:
        notes.append(html.Span(scene.words("map.grid_version", version=answers.tree.grid_version), className="quiet"))
    if answers.has_children and scene.screen.is_interactive:
        notes.append(html.Span(scene.words("map.hint"), className="quiet"))
    return frame(
        "map",
        "",
        scene,
        [
            html.Div(facts, className="legend"),
            html.Div(className="layer-legends", **{"data-layer-legends": ""}),
            html.Div(notes, className="map-notes"),
        ],
        label=scene.words("map.label", area=scene.area.name, kpi=name),
        data={
            "map": paint(answers, scene),
            "value": "" if answer.value is None else str(answer.value),
            "n": str(answer.n),
            "status": answer.status,
            "feeds": feeds(scene.metric),
            "case": case_payload(scene),
        },
    )


def _line(placed: str, not_placed: str, total: str, scene: Scene) -> str:
    return scene.words("map.reconciled", placed=placed, not_placed=not_placed, total=total)


PANEL = Panel("map", ask, render, questions)
