"""The modes of operation read from `modes.toml` and a city's own file, and checked."""

from __future__ import annotations

import tomllib
from collections.abc import Iterator, Mapping
from functools import cache, lru_cache
from pathlib import Path
from typing import Any

from queries.operation.mode import EMERGENCY, MODES, NORMAL, AlarmChanges, Mode, Modes

STANDARD_MODES = Path(__file__).with_name("modes.toml")
OWN_MODES = "modes.toml"
MOST_FILES = 16
LEAST_FACTOR, LARGEST_FACTOR = 0.1, 10
FIELDS: Mapping[str, Mapping[str, type]] = {
    NORMAL: {"zh": str, "en": str},
    EMERGENCY: {"zh": str, "en": str, "returns_by_itself": bool, "wall": dict, "alarms": dict},
}
"""Everyday operation is what walls.toml and alarms.toml say."""


def modes_of(folder: Path) -> tuple[Modes, str]:
    """The modes of the city of a folder, its own file read anew when it has changed, and what is wrong with that in one
    English sentence, empty where nothing is: those of the program hold meanwhile."""
    own = folder / OWN_MODES
    try:
        stat = own.stat()
    except OSError:
        return _standard(), ""
    return _with_own(own, stat.st_mtime_ns, stat.st_size)


@cache
def _standard() -> Modes:
    return _modes(tomllib.loads(STANDARD_MODES.read_text(encoding="utf-8")))


@lru_cache(maxsize=MOST_FILES)
def _with_own(own: Path, _changed_ns: int, _size: int) -> tuple[Modes, str]:
    try:
        tables = tomllib.loads(own.read_text(encoding="utf-8"))
    except (OSError, UnicodeDecodeError):
        return _standard(), "The file cannot be read; save it as UTF-8."
    except tomllib.TOMLDecodeError as error:
        return _standard(), f"The file is not valid TOML: {error}."
    for mistake in _mistakes(tables):
        return _standard(), mistake
    known = tomllib.loads(STANDARD_MODES.read_text(encoding="utf-8"))
    return _modes({key: _merged(table, tables.get(key, {})) for key, table in known.items()}), ""


def _merged(known: Mapping[str, Any], own: Mapping[str, Any]) -> dict[str, Any]:
    """The fields of both; of a table in both its fields, of `dwells` and `behaviour` the city's own alone."""
    merged = {**known, **own}
    if "wall" in own:
        merged["wall"] = {**known.get("wall", {}), **own["wall"]}
    if "alarms" in own:
        before, after = known.get("alarms", {}), own["alarms"]
        merged["alarms"] = {**before, **after, "rules": {**before.get("rules", {}), **after.get("rules", {})}}
    return merged


def _modes(tables: Mapping[str, Mapping[str, Any]]) -> Modes:
    return {key: Mode(key, **{**tables[key], "alarms": AlarmChanges(**tables[key].get("alarms", {}))}) for key in MODES}


def _mistakes(tables: Mapping[str, Any]) -> Iterator[str]:
    for key, table in tables.items():
        if key not in MODES or not isinstance(table, dict):
            yield f"{key}: there is no such mode; the tables are {', '.join(f'[{one}]' for one in MODES)}."
            continue
        for name, value in table.items():
            if name not in FIELDS[key]:
                yield f"{key}.{name}: there is no such field; those there are: {', '.join(FIELDS[key])}."
            elif type(value) is not FIELDS[key][name] or value == "":
                yield f"{key}.{name}: must be {_word(FIELDS[key][name])}."
        if isinstance(table.get("alarms"), dict):
            yield from _of_alarms(f"{key}.alarms", table["alarms"])


def _of_alarms(place: str, table: Mapping[str, Any]) -> Iterator[str]:
    for name, value in table.items():
        if name == "rules":
            if not isinstance(value, dict) or not all(isinstance(rule, dict) for rule in value.values()):
                yield f"{place}.rules: are tables, written [{place}.rules.KEY]."
        elif name not in ("thresholds", "holds"):
            yield f"{place}.{name}: there is no such field; those there are: thresholds, holds, rules."
        elif type(value) not in (int, float) or not LEAST_FACTOR <= value <= LARGEST_FACTOR:
            yield f"{place}.{name}: must be a number from {LEAST_FACTOR} to {LARGEST_FACTOR}."


def _word(kind: type) -> str:
    return {str: "a text", bool: "true or false", dict: "a table"}[kind]
