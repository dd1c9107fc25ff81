"""The table of walls: which are frozen, silent, on an old release or over their memory; the worst first."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from dash import html
from dash.development.base_component import Component

from dashboard.display.panel import Panel, empty, frame
from dashboard.panels.sources import moment_text
from dashboard.view.scene import Scene
from dashboard.walls.city_scenes import scenes_of
from dashboard.walls.health.standing import WallStanding
from dashboard.walls.health.wall_list import WallList
from dashboard.words.numbers import brief, short_decimal, whole
from queries.city import City

KEY = "walls"
COLUMNS = ("wall", "state", "scene", "painted", "frames", "memory", "nodes", "release", "open", "heard")
NUMBERS = ("frames", "memory", "nodes", "open")
SAID = ("frozen", "silent", "over_memory", "old_release")
MEGABYTE = 2**20


@dataclass(frozen=True)
class WallsFound:
    """The walls in their order, the names of scenes by their keys, and since when the server listens."""

    walls: list[WallStanding]
    scenes: dict[str, tuple[str, str]]
    since: datetime


def panel(walls: WallList) -> Panel:
    """The panel of the walls of one server."""

    def ask(city: City, scene: Scene) -> WallsFound:
        names = {one.key: (one.zh, one.en) for one in scenes_of(city)}
        return WallsFound(walls.within(scene.scope), names, walls.seen.since)

    return Panel(KEY, ask, render)


def render(found: WallsFound, scene: Scene) -> Component:
    """One row a wall, below one sentence about all of them."""
    words, title = scene.words, scene.words("wall_health.title")
    if not found.walls:
        said = words("wall_health.none", since=moment_text(found.since, scene))
        return frame(KEY, title, scene, [empty(said)], of_special=False)
    head = html.Tr([html.Th(words(f"wall_health.{one}"), scope="col", className=_kind(one)) for one in COLUMNS])
    rows = html.Tbody([_row(one, found, scene) for one in found.walls])
    table = html.Table([html.Thead(head), rows], className="definitions sources-table")
    said = html.P(_summary(found.walls, scene), className="panel-note", role="status")
    return frame(KEY, title, scene, [said, html.Div(table, className="scroll", tabIndex=0)], of_special=False)


def _summary(walls: list[WallStanding], scene: Scene) -> str:
    words, total = scene.words, len(walls)
    counts = {name: sum(name in _troubles(one) for one in walls) for name in SAID}
    parts = [words(f"wall_health.count_{name}", n=count) for name, count in counts.items() if count]
    if not parts:
        return words("wall_health.all_well", n=total)
    return words("wall_health.some", n=total, said=words("wall_health.comma").join(parts))


def _troubles(one: WallStanding) -> list[str]:
    if not one.needs_somebody:
        return []
    found = {"over_memory": one.over_memory, "old_release": one.on_old_release}
    return [one.state] if one.state != "well" else [name for name, is_so in found.items() if is_so]


def _row(one: WallStanding, found: WallsFound, scene: Scene) -> Component:
    words, report = scene.words, one.wall.report
    unknown, is_heard = words("wall_health.unknown"), one.state not in ("silent", "left")
    heap, frames = report.heap_bytes, report.frames_per_second
    zh, en = found.scenes.get(report.scene, ("—", "—"))
    cells: dict[str, object] = {
        "wall": _name(one, scene),
        "state": _state(one, scene),
        "scene": words.either(zh, en),
        "painted": unknown if one.painted_at is None else moment_text(one.painted_at, scene),
        "frames": unknown if frames is None else short_decimal(frames, 1),
        "memory": unknown if heap is None else words("wall_health.megabytes", n=whole(round(heap / MEGABYTE))),
        "nodes": unknown if report.nodes is None else whole(report.nodes),
        "release": _release(one, scene),
        "open": brief(report.open_s, "second", words) if is_heard else "—",
        "heard": moment_text(one.wall.heard_at, scene),
    }
    drawn = [_cell(name, cells[name], scene) for name in COLUMNS]
    return html.Tr(drawn, **{"data-wall": report.wall, "data-state": one.state})


def _name(one: WallStanding, scene: Scene) -> list[Component]:
    wall, report = one.wall, one.wall.report
    name = wall.name or wall.address or scene.words("wall_health.unnamed")
    about = [wall.address if wall.name else "", f"{report.width}×{report.height}"]
    return [html.Span(name), html.Code(" · ".join(part for part in about if part))]


def _state(one: WallStanding, scene: Scene) -> list[Component]:
    words = scene.words
    said = words(f"wall_health.states.{one.state}", since=moment_text(one.since, scene))
    lines = [_sign(said, "wrong" if one.is_dead else "")]
    if one.over_memory and one.state == "well":
        lines = [_sign(words("wall_health.states.over_memory"), "warned")]
    if one.wall.report.freezes:
        lines.append(html.Small(words("wall_health.freezes", n=one.wall.report.freezes)))
    return lines


def _release(one: WallStanding, scene: Scene) -> Component:
    if one.on_old_release is None:
        return _sign(scene.words("wall_health.unknown"), "")
    if one.on_old_release:
        return _sign(scene.words("wall_health.old"), "warned" if one.needs_somebody else "")
    return _sign(scene.words("wall_health.present"), "")


def _sign(said: str, kind: str) -> Component:
    return html.Span(said, className=f"wall-state {kind}".strip())


def _cell(column: str, content: object, scene: Scene) -> Component:
    """With the name of its column, for pages that are too narrow for a table."""
    data = {} if column == "wall" else {"data-column": scene.words(f"wall_health.{column}")}
    return html.Td(content, className=_kind(column), **data)


def _kind(column: str) -> str:
    return f"cell-{column} number" if column in NUMBERS else f"cell-{column}"
