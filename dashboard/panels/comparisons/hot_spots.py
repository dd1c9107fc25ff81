"""Hot spots of the chosen KPI and filter in words; asked for when somebody looks at the place."""

from __future__ import annotations

from dataclasses import dataclass

from dash import html
from dash.development.base_component import Component

from dashboard.display.panel import Panel, empty, frame
from dashboard.display.wording import feeds, metric_name
from dashboard.findings.hot_spots import sentences, spot_sentence
from dashboard.view.scene import Scene
from queries.city import City

KEY = "hot_spots"
MOST = 12


@dataclass(frozen=True)
class HotSpotList:
    """Places (codes of areas) with what is said of each, how it was found, and how many more there are."""

    spots: tuple[tuple[str, str], ...]
    said: tuple[str, ...]
    rest: int


def ask(city: City, scene: Scene) -> HotSpotList:
    """The hot spots of the screen."""
    found = city.kpis.hot_spots(scene.question(scene.metric.key))
    shown = found.spots[:MOST]
    spots = tuple((one.place, spot_sentence(one, found, city, scene.words)) for one in shown)
    return HotSpotList(spots, tuple(sentences(found, city, scene.words)), len(found.spots) - len(shown))


def render(found: HotSpotList, scene: Scene) -> Component:
    """A list of links to the areas that hold them, and how they were found."""
    title = scene.words("hot_spots.title", kpi=metric_name(scene.metric, scene))
    lines = [html.Li(html.A(said, href=_link(code, scene))) for code, said in found.spots]
    body: list[Component] = [html.Ol(lines, className="hot-spots")] if lines else []
    if not lines:
        body.append(empty(found.said[0]))
    if found.rest:
        body.append(html.P(scene.words("why.rest", count=found.rest), className="panel-note"))
    notes = found.said if lines else found.said[1:]
    body += [html.P(one, className="panel-finding") for one in notes]
    data = {"feeds": feeds(scene.metric)}
    return frame(KEY, title, scene, [html.Div(body, className="scroll")], data=data)


def _link(code: str, scene: Scene) -> str:
    """The area that holds a spot, with the density of its cases on the map."""
    on = {*scene.layers, "heat"}
    layers = tuple(key for key in scene.registry.layer_keys if key in on)
    return scene.link(area=code, layers=layers)


PANEL = Panel(KEY, ask, render)
