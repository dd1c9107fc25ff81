"""What a mode of operation changes of the walls that show an area in it: the table `wall` of modes.toml."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import replace
from typing import Any

from dashboard.view.business_lines import line_seen
from dashboard.view.registry import WallPlace
from dashboard.view.scene import Scene
from dashboard.view.wall_scene import WallScene
from dashboard.walls.city_scenes import DeclaredWalls, is_due, walls_of
from dashboard.walls.declaration import LEAST_DWELL_S, LONGEST_DWELL_S, SceneFileError, refuse_behaviour
from queries.city import City
from queries.values import MODES

FIELDS: Mapping[str, type] = {"scenes": list, "dwell_s": int, "dwells": dict, "sentence_s": int, "behaviour": dict}
LEAST_SENTENCE_S, LONGEST_SENTENCE_S = 5, 600


def walls_at(city: City, place: WallPlace) -> DeclaredWalls:
    """What is declared for the walls that show an area, in its mode of operation: as usual where what is declared of
    that has a mistake."""
    mode = city.operation.here(place.area, place.known, scope=place.scope).mode
    walls = _seen(city, walls_of(city), place)
    return walls if not mode.wall or _first_mistake(mode.key, mode.wall) else _changed(walls, mode.wall)


def _seen(city: City, walls: DeclaredWalls, place: WallPlace) -> DeclaredWalls:
    """Without the scenes of lines of business that the asker may not see, or that the city does not have."""
    seen = (one for one in walls.scenes if not one.line or line_seen(city, one.line, place.scope))
    return replace(walls, scenes=tuple(seen))


def scenes_at(city: City, place: WallPlace) -> tuple[WallScene, ...]:
    """All scenes that there are for a place in their order, first those that its walls show."""
    return walls_at(city, place).scenes


def walls_shown(city: City, scene: Scene) -> DeclaredWalls:
    """What is declared for the wall of a screen."""
    return walls_at(city, WallPlace(scene.area, scene.known, scene.scope))


def due(city: City, scene: Scene) -> tuple[WallScene, ...]:
    """The scenes that a wall shows one after the other at the moment of `scene`: the first one always."""
    walls = walls_shown(city, scene)
    first, *others = (one for one in walls.scenes if one.key not in walls.left_out)
    day = scene.now.as_of.astimezone(scene.zone).date()
    return (first, *(one for one in others if is_due(one, day, city, scene.scope)))


def mistake_in_modes(city: City) -> str:
    """What is wrong with what the city declares of its modes; empty where nothing is."""
    of_walls = (_first_mistake(key, city.operation.modes[key].wall) for key in MODES)
    found = (city.operation.mistake, *of_walls, city.alarms.mistake_in_emergency)
    return next(filter(None, found), "")


def _changed(walls: DeclaredWalls, table: Mapping[str, Any]) -> DeclaredWalls:
    named, dwells = table.get("scenes", []), table.get("dwells", {})
    by_key = {scene.key: scene for scene in walls.scenes}
    shown = [key for key in named if key in by_key] or list(by_key)
    left_out = [key for key in by_key if key not in shown]
    scenes = [
        replace(by_key[key], dwell_s=dwells.get(key, table.get("dwell_s", by_key[key].dwell_s)))
        for key in (*shown, *left_out)
    ]
    return replace(
        walls,
        scenes=tuple(scenes),
        left_out=frozenset(left_out),
        sentence_s=table.get("sentence_s", walls.sentence_s),
        behaviour=replace(walls.behaviour, **table.get("behaviour", {})),
    )


def _first_mistake(mode: str, table: Mapping[str, Any]) -> str:
    return next(_mistakes(f"{mode}.wall", table), "")


def _mistakes(place: str, table: Mapping[str, Any]) -> Iterator[str]:
    for name, value in table.items():
        if name not in FIELDS:
            yield f"{place}.{name}: there is no such field; those there are: {', '.join(FIELDS)}."
        elif type(value) is not FIELDS[name]:
            yield f"{place}.{name}: must be a {FIELDS[name].__name__}, as in modes.toml of the program."
    dwells = table.get("dwells", {})
    for name, seconds in {"dwell_s": table.get("dwell_s", LEAST_DWELL_S), **dwells}.items():
        if type(seconds) is not int or not LEAST_DWELL_S <= seconds <= LONGEST_DWELL_S:
            yield f"{place}.{name}: must be from {LEAST_DWELL_S} to {LONGEST_DWELL_S} seconds."
    if not LEAST_SENTENCE_S <= table.get("sentence_s", LEAST_SENTENCE_S) <= LONGEST_SENTENCE_S:
        yield f"{place}.sentence_s: must be from {LEAST_SENTENCE_S} to {LONGEST_SENTENCE_S}."
    try:
        refuse_behaviour(table.get("behaviour", {}))
    except SceneFileError as error:
        yield f"{place}.behaviour: {error}"
