"""Who is on duty at the centre of the area and at those right below it, and lines of the roster that do not count."""

from __future__ import annotations

from dataclasses import dataclass

from dash import html
from dash.development.base_component import Component

from dashboard.display.panel import Panel, empty, frame
from dashboard.roll_calls.duty_answers import refused_lines
from dashboard.view.scene import Scene
from dashboard.words.moments import date_and_minute
from queries.city import City
from queries.values import DutyRoster

COLUMNS = ("area", "name", "role", "telephone", "until")
MOST_LINES = 5


@dataclass(frozen=True)
class DutyShown:
    """The roster at the moment of the screen; names: of the areas of its rows by number; without: names of those below
    the area at whose centre nobody is on duty."""

    roster: DutyRoster
    names: dict[int, str]
    without: tuple[str, ...]


def ask(city: City, scene: Scene) -> DutyShown:
    """The area and those right below it."""
    roster = city.roll_calls.on_duty(scene.area, scene.now.as_of, scope=scene.scope)
    levels = {one.level for one in city.roll_calls.reach.levels}
    below = [
        one
        for one in city.tree.children(scene.area)
        if one.level in levels and scene.scope.meets(one.area_id, one.last_id)
    ]
    names = {one.area_id: one.name for one in (scene.area, *below)}
    manned = {one.area_id for one in roster.turns}
    return DutyShown(roster, names, tuple(one.name for one in below if one.area_id not in manned))


def render(shown: DutyShown, scene: Scene) -> Component:
    """A row a turn; then who has nobody, and what does not count."""
    words, roster = scene.words, shown.roster
    title = words("duty.title", area=scene.area.name)
    if not roster.is_kept:
        return frame("duty", title, scene, [empty(words("duty.none"))], of_special=False, is_filtered=False)
    head = html.Tr([html.Th(words(f"duty.{column}"), scope="col") for column in COLUMNS])
    rows = [
        html.Tr(
            [
                html.Td(cell, **{"data-column": words(f"duty.{column}")})
                for column, cell in zip(
                    COLUMNS,
                    (
                        shown.names[one.area_id], one.name, one.role, one.telephone,
                        date_and_minute(one.ends, scene.zone),
                    ),
                    strict=True,
                )
            ]
        )
        for one in roster.turns
        if one.area_id in shown.names
    ]  # fmt: skip
    table = html.Table([html.Thead(head), html.Tbody(rows)], className="definitions calls-table duty-table")
    parts: list[Component] = []
    if rows:
        parts.append(html.Div(table, className="scroll", tabIndex=0, role="region", **{"aria-label": title}))
    if shown.without:
        said = words("duty.without", n=len(shown.without), names=words("duty.join").join(shown.without[:20]))
        parts.append(html.P(said, className="duty-without"))
    lines = refused_lines(roster, words)[:MOST_LINES]
    if lines:
        parts.append(html.P(words("duty.refused", n=roster.refused_in_all), className="panel-note"))
        parts += [html.P(words("duty.line", **line), className="panel-note") for line in lines]
    return frame("duty", title, scene, parts, of_special=False, is_filtered=False)


PANEL = Panel("duty", ask, render)
