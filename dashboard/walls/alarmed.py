"""The alarm that a wall shows before all else: the gravest new one of the last minutes, and the scene that shows it."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import timedelta

from dashboard.alarms.naming import alarm_name, limit_text, number_text, rule_of, unit_of
from dashboard.view.scene import Scene
from dashboard.view.wall_scene import WallScene
from dashboard.walls.declaration import NEVER
from dashboard.walls.mode_walls import due, walls_shown
from queries.city import City
from queries.values import SEVERITIES, Alarm, AlarmsAsked


@dataclass(frozen=True)
class AlarmShown:
    """key: of the alarm; scene: of the wall; title, said: what it is in words, and its number against its limit; areas:
    codes of its area and those that contain it, the nearest first; lon, lat: of the place (degrees WGS-84), None of the
    whole city."""

    key: str
    severity: str
    scene: str
    title: str
    said: str
    areas: tuple[str, ...]
    lon: float | None
    lat: float | None


def alarm_shown(city: City, scene: Scene) -> AlarmShown | None:
    """The alarm of the moment of a wall; None of one that looks back, and where none is grave enough, new and without
    an answer."""
    behaviour = walls_shown(city, scene).behaviour
    if behaviour.jump_severity == NEVER or scene.view.as_of is not None:
        return None
    names: tuple[str, ...] = SEVERITIES
    grave = names[names.index(behaviour.jump_severity) :]
    since = scene.now.as_of - timedelta(minutes=behaviour.jump_apart_minutes)
    alarms = city.alarms.listed(AlarmsAsked(scene.area, standings=("new",)), scope=scene.scope)
    found = next((one for one in alarms if one.told.severity in grave and one.raised_at >= since), None)
    return _shown(city, scene, found) if found else None


def _shown(city: City, scene: Scene, alarm: Alarm) -> AlarmShown:
    told, words, rule = alarm.told, scene.words, rule_of(city, alarm)
    unit, area = unit_of(city, rule), city.alarms.area_of(alarm)
    value = number_text(told.value, unit, words)
    limit = limit_text(rule, told.threshold, unit, words)
    point = (told.lon, told.lat) if told.lon is not None else (area.lon, area.lat) if area.parent_id else (None, None)
    return AlarmShown(
        key=alarm.key,
        severity=told.severity,
        scene=_scene_of(told.rule, due(city, scene)).key,
        title=alarm_name(city, alarm, words).whole,
        said=words("scenes.alarm_value", value=value, limit=limit) if limit else value,
        areas=(area.code, *(one.code for one in reversed(city.tree.ancestors(area)))),
        lon=point[0],
        lat=point[1],
    )


def _scene_of(rule: str, scenes: tuple[WallScene, ...]) -> WallScene:
    """The scene that names a rule; the first one where none does."""
    return next((one for one in scenes if rule in one.alarms), scenes[0])
