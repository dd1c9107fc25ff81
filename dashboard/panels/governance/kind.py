"""The kind that is opened: its checklist of cures, with the cases after each cure, and the places of its cases."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field

from dash import html
from dash.development.base_component import Component

from dashboard.display.panel import Panel, empty, frame
from dashboard.governance.spot_answers import path_to
from dashboard.panels.governance.kinds import came_back, counted, progress_text, who_said
from dashboard.view.scene import Scene
from dashboard.words.moments import date_and_minute
from dashboard.words.numbers import whole
from queries.city import City
from queries.values import Cure, KindPlace, KindStanding

KEY = "kind"
MOST_ITEMS, MOST_PLACES = 300, 30
COLUMNS = ("item", "sort", "pieces", "state", "cases", "after")


@dataclass(frozen=True)
class KindShown:
    """The kind; None where none is opened. areas: names of the areas of its items, by code; places: those of its cases
    that have no item, with the names of the areas that they lie in."""

    found: KindStanding | None
    areas: Mapping[str, str] = field(default_factory=dict)
    places: tuple[tuple[KindPlace, str], ...] = ()


def ask(city: City, scene: Scene) -> KindShown:
    """The kind that the address opens."""
    key = scene.view.kind
    found = city.recurring_kinds.one(key, scene.now.as_of, scene.known, scope=scene.scope) if key else None
    if found is None:
        return KindShown(None)
    tree = city.tree
    codes = {one.area for one in found.cures}
    areas = {code: path_to(tree.area(code).area_id, city) for code in codes if code in tree.number_of_code}
    places = ((one, tree.by_id(one.area_id)) for one in found.count.places)
    left = [one for one, area in places if area.code not in codes and area.area_id == area.last_id]
    return KindShown(found, areas, tuple((one, path_to(one.area_id, city)) for one in left[:MOST_PLACES]))


def render(shown: KindShown, scene: Scene) -> Component:
    """Its counters, the checklist as a table, and the places without an item."""
    words, found = scene.words, shown.found
    if found is None:
        said = [empty(words("kinds.gone"))] if scene.view.kind else []
        return frame(KEY, "", scene, said, label=words("kinds.checklist"))
    title = words("kinds.opened", name=found.kind.name)
    lines = [counted(found, scene), *(progress_text(one, scene) for one in found.progress)]
    body: list[Component] = [html.P(" · ".join(lines), className="sample-whole")]
    if back := came_back(found, scene):
        body.append(html.P(back, className="late"))
    body.append(_table(found, shown, scene) if found.cures else empty(words("kinds.no_items")))
    if shown.places:
        body += _places(shown, scene)
    data = {"feeds": "events"}
    return frame(KEY, title, scene, [html.Div(body, className="evaluation")], data=data, is_filtered=False)


def _table(found: KindStanding, shown: KindShown, scene: Scene) -> Component:
    names = [scene.words(f"kinds.columns.{name}") for name in COLUMNS]
    head = html.Tr([html.Th(name, scope="col") for name in names])
    rows = [_item(one, found, shown.areas.get(one.area, ""), names, scene) for one in found.cures[:MOST_ITEMS]]
    label = scene.words("kinds.checklist")
    table = html.Table([html.Caption(label), html.Thead(head), html.Tbody(rows)], className="evaluation-table")
    return html.Div(table, className="scroll", tabIndex=0, role="region", **{"aria-label": label})


def _item(one: Cure, found: KindStanding, area: str, names: list[str], scene: Scene) -> Component:
    words, at = scene.words, found.at_cures.get(one.key)
    steps = [
        html.Span(
            words(
                "kinds.step",
                state=words(f"kinds.states.{step.state}"),
                day=step.on.isoformat(),
                said=" · ".join(filter(None, (who_said(step.who, scene), step.note))),
            ),
            className="" if place == 0 else "quiet",
        )
        for place, step in enumerate(reversed(one.steps))
    ]
    after: list[Component] | str = "—"
    if at and one.cured_on:
        last = words("kinds.last_after", time=date_and_minute(at.last_after, scene.zone)) if at.last_after else ""
        after = [html.Span(whole(at.after), className="late" if at.after else ""), html.Span(last, className="quiet")]
    cells = [words(f"kinds.sorts.{one.sort}"), whole(one.n), steps, whole(at.n) if at else "—", after]
    drawn = [html.Td(cell, **{"data-column": name}) for cell, name in zip(cells, names[1:], strict=True)]
    name = html.Th([html.Span(one.name), html.Span(area, className="quiet")], scope="row")
    return html.Tr([name, *drawn], **{"data-item": one.key})


def _places(shown: KindShown, scene: Scene) -> list[Component]:
    words = scene.words
    rows = [
        html.Li(
            words("kinds.place", path=path, n=whole(one.n), open=whole(one.open), again=whole(one.again)),
            **{"data-place-of": str(one.area_id)},
        )
        for one, path in shown.places
    ]
    return [html.H3(words("kinds.places")), html.Ul(rows, className="kind-places")]


PANEL = Panel(KEY, ask, render)
