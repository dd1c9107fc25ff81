"""Objections to a dispatch: how long until granted or refused, by who declined; and the time to dispatch itself."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace

from dash import html
from dash.development.base_component import Component

from dashboard.display.panel import Panel, empty, frame
from dashboard.display.wording import reason, value_figure
from dashboard.governance.dispatch_answers import unit_name
from dashboard.panels.dispatch.hops import wait_text
from dashboard.panels.dispatch.tables import Cell, Column, days_text, dispatched_days, section
from dashboard.view.scene import Scene
from dashboard.words.numbers import whole
from queries.city import City
from queries.values import FEWEST, Answer, Metric, ObjectionCounts, Objections

LATENCY = "dispatch_latency"
WAYS = ("automatic", "automatic_p95", "by_hand", "by_hand_p95")
COUNTS = ("n", "granted", "refused", "taken", "gone", "undecided")
COLUMNS = (*COUNTS, "median", "p95")
MOST_UNITS = 20


@dataclass(frozen=True)
class ObjectionsShown:
    """The objections, the KPI of the time to dispatch, and its answers by WAYS."""

    objections: Objections
    metric: Metric
    latency: Mapping[str, Answer]


def ask(city: City, scene: Scene) -> ObjectionsShown:
    """Those of the area, of the days of the address, else of the last ones."""
    asked = dispatched_days(city, scene)
    by_way = {way: replace(asked, metric=LATENCY, denominator=way) for way in WAYS}
    latency = {way: city.kpis.ask(question) for way, question in by_way.items()}
    return ObjectionsShown(city.dispatch.objections(asked), city.kpis.dictionary[LATENCY], latency)


def render(shown: ObjectionsShown, scene: Scene) -> Component:
    """The time to dispatch, what became of declines, and who declined."""
    words, found = scene.words, shown.objections
    title = words("objections.title")
    if found.whole.status == "no_data":
        return frame("objections", title, scene, [empty(reason(found.whole, scene))], data={"feeds": "events"})
    parts: list[Component] = [html.P(days_text(found.whole.start, found.whole.end, scene), className="quiet")]
    parts.append(html.P(_latency(shown, scene)))
    if found.every is None:
        parts.append(empty(words("objections.none")))
    else:
        parts += [html.P(_counted(found.every, scene)), *_units(found, scene)]
    return frame("objections", title, scene, [html.Div(parts, className="ledger")], data={"feeds": "events"})


def _latency(shown: ObjectionsShown, scene: Scene) -> str:
    words = scene.words
    told = []
    for way in WAYS:
        answer, said = shown.latency[way], shown.metric.denominators[way]
        name, unit = words.either(said.zh, said.en), shown.metric.unit
        value = reason(answer, scene) if answer.value is None else str(value_figure(answer.value, unit, scene))
        told.append(words("objections.latency_of", name=name, value=value))
    return words("objections.latency") + words("objections.between").join(told)


def _counted(one: ObjectionCounts, scene: Scene) -> str:
    waits = {"median": wait_text(one.median_s, scene), "p95": wait_text(one.p95_s, scene)}
    return scene.words("objections.counted", **{name: whole(getattr(one, name)) for name in COUNTS}, **waits)


def _units(found: Objections, scene: Scene) -> list[Component]:
    words = scene.words
    ranked = [one for one in found.units if not one.few]
    columns = [Column(words("objections.unit"))]
    columns += [Column(words(f"objections.{name}"), is_number=True) for name in COLUMNS]
    rows = [_row(one, scene) for one in ranked[:MOST_UNITS]]
    parts = section(words("objections.units"), "", columns, rows) if rows else []
    if few := len(found.units) - len(ranked):
        parts.append(html.P(words("objections.few", count=whole(few), fewest=FEWEST), className="quiet"))
    return parts


def _row(one: ObjectionCounts, scene: Scene) -> list[Cell]:
    words = scene.words
    name = unit_name(one.unit, words) if one.unit else words("objections.not_told")
    waits = [wait_text(seconds, scene) for seconds in (one.median_s, one.p95_s)]
    return [name, *(whole(getattr(one, count)) for count in COUNTS), *waits]


PANEL = Panel("objections", ask, render)
