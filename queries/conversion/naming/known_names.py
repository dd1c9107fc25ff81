"""Which columns names alone tell: the table of known names, compared as plain names."""

from __future__ import annotations

import tomllib
from collections.abc import Sequence
from dataclasses import dataclass
from functools import cache
from importlib.resources import files
from typing import Any, NamedTuple

from queries.conversion.canonical import PERSON
from queries.privacy.personal_columns import person_names, plain_name

AREA_NAME = "area_name"
SEVERAL = frozenset({AREA_NAME, PERSON})  # take every column that fits, in the order of the synonyms
_OTHERWISE, _GUESSED, _PROJECTED, _INNER = "areas_otherwise", "guessed", "projected", "inner"
_CLOCKS = "clocks"
_GROUPS = frozenset({_OTHERWISE, _GUESSED, _PROJECTED, _INNER, _CLOCKS})


class ClockWords(NamedTuple):
    """differ: plain words of a day and of a time of day, by which two names differ; alone: plain names of a time of day
    that names nothing else."""

    differ: tuple[tuple[str, str], ...]
    alone: tuple[str, ...]


def named_columns(by_plain: dict[str, str]) -> dict[str, tuple[str, ...]]:
    """Canonical column → columns of the file, by their names alone; each column means one thing but for persons."""
    columns: dict[str, tuple[str, ...]] = {}
    taken: set[str] = set()
    for canonical, known in synonyms().items():
        fitting = dict.fromkeys(by_plain[plain] for plain in known if plain in by_plain)
        found = tuple(name for name in fitting if canonical == PERSON or name not in taken)
        if found:
            columns[canonical] = found if canonical in SEVERAL else found[:1]
            taken.update(columns[canonical])
    if AREA_NAME not in columns:
        columns[AREA_NAME] = next((found for group in _areas_otherwise() if (found := group.of(by_plain))), ())
    return {canonical: found for canonical, found in columns.items() if found}


def projected_columns(names: Sequence[str]) -> dict[str, tuple[str, ...]]:
    """lon and lat → the columns whose names say that they hold coordinates of some system; nothing without both."""
    by_plain = {plain_name(name): name for name in reversed(names)}
    found = {
        canonical: tuple(by_plain[plain] for plain in _plain_names(known) if plain in by_plain)[:1]
        for canonical, known in _table()[_PROJECTED].items()
    }
    return found if all(found.values()) else {}


@cache
def doubtful_names() -> dict[str, tuple[str, ...]]:
    """Canonical column → plain names that may mean it and are never taken by themselves."""
    return {key: _plain_names(names) for key, names in _table()[_GUESSED].items()}


@cache
def synonyms() -> dict[str, tuple[str, ...]]:
    """Canonical column → plain names that mean it, the preferred one first."""
    own = {key: _plain_names(names) for key, names in _table().items() if key not in _GROUPS}
    return own | {PERSON: person_names()}


@cache
def inner_names(kind: str) -> tuple[str, ...]:
    """Plain names of values within objects: "labels" that name the object, "codes" that tell
    it from others, its "times", "addresses" it may hold; and of
    the "places", which are objects that hold coordinates."""
    return _plain_names(_table()[_INNER][kind])


@cache
def clock_words() -> ClockWords:
    """Words of columns that hold a time of day."""
    table = _table()[_CLOCKS]
    return ClockWords(tuple((day, clock) for day, clock in table["differ"]), _plain_names(table["alone"]))


@dataclass(frozen=True)
class _AreaNames:
    """Plain names of columns that name areas, highest level first; `beside`: one of these must be in the file too."""

    names: tuple[str, ...]
    beside: tuple[str, ...]

    def of(self, by_plain: dict[str, str]) -> tuple[str, ...]:
        if self.beside and not any(plain in by_plain for plain in self.beside):
            return ()
        return tuple(by_plain[plain] for plain in self.names if plain in by_plain)


@cache
def _areas_otherwise() -> tuple[_AreaNames, ...]:
    return tuple(
        _AreaNames(_plain_names(group["names"]), _plain_names(group.get("beside", ())))
        for group in _table()[_OTHERWISE]
    )


def _plain_names(names: Sequence[str]) -> tuple[str, ...]:
    return tuple(plain_name(name) for name in names)


@cache
def _table() -> dict[str, Any]:
    return tomllib.loads(files("queries.conversion").joinpath("columns.toml").read_text("utf-8"))
