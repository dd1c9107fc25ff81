"""The map's panel: the values for the outlines, the legend and the line that reconciles map and KPI."""

from __future__ import annotations

import json

from dash import html
from dash.development.base_component import Component

from dashboard.cases.card import case_payload
from dashboard.display.number_link import number_of
from dashboard.display.panel import Panel, asks_next, frame
from dashboard.display.wording import feeds, metric_name, period_text, reason, remarks, sample
from dashboard.map.cell_values import legend
from dashboard.map.painting import MapAnswers, ask, paint, questions, rows_of, totals
from dashboard.view.scene import Scene
from dashboard.view.view_state import DEVIATION, VALUES
from dashboard.words.numbers import whole

MOST_NAMED = 5


def render(answers: MapAnswers, scene: Scene) -> Component:
    """Everything of the map but the map itself, which stays where it is while values and areas change."""
    answer, sums = answers.parts, totals(answers)
    name = metric_name(scene.metric, scene)
    facts: list[Component] = [html.Span(f"{scene.place} · {name} · {period_text(scene)}", className="legend-title")]
    if scene.screen.is_interactive:
        facts += [asks_next(scene), _colours_switch(scene)]
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
            "data-number": number_of(scene),
        }
        notes.append(html.Span(line, className="reconciled", **body))
        notes.append(html.Span(sample(sums.total, scene), className="legend-n", **{"data-number": number_of(scene)}))
        if remark := remarks(answer, scene.metric, scene):
            notes.append(html.Span(remark, className="quiet remark"))
        if scene.view.colours == DEVIATION and not answers.painted.deviations:
            notes.append(html.Span(scene.words("map.by_value"), className="not-judged"))
    if answers.not_outlined:
        notes.append(html.Span(_not_outlined(answers, scene), className="not-outlined"))
    if answers.derived:
        notes.append(html.Span(scene.words("map.derived"), className="derived"))
    if answers.tree.grid_version:
        notes.append(html.Span(scene.words("map.grid_version", version=answers.tree.grid_version), className="quiet"))
    if answers.has_children and scene.screen.is_interactive:
        notes.append(html.Span(scene.words("map.hint"), className="quiet legend-hint"))
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


def _colours_switch(scene: Scene) -> Component:
    """Whether the map shows what is not normal, instead of values."""
    is_on = scene.view.colours == DEVIATION
    href = scene.link(colours=VALUES if is_on else DEVIATION)
    state = {"role": "switch", "aria-checked": str(is_on).lower()}
    return html.A(scene.words("map.by_normal"), href=href, className="colours-switch", **state)


def _line(placed: str, not_placed: str, total: str, scene: Scene) -> str:
    return scene.words("map.reconciled", placed=placed, not_placed=not_placed, total=total)


def _not_outlined(answers: MapAnswers, scene: Scene) -> str:
    """Which of the areas here the map cannot draw, and with how many cases: those with the most first."""
    n = {row.code: row.n for row in rows_of(answers)}
    ranked = sorted(answers.not_outlined, key=lambda area: (-n.get(area.code, 0), area.code))
    names = scene.words("map.list_mark").join(area.name for area in ranked[:MOST_NAMED])
    if len(ranked) > MOST_NAMED:
        names = scene.words("map.and_others", names=names)
    cases = sum(n.get(area.code, 0) for area in ranked)
    areas, of = whole(len(ranked)), whole(answers.drawn)
    if answers.parts.status == "no_data":
        return scene.words("map.not_outlined_alone", areas=areas, of=of, names=names)
    return scene.words("map.not_outlined", areas=areas, of=of, cases=whole(cases), names=names)


PANEL = Panel("map", ask, render, questions)
