"""What comes next by season, in words: kinds that rose in the same weeks of every former year."""

from __future__ import annotations

from dash import html
from dash.development.base_component import Component

from dashboard.display.panel import Panel, empty, frame
from dashboard.governance.coming_answers import said
from dashboard.view.scene import Scene
from dashboard.words.numbers import decimal, whole
from dashboard.words.part_names import part_name
from queries.city import City
from queries.values import COMING_METRIC, Coming, ComingKind

KEY = "coming"
MOST = 12


def ask(city: City, scene: Scene) -> Coming:
    """What comes from the day of the moment shown on."""
    return city.governance.coming(scene.question(COMING_METRIC))


def render(found: Coming, scene: Scene) -> Component:
    """A line a kind, that opens its cases of the past, and on what it rests."""
    words = scene.words
    title = words("coming.title", first=found.first, last=found.last)
    if not found.kinds:
        return frame(KEY, title, scene, [empty(said(found, words))], data={"feeds": "events"})
    lines = [
        html.Li(html.A(_line(one, found.dimension, scene), href=_link(one, found.dimension, scene)))
        for one in found.kinds[:MOST]
    ]
    body: list[Component] = [html.Ol(lines, className="hot-spots")]
    if rest := len(found.kinds) - len(lines):
        body.append(html.P(words("why.rest", count=rest), className="panel-note"))
    body.append(html.P(said(found, words), className="panel-finding"))
    return frame(KEY, title, scene, [html.Div(body, className="scroll")], data={"feeds": "events"})


def _line(one: ComingKind, dimension: str, scene: Scene) -> str:
    words = scene.words
    said_of = {"name": part_name(dimension, one.code, one.name, words)}
    said_of |= {"before": whole(one.before), "after": whole(one.after), "now": whole(one.now)}
    if one.rise is None or one.expected is None:
        return words("coming.one_new", **said_of)
    expected = [whole(round(number)) for number in one.expected]
    said_of |= dict(zip(("expected", "expected_low", "expected_high"), expected, strict=True))
    high = words("coming.unbounded") if one.high is None else decimal(one.high, 2)
    return words("coming.one", times=decimal(one.rise, 2), low=decimal(one.low, 2), high=high, **said_of)


def _link(one: ComingKind, dimension: str, scene: Scene) -> str:
    """The screen with the cases of the kind."""
    others = (condition for condition in scene.view.where if condition[0] != dimension)
    return scene.link(kpi=COMING_METRIC, where=(*others, (dimension, one.code)))


PANEL = Panel(KEY, ask, render)
