"""Scenes of the wall as they stand in a file: read, and refused in one sentence where they are not understood."""

from __future__ import annotations

import tomllib
from collections.abc import Mapping
from dataclasses import fields
from typing import Any

from dashboard.view.wall_scene import WallBehaviour, WallScene
from dashboard.walls import unattended
from queries.values import SEVERITIES

ROLL_CALLS = "roll_calls"
CONDITIONED = ("special_grids", ROLL_CALLS, "units", "devices", "partners")
PANELS = (
    "ranking", "trend", "hours", "category", "channel", "department", "newest", "fleets", "partners", "failures",
    "repeat_spots", "kinds", "wall_call", "wall_missing", "wall_duty",
)  # fmt: skip
MOST_FIGURES, MOST_PANELS = 6, 6
LEAST_DWELL_S, LONGEST_DWELL_S = 5, 3600
FIELDS: Mapping[str, type] = {
    "zh": str, "en": str, "order": int, "dwell_s": int, "address": str, "totals": bool, "figures": list,
    "settled": list, "panels": list, "months": list, "needs": list, "alarms": list, "line": str,
    "season_of": str, "shown": bool,
}  # fmt: skip
BEHAVIOUR = "wall"
"""The table that is no scene."""
NEVER = "never"
BEHAVIOUR_BOUNDS: Mapping[str, tuple[int, int]] = {
    "idle_s": (5, 3600), "page_s": (3, 120), "jump_s": (5, 600), "jump_apart_minutes": (1, 1440),
    "steered_minutes": (1, 240),
}  # fmt: skip
NEEDED = ("zh", "en", "order", "dwell_s")


class SceneFileError(ValueError):
    """What is wrong with a file of scenes, in one English sentence that names the place."""


def scenes_in(text: str, known: Mapping[str, Mapping[str, Any]] | None = None) -> dict[str, dict[str, Any]]:
    """The tables of a file by key, on top of those that are known already: a scene of the same key is changed by the
    fields that stand there. Raises SceneFileError."""
    try:
        tables = tomllib.loads(text)
    except tomllib.TOMLDecodeError as error:
        raise SceneFileError(f"The file is not valid TOML: {error}.") from error
    found = {key: dict(table) for key, table in (known or {}).items()}
    for key, table in tables.items():
        if not isinstance(table, dict):
            raise SceneFileError(f"{key}: a scene is a table, written [{key}].")
        found[key] = found.get(key, {}) | table
        if key == BEHAVIOUR:
            refuse_behaviour(table)
        elif key != unattended.TABLE:
            _refuse_mistakes(key, found[key])
        elif mistake := unattended.mistake_in_table(table):
            raise SceneFileError(mistake)
    return found


def declared(tables: Mapping[str, Mapping[str, Any]]) -> tuple[WallScene, ...]:
    """The scenes of checked tables that are shown, in their order."""
    scenes_alone = {key: table for key, table in tables.items() if key not in (BEHAVIOUR, unattended.TABLE)}
    shown = [(key, table) for key, table in scenes_alone.items() if table.get("shown", True)]
    scenes = [
        WallScene(
            key=key,
            **{name: _kept(value) for name, value in ({"settled": table.get("figures", ())} | dict(table)).items()
               if name != "shown"},
        )
        for key, table in shown
    ]  # fmt: skip
    return tuple(sorted(scenes, key=lambda scene: (scene.order, scene.key)))


def behaviour(tables: Mapping[str, Mapping[str, Any]]) -> WallBehaviour:
    """How walls behave by checked tables."""
    return WallBehaviour(**tables.get(BEHAVIOUR, {}))


def refuse_behaviour(table: Mapping[str, Any]) -> None:
    """Raises SceneFileError for a field of [wall] that there is not, or a value that it cannot have."""
    known = [one.name for one in fields(WallBehaviour)]
    for name, value in table.items():
        if name not in known:
            raise SceneFileError(f"{BEHAVIOUR}.{name}: there is no such field; those there are: {', '.join(known)}.")
        if name == "jump_severity":
            if value not in (*SEVERITIES, NEVER):
                raise SceneFileError(f"{BEHAVIOUR}.{name}: {value!r} is none of {', '.join((*SEVERITIES, NEVER))}.")
            continue
        least, most = BEHAVIOUR_BOUNDS[name]
        if type(value) is not int or not least <= value <= most:
            raise SceneFileError(f"{BEHAVIOUR}.{name}: must be a whole number from {least} to {most}.")


def _kept(value: Any) -> Any:
    return tuple(value) if isinstance(value, list) else value


def _refuse_mistakes(key: str, table: Mapping[str, Any]) -> None:
    for name, value in table.items():
        if name not in FIELDS:
            raise SceneFileError(f"{key}.{name}: there is no such field; those there are: {', '.join(FIELDS)}.")
        if not isinstance(value, FIELDS[name]) or (isinstance(value, bool) and FIELDS[name] is not bool):
            raise SceneFileError(f"{key}.{name}: must be a {_word(FIELDS[name])}.")
    if missing := [name for name in NEEDED if name not in table]:
        raise SceneFileError(f"{key}: {', '.join(missing)} missing.")
    if not LEAST_DWELL_S <= table["dwell_s"] <= LONGEST_DWELL_S:
        raise SceneFileError(f"{key}.dwell_s: must be from {LEAST_DWELL_S} to {LONGEST_DWELL_S}.")
    _refuse_values(key, table)


def _refuse_values(key: str, table: Mapping[str, Any]) -> None:
    for name, most in (("figures", MOST_FIGURES), ("settled", MOST_FIGURES), ("panels", MOST_PANELS)):
        values = table.get(name, [])
        if len(values) > most or len(set(map(str, values))) < len(values):
            raise SceneFileError(f"{key}.{name}: at most {most}, each once.")
    if unknown := [one for one in table.get("panels", []) if one not in PANELS]:
        raise SceneFileError(f"{key}.panels: {unknown[0]!r} is none of {', '.join(PANELS)}.")
    if any(type(one) is not int or not 1 <= one <= 12 for one in table.get("months", [])):
        raise SceneFileError(f"{key}.months: are numbers from 1 to 12.")
    if unknown := [one for one in table.get("needs", []) if one not in CONDITIONED and "=" not in str(one)]:
        raise SceneFileError(f"{key}.needs: {unknown[0]!r} is neither {', '.join(CONDITIONED)} nor DIMENSION=VALUE.")
    if any(not isinstance(one, str) for one in table.get("alarms", [])):
        raise SceneFileError(f"{key}.alarms: are keys of rules of alarms.")


def _word(kind: type) -> str:
    return {str: "text", int: "whole number", bool: "true or false", list: "list"}[kind]
