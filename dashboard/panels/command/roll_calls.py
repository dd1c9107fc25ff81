"""The roll-calls of an area: when, why, how many of how many and how soon; one opens each."""

from __future__ import annotations

from dash import html
from dash.development.base_component import Component

from dashboard.display.panel import Panel, frame
from dashboard.roll_calls.call_answers import level_name
from dashboard.view.scene import Scene
from dashboard.words.durations import running_clock
from dashboard.words.moments import date_and_minute
from queries.city import City
from queries.values import LevelReached, RollCall

MOST = 20
COLUMNS = ("when", "why", "centres", "answered", "in_time", "p50", "p95")
Shown = tuple[tuple[RollCall, ...], dict[str, str]]


def ask(city: City, scene: Scene) -> Shown:
    """The newest calls that reached the area, and the names of the levels."""
    names = {one.key: level_name(city, one, scene.words) for one in city.roll_calls.reach.levels}
    return city.roll_calls.listed(scene.area, MOST, scene.known, scope=scene.scope), names


def render(shown: Shown, scene: Scene) -> Component:
    """A row a level of each call."""
    calls, names = shown
    words, title = scene.words, scene.words("roll_calls.title")
    if not calls:
        return frame("roll_calls", "", scene, [], label=title, is_filtered=False)  # the panel above says why
    head = html.Tr([html.Th(words(f"roll_calls.{column}"), scope="col") for column in COLUMNS])
    rows = [_row(call, one, names, scene) for call in calls for one in call.reached if one.called]
    table = html.Table([html.Thead(head), html.Tbody(rows)], className="definitions calls-table")
    scroll = html.Div(table, className="scroll", tabIndex=0, role="region", **{"aria-label": title})
    return frame("roll_calls", title, scene, [scroll], of_special=False, is_filtered=False)


def _row(call: RollCall, one: LevelReached, names: dict[str, str], scene: Scene) -> Component:
    when = date_and_minute(call.made.called_at, scene.zone)
    cells: tuple[str | Component, ...] = (
        html.A(when, href=scene.link(call=call.key)),
        call.made.text,
        f"{call.made.area.name} · {names[one.level.key]}",
        f"{one.answered} / {one.called}",
        scene.words("roll_calls.in_minutes", n=one.in_time, minutes=one.level.minutes),
        "—" if one.p50_s is None else running_clock(one.p50_s),
        "—" if one.p95_s is None else running_clock(one.p95_s),
    )
    drawn = [
        html.Td(cell, **{"data-column": scene.words(f"roll_calls.{column}")})
        for column, cell in zip(COLUMNS, cells, strict=True)
    ]
    return html.Tr(drawn, **{"data-call-row": call.key})


PANEL = Panel("roll_calls", ask, render)
