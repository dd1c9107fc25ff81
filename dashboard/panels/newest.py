"""The newest events of the area, newest first. Their texts come from outside and are shown as text only."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime

from dash.development.base_component import Component

from dashboard.panels.lists import Row, rows_list
from dashboard.panels.panel import Panel, empty, frame
from dashboard.scene import Scene
from queries.city import City
from queries.newest import NewEvent

COUNT = 12
STEP = " › "


def ask(city: City, scene: Scene) -> Sequence[NewEvent]:
    """The last events reported in the area up to the screen's moment."""
    return city.newest(scene.area.code, scene.now.as_of, COUNT)


def render(events: Sequence[NewEvent], scene: Scene) -> Component:
    """One line an event: when, by which channel, what, where and to whom."""
    title = scene.words("newest.title")
    if not events:
        return frame("newest", title, scene, [empty(scene.words("newest.none"))])
    form, kind = _time_form([event.reported_at for event in events], scene)
    lines = [_line(event, event.reported_at.astimezone(scene.zone).strftime(form), scene) for event in events]
    return frame("newest", title, scene, [rows_list(lines, f"events {kind}")])


def _time_form(moments: list[datetime], scene: Scene) -> tuple[str, str]:
    """How times are written, and its name: as much of the date as the oldest event needs."""
    now, oldest = scene.now.as_of.astimezone(scene.zone), min(moments).astimezone(scene.zone)
    if oldest.date() == now.date():
        return "%H:%M:%S", "timed"
    return ("%m-%d %H:%M", "dayed") if oldest.year == now.year else ("%Y-%m-%d %H:%M", "dated")


def _line(event: NewEvent, moment: str, scene: Scene) -> Row:
    words = scene.words
    channel = words.term("channel", event.channel or "", words("unknown")) if event.channel else words("unknown")
    what = event.title or event.category or words("newest.untitled")
    cells = (
        ("event-time", moment),
        ("event-channel", channel),
        ("event-what", what),
        ("event-place", _whither(event, scene)),
    )
    return Row("event", cells, title=f"{what}\n{event.area_name}")


def _whither(event: NewEvent, scene: Scene) -> str:
    """Where, as the two steps below the area shown, and the department it went to."""
    known = {area.name for area in (*scene.ancestors, scene.area)}
    steps = event.area_name.split(STEP)
    below = [step for step in steps if step not in known]
    where = STEP.join(below[:2]) or steps[-1]
    if not event.department:
        return where
    automatic = f" ({scene.words('newest.automatic')})" if event.auto_dispatched else ""
    return f"{where} → {event.department}{automatic}"


PANEL = Panel("newest", ask, render)
