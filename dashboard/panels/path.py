"""The breadcrumb of areas, the areas one level down, and the special grids around."""

from __future__ import annotations

from dataclasses import dataclass

from dash import html
from dash.development.base_component import Component

from dashboard.display.panel import Panel, frame
from dashboard.view.filtering import CATEGORIES, Condition, inverted
from dashboard.view.scene import Scene
from dashboard.words.numbers import whole
from geodata.areas.area_tree import Area
from geodata.areas.special_shapes import crossed, touching
from geodata.city.profile import Profile
from queries.city import City
from queries.values import EXCLUDED

MOST_GRIDS = 60


@dataclass(frozen=True)
class Around:
    """The names of the levels, the children of the area, the areas that the chosen special grid crosses, and code and
    name of the special grids that reach into the area: the first of them, and how many there are."""

    profile: Profile
    children: tuple[Area, ...]
    crossed: tuple[Area, ...] = ()
    grids: tuple[tuple[str, str], ...] = ()
    grids_count: int = 0


def ask(city: City, scene: Scene) -> Around:
    """What lies below and across."""
    children, grids = city.tree.children(scene.area), city.ground.special_grids
    if not scene.screen.is_interactive or not len(grids):
        return Around(city.profile, children)
    areas = crossed(city.tree, grids, scene.special[0]) if scene.special else ()
    places = touching(city.tree, grids, scene.area)
    shown = places[:MOST_GRIDS] if scene.ancestors else [place for place in places if grids.key[place]]
    named = tuple((str(grids.code[place]), str(grids.name[place])) for place in shown)
    return Around(city.profile, children, areas, named, len(places))


def render(found: Around, scene: Scene) -> Component:
    """Links upwards, the present area, a list to go down by, and the ways between areas and special grids."""
    profile, children = found.profile, found.children
    plain = not scene.screen.is_interactive
    steps = [_step(area, scene, plain) for area in scene.ancestors]
    steps.append(html.Li(html.Span(scene.area.name, **{"aria-current": "page"}), className="step here"))
    parts: list[Component] = [html.Ol(steps, className="steps")]
    parts += _conditions(scene, plain)
    if not plain:
        parts += [_below(profile, children, scene), *_across(found, scene)]
    return frame("path", "", scene, parts, label=scene.words("path.label"), role="navigation")


def _step(area: Area, scene: Scene, plain: bool) -> Component:
    return html.Li(html.Span(area.name) if plain else html.A(area.name, href=scene.area_link(area)), className="step")


def _conditions(scene: Scene, plain: bool) -> list[Component]:
    """The conditions on the cases that count, each with the ways to turn it round and to remove it; all to be cleared,
    and the last step to be taken back where it was one of this page."""
    where, words = scene.view.where, scene.words
    if plain:
        return [html.Span(scene.condition_text(one), className=_chip_class(one)) for one in where]
    parts: list[Component] = [_condition(one, scene) for one in where]
    if len(where) > 1:
        nothing = scene.link(where=(), category=CATEGORIES[0])
        parts.append(html.A(words("filter.clear"), href=nothing, className="clear"))
    undo = html.Button(f"↶ {words('filter.undo')}", type="button", className="undo", **{"data-take-back": ""})
    return [*parts, undo]


def _condition(condition: Condition, scene: Scene) -> Component:
    label, words = scene.condition_text(condition), scene.words
    where = inverted(scene.view.where, condition)
    links = (
        ("⇄", words("filter.invert"), scene.link(where=where), "invert"),
        ("✕", words("control.remove"), scene.without_condition(condition), "remove"),
    )
    ways = [
        html.A(sign, href=href, className=kind, title=said, **{"aria-label": f"{said}: {label}"})
        for sign, said, href, kind in links
    ]
    return html.Span([html.Span(label), *ways], className=_chip_class(condition))


def _chip_class(condition: Condition) -> str:
    return "chip excluded" if condition[0].endswith(EXCLUDED) else "chip"


def _below(profile: Profile, children: tuple[Area, ...], scene: Scene) -> Component:
    if not children:
        return html.Span(scene.words("path.leaf"), className="quiet")
    level = profile.levels[children[0].level]
    head = scene.words("path.below", level=scene.words.either(level.zh, level.en), count=len(children))
    links = [html.A(child.name, href=scene.area_link(child)) for child in children]
    return html.Details([html.Summary(head), html.Div(links, className="menu areas")], className="menu-holder")


def _across(found: Around, scene: Scene) -> list[Component]:
    """The special grid chosen and the areas that it crosses; else the special grids that reach into the area."""
    words = scene.words
    if scene.special:
        label = f"{words('special.chosen', name=scene.special[1])} ✕"
        chip = html.A(label, href=scene.link(special=()), className="chip", title=words("control.remove"))
        links = [html.A(_named(area, found.profile, scene), href=scene.area_link(area)) for area in found.crossed]
        return [chip, _menu(words("special.crosses", n=len(links)), links)]
    if not found.grids_count:
        return []
    links = [html.A(name, href=scene.special_link(code, area=None)) for code, name in found.grids]
    return [_menu(words("special.touching", n=whole(found.grids_count)), links)]


def _named(area: Area, profile: Profile, scene: Scene) -> str:
    level = profile.levels[area.level]
    return f"{area.name} · {scene.words.either(level.zh, level.en)}"


def _menu(label: str, links: list[Component]) -> Component:
    return html.Details([html.Summary(label), html.Div(links, className="menu areas")], className="menu-holder")


PANEL = Panel("path", ask, render)
