"""The lines of business that the asker may see: season, the figures of their own cases, and their scenes on walls."""

from __future__ import annotations

from dash import html
from dash.development.base_component import Component

from dashboard.display.panel import Panel, empty, frame
from dashboard.display.wording import metric_name
from dashboard.governance.line_answers import FIGURES, LineAnswer, lines_seen
from dashboard.view.last_day import NEWEST_DAYS
from dashboard.view.scene import Scene
from dashboard.words.numbers import whole
from queries.city import City
from queries.values import Answer, Metric

KEY = "lines"
COLUMNS = ("line", "season")


def ask(city: City, scene: Scene) -> tuple[tuple[LineAnswer, ...], tuple[Metric, ...]]:
    """Those of the area, and the KPIs of FIGURES."""
    asked = scene.question(FIGURES[0])
    return tuple(lines_seen(city, asked)), tuple(city.kpis.dictionary[key] for key in FIGURES)


def render(found: tuple[tuple[LineAnswer, ...], tuple[Metric, ...]], scene: Scene) -> Component:
    """A row a line; of a line with a scene its name leads there."""
    lines, metrics = found
    words, title = scene.words, scene.words("lines.title", days=NEWEST_DAYS)
    if not lines:
        return frame(KEY, title, scene, [empty(words("lines.none"))], data={"feeds": "events"}, of_special=False)
    names = [*(words(f"lines.{column}") for column in COLUMNS), *(metric_name(one, scene) for one in metrics)]
    head = html.Tr([html.Th(name, scope="col", className="number" if i > 1 else "") for i, name in enumerate(names)])
    rows = [_row(one, scene) for one in lines]
    table = html.Table([html.Thead(head), html.Tbody(rows)], className="loop-table")
    scroll = html.Div(table, className="scroll", tabIndex=0, role="region", **{"aria-label": title})
    return frame(KEY, title, scene, [scroll], data={"feeds": "events"}, of_special=False)


def _row(one: LineAnswer, scene: Scene) -> Component:
    words, name = scene.words, scene.words.either(one.profile.zh, one.profile.en)
    wall = scene.registry.screen_at("/wall")
    head = html.A(name, href=scene.screen_link(wall, scene=one.scenes[0])) if one.scenes else name
    season = words("lines.always")
    if one.profile.season:
        first, last = one.profile.season
        season = words("lines.in_season" if one.is_in_season else "lines.out_of_season", first=first, last=last)
    figures = [html.Td(_figure(one.figures[key], scene), className="number") for key in FIGURES]
    return html.Tr([html.Th(head, scope="row"), html.Td(season), *figures], **{"data-line": one.key})


def _figure(answer: Answer, scene: Scene) -> str:
    return scene.words("unknown") if answer.value is None else whole(int(answer.value))


PANEL = Panel(KEY, ask, render)
