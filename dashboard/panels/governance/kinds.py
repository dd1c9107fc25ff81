"""Kinds of cases that recur, as people confirmed them: their own counters, and how far their cures are."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from dash import html
from dash.development.base_component import Component

from dashboard.display.lists import Row, rows_list
from dashboard.display.panel import Panel, empty, frame
from dashboard.governance.spot_answers import path_to
from dashboard.view.scene import Scene
from dashboard.words.moments import date_and_minute
from dashboard.words.numbers import whole
from queries.city import City
from queries.values import CureProgress, KindStanding

KEY = "kinds"


@dataclass(frozen=True)
class KindsShown:
    """The kinds of the area, each with the name of its area."""

    kinds: Sequence[tuple[KindStanding, str]]


def ask(city: City, scene: Scene) -> KindsShown:
    """Those that were confirmed by the moment of the screen."""
    listed = city.recurring_kinds.listed(scene.area, scene.now.as_of, scene.known, scope=scene.scope)
    tree = city.tree
    return KindsShown([(one, path_to(tree.area(one.kind.cases.area).area_id, city)) for one in listed])


def render(shown: KindsShown, scene: Scene) -> Component:
    """A row a kind; on a wall a list that turns its pages."""
    title = scene.words("kinds.title")
    if not shown.kinds:
        return frame(KEY, title, scene, [empty(scene.words("kinds.none"))], is_filtered=False)
    if scene.screen.is_interactive:
        body: Component = html.Ol([_row(one, area, scene) for one, area in shown.kinds], className="spots")
    else:
        lines = [_line(one, scene) for one, _ in shown.kinds]
        body = html.Div(rows_list(lines, "rows kinds", scene), className="scroll")
    return frame(KEY, title, scene, [body], data={"feeds": "events"}, is_filtered=False)


def counted(found: KindStanding, scene: Scene) -> str:
    """How its cases stand."""
    count = found.count
    if count.status != "ok":
        return scene.words("kinds.no_data")
    return scene.words("kinds.counts", n=whole(count.n), open=whole(count.open), again=whole(count.again))


def progress_text(one: CureProgress, scene: Scene) -> str:
    """How far the cures of a sort are."""
    words, sort = scene.words, scene.words(f"kinds.sorts.{one.sort}")
    if one.awaits_handover:
        waiting = whole(one.awaits_handover)
        return words("kinds.awaiting", sort=sort, n=waiting, done=whole(one.done), all=whole(one.pieces))
    return words(f"kinds.progress_{one.sort}", sort=sort, done=whole(one.done), all=whole(one.pieces))


def came_back(found: KindStanding, scene: Scene) -> str:
    """How many cures did not hold; empty where all did, or nothing is known."""
    return scene.words("kinds.came_back", n=whole(found.came_back)) if found.came_back else ""


def _row(found: KindStanding, area: str, scene: Scene) -> Component:
    words, kind = scene.words, found.kind
    opened = html.A(
        kind.name,
        href=scene.link(kind=kind.key),
        **{"aria-current": "true" if kind.key == scene.view.kind else "false"},
    )
    about = " · ".join(filter(None, (area, kind.programme, kind.cause)))
    said = words("kinds.confirmed", who=who_said(kind.who, scene), time=date_and_minute(kind.at, scene.zone)[:10])
    cells: list[Component] = [
        html.Span([opened, html.Span(about)]),
        html.Span(counted(found, scene)),
        html.Span([html.Span(progress_text(one, scene)) for one in found.progress] or words("kinds.no_items")),
        html.Span(came_back(found, scene), className="spot-open kind-back"),
        html.Span([html.A(words("kinds.on_map"), href=map_link(found, scene)), html.Span(said)]),
    ]
    return html.Li(cells, **{"data-kind": kind.key})


def map_link(found: KindStanding, scene: Scene) -> str:
    """The address of the cases of a kind on map, trend and cards: all of them, but for the words of their titles."""
    cases, count = found.kind.cases, found.count
    changes = {"kpi": "reported", "denominator": None, "area": cases.area, "where": cases.where}
    if count.first_at and count.last_at:
        days = (moment.astimezone(scene.zone).date().isoformat() for moment in (count.first_at, count.last_at))
        changes["period"] = "..".join(days)
    return scene.screen_link(scene.registry.home, **changes)


def who_said(who: str, scene: Scene) -> str:
    """Somebody by name."""
    return str(scene.words.sentences.get(f"saved.by.{who}", who))


def _line(found: KindStanding, scene: Scene) -> Row:
    """As a wall says it."""
    cures = " · ".join(progress_text(one, scene) for one in found.progress)
    back = came_back(found, scene)
    n = whole(found.count.n) if found.count.status == "ok" else "—"
    said = " · ".join(filter(None, (cures, back)))
    cells = (("row-name", found.kind.name), ("row-value", n), ("late" if back else "quiet", said))
    return Row("row", cells, title=" · ".join(filter(None, (found.kind.name, counted(found, scene), said))))


PANEL = Panel(KEY, ask, render)
