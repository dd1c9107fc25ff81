"""The scenes of a wall in one line: which is shown, which come after it, and for how long each."""

from __future__ import annotations

import json
from dataclasses import dataclass

from dash import html
from dash.development.base_component import Component

from dashboard.display.panel import Panel, frame
from dashboard.panels.wall.payloads import SceneTurn, SceneTurns, UnattendedWall, WallAlarm
from dashboard.view.scene import Scene
from dashboard.view.wall_scene import WallBehaviour, WallScene
from dashboard.walls.alarmed import AlarmShown, alarm_shown
from dashboard.walls.city_scenes import mistake_in
from dashboard.walls.mode_walls import due, mistake_in_modes, walls_shown
from dashboard.walls.places import places_of
from dashboard.walls.unattended import Unattended
from queries.city import City


@dataclass(frozen=True)
class Turns:
    """The scenes that follow each other, all that there are, how the wall behaves, the alarm that it shows before all
    else, what a wall does that nobody looks after, the zone of the city, and of what its own file is not understood."""

    due: tuple[WallScene, ...]
    all: tuple[WallScene, ...]
    behaviour: WallBehaviour
    alarm: AlarmShown | None
    unattended: Unattended
    zone: str
    mistaken: str


def ask(city: City, scene: Scene) -> Turns:
    """The scenes at the moment of the screen."""
    walls = walls_shown(city, scene)
    return Turns(
        due=due(city, scene),
        all=walls.scenes,
        behaviour=walls.behaviour,
        alarm=alarm_shown(city, scene),
        unattended=walls.unattended,
        zone=city.profile.zone,
        mistaken="scenes" if mistake_in(city) else "mode" if mistake_in_modes(city) else "",
    )


def render(turns: Turns, scene: Scene) -> Component:
    """The name of the scene and a mark for each; the browser reads the rest from the data."""
    if scene.wall is None:
        return frame("scenes", "", scene, [], label=scene.words("scenes.label"))
    shown, stands, behaviour = scene.wall, scene.view.scene is not None, turns.behaviour
    payload: SceneTurns = {
        "shown": shown.key,
        "stands": stands,
        "paused": scene.words("scenes.paused"),
        "back": scene.words("scenes.back", seconds="{seconds}"),
        "steered": scene.words("scenes.steered", who="{who}"),
        "somebody": scene.words("remote.somebody"),
        "steered_until": scene.words("scenes.steered_until", until="{until}"),
        "idle_s": behaviour.idle_s,
        "page_s": behaviour.page_s,
        "jump_s": behaviour.jump_s,
        "apart_s": 60 * behaviour.jump_apart_minutes,
        "alarm": _alarm(turns.alarm) if turns.alarm else None,
        "scenes": [_turn(one, is_due=one in turns.due) for one in turns.all],
    }
    marks = [] if stands else [_mark(one, shown, scene) for one in turns.due]
    name = html.Span(scene.words.either(shown.zh, shown.en), className="scene-name")
    state = html.Span("", className="scene-paused", role="status")
    body = [name, html.Span(marks, className="scene-marks", **{"aria-hidden": "true"}), state]
    if turns.mistaken:
        body.append(html.Span(scene.words(f"{turns.mistaken}.mistaken"), className="notice"))
    data = {"scenes": json.dumps(payload, ensure_ascii=False), "scene": shown.key}
    data["unattended"] = json.dumps(_unattended(turns, scene), ensure_ascii=False)
    return frame("scenes", "", scene, body, label=scene.words("scenes.label"), data=data)


def _turn(one: WallScene, *, is_due: bool) -> SceneTurn:
    return {
        "key": one.key,
        "dwell_s": one.dwell_s,
        "totals": one.totals,
        "is_due": is_due,
        "places": list(places_of(one)),
        "panels": list(one.panels),
    }


def _alarm(one: AlarmShown) -> WallAlarm:
    at = None if one.lat is None or one.lon is None else (one.lat, one.lon)
    return {
        "key": one.key,
        "severity": one.severity,
        "scene": one.scene,
        "title": one.title,
        "said": one.said,
        "areas": list(one.areas),
        "at": at,
    }


def _unattended(turns: Turns, scene: Scene) -> UnattendedWall:
    one, words, later = turns.unattended, scene.words, "{since}"
    return {
        "zone": turns.zone,
        "dim_from": one.dim_from,
        "dim_until": one.dim_until,
        "dim_percent": one.dim_percent,
        "shift_pixels": one.shift_pixels,
        "shift_minutes": one.shift_minutes,
        "memory_mb": one.memory_mb,
        "silent": words("unattended.silent", since=later),
    }


def _mark(one: WallScene, shown: WallScene, scene: Scene) -> Component:
    kind = "scene-mark shown" if one == shown else "scene-mark"
    return html.I(className=kind, title=scene.words.either(one.zh, one.en))


PANEL = Panel("scenes", ask, render)
