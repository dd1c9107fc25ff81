"""What sensors measure in special grids: value with unit or scale and age, and the day by the hour as a small line."""

from __future__ import annotations

import json

from dash import html
from dash.development.base_component import Component

from dashboard.display.panel import Panel, empty, frame
from dashboard.fleet.reading_answers import age_text, hours_text, notes_of, quantity_name, value_text
from dashboard.panels.payloads import SparkChart
from dashboard.view.scene import Scene
from queries.city import City
from queries.values import GridReadings, SensorReading, SpecialReadings, quantities

KEY = "special_readings"
FEWEST_HOURS = 2
"""Fewer hours make no line."""


def ask(city: City, scene: Scene) -> SpecialReadings:
    """As of the moment of the screen; of the special grids chosen, else of those inside the area."""
    return city.fleet.special_readings(scene.question(scene.metric.key), tuple(code for code, _ in scene.specials))


def render(found: SpecialReadings, scene: Scene) -> Component:
    """A row for each special grid, those with the most of the first quantity first, those without sensors last."""
    words, about = scene.words, {"of_special": False, "is_filtered": False, "data": {"feeds": "readings"}}
    title = words("special_readings.title")
    notes = [html.P(note, className="panel-note") for note in notes_of(found, words)]
    if not found.is_measured:
        why = words("special_readings.nothing" if found.grids else "special_readings.no_grids")
        return frame(KEY, title, scene, [empty(why), *notes[1:]], **about)
    grid_said, today = words("special_readings.grid"), words("special_readings.today")
    heads, short = [grid_said], [grid_said]
    for one in quantities().values():
        heads += [quantity_name(one, words), today]
        short += [words.either(one.zh, one.en), today]
    head = html.Thead(html.Tr([html.Th(name, scope="col") for name in heads]))
    rows = [_row(grid, found, short, scene) for grid in sorted(found.grids, key=_place)]
    table = html.Table([head, html.Tbody(rows)], className="definitions readings-table")
    scroll = html.Div(table, className="scroll", tabIndex=0, role="region", **{"aria-label": title})
    notes.append(html.P(words("special_readings.note"), className="panel-note"))
    return frame(KEY, title, scene, [scroll, *notes], **about)


def _place(grid: GridReadings) -> tuple[list[tuple[int, float]], str]:
    order = {"current": 0, "stale": 1, "none": 2}
    return [(order[one.state], -(one.value or 0.0)) for one in grid.readings], grid.code


def _row(grid: GridReadings, found: SpecialReadings, names: list[str], scene: Scene) -> Component:
    is_linked = scene.screen.is_interactive
    cells: list[Component | str] = [
        html.A(grid.name, href=scene.special_link(grid.code)) if is_linked else grid.name,
    ]
    for one in grid.readings:
        cells += [_value(one, found, scene), _course(one, grid, found, scene)]
    drawn = [html.Td(cell, **{"data-column": name}) for cell, name in zip(cells, names, strict=True)]
    return html.Tr(drawn, **{"data-special-grid": grid.code})


def _value(one: SensorReading, found: SpecialReadings, scene: Scene) -> Component:
    value, age = value_text(one, scene.words), age_text(one, found.as_of, scene.words)
    if one.state == "none":
        return html.Span(value, className="quiet")
    kind = "reading-age late" if one.state == "stale" else "reading-age quiet"
    return html.Span([html.Span(value, className="reading-value"), html.Span(age, className=kind)])


def _course(one: SensorReading, grid: GridReadings, found: SpecialReadings, scene: Scene) -> Component:
    if sum(hour is not None for hour in one.hours) < FEWEST_HOURS:
        return html.Span("—" if one.state == "none" else hours_text(one, scene.words), className="quiet")
    until = max(hour for hour, told in enumerate(one.hours) if told) + 1
    drawing: SparkChart = {
        "kind": "spark",
        "values": [told.mean if told else None for told in one.hours],
        "settled": (0, until),
        "breaks": [],
    }
    told = scene.words(
        "special_readings.course",
        grid=grid.name,
        quantity=quantity_name(one.quantity, scene.words),
        day=found.day.isoformat(),
        hours=hours_text(one, scene.words),
    )
    named = {"data-chart": json.dumps(drawing), "aria-label": told}
    return html.Span(className="spark", role="img", title=told, **named)


PANEL = Panel(KEY, ask, render)
