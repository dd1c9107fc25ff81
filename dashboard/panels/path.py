"""Where we are: the breadcrumb, and the areas one level down."""

from __future__ import annotations

from dash import html
from dash.development.base_component import Component

from dashboard.panels.panel import Panel, frame
from dashboard.scene import Scene
from geodata.areas import Area
from geodata.profile import Profile
from queries.city import City


def ask(city: City, scene: Scene) -> tuple[Profile, tuple[Area, ...]]:
    """The names of the levels and the children of the area."""
    return city.profile, city.tree.children(scene.area)


def render(found: tuple[Profile, tuple[Area, ...]], scene: Scene) -> Component:
    """Links upwards, the present area, and a list to go down by."""
    profile, children = found
    plain = scene.view.screen == "wall"
    steps = [_step(area, scene, plain) for area in scene.ancestors]
    steps.append(html.Li(html.Span(scene.area.name, **{"aria-current": "page"}), className="step here"))
    parts: list[Component] = [html.Ol(steps, className="steps")]
    if not plain:
        parts.append(_below(profile, children, scene))
    return frame("path", "", scene, parts, label=scene.words("path.label"), role="navigation")


def _step(area: Area, scene: Scene, plain: bool) -> Component:
    return html.Li(html.Span(area.name) if plain else html.A(area.name, href=scene.area_link(area)), className="step")


def _below(profile: Profile, children: tuple[Area, ...], scene: Scene) -> Component:
    if not children:
        return html.Span(scene.words("path.leaf"), className="quiet")
    level = profile.levels[children[0].level]
    head = scene.words("path.below", level=scene.words.either(level.zh, level.en), count=len(children))
    links = [html.A(child.name, href=scene.area_link(child)) for child in children]
    return html.Details([html.Summary(head), html.Div(links, className="menu areas")], className="menu-holder")


PANEL = Panel("path", ask, render)
