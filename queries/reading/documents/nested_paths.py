"""Values within the objects of a row as columns of their own, named by the path that leads to them: status.name.

Of a list of objects only one that holds a single object gives columns: which of several is meant cannot be told.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from typing import Any

from geodata.sentence import Sentence

MOST_PATHS = 100
"""Columns that a file or a delivery gets in this way; the rest is only in the column that holds the object."""
DEEPEST = 4
"""Names of a path; what lies deeper is one text."""
SEPARATOR = "."
_MOST_FOUND = 10_000


@dataclass(frozen=True)
class ValuePlace:
    """A JSON pointer (RFC 6901) to a value; where one of `longer` leads to something, a list on the way has more than
    one element."""

    pointer: str
    longer: tuple[str, ...] = ()


@dataclass
class NestedPaths:
    """Paths found in rows: name → the places at which such a value may stand; `deeper`: names of objects that lie too
    deep."""

    places: dict[str, dict[ValuePlace, None]] = field(default_factory=dict)
    deeper: dict[str, None] = field(default_factory=dict)

    @property
    def is_full(self) -> bool:
        """Whether so many were found that no more are looked for."""
        return len(self.places) > _MOST_FOUND

    def add(self, structure: dict[str, Any]) -> None:
        """The paths of a row. structure: its keys, with an object, or a list of one object, where such is held."""
        for key, held in structure.items():
            self._add_within(held, key, ValuePlace(pointer(key)), 1)

    def chosen(self, columns: Iterable[str]) -> list[str]:
        """The names that become columns beside these, which they never replace."""
        return chosen_names(self.places, columns)

    def notes(self, chosen: list[str]) -> tuple[Sentence, ...]:
        """Sentences about the columns that were chosen, and about what stays where it is."""
        if not chosen:
            return ()
        lists = next((name for name in chosen if any(place.longer for place in self.places[name])), None)
        left = [name for name in self.places if name not in set(chosen)] + list(self.deeper)
        of_lists = f"; of a list (as in {lists}) only where it holds one object" if lists else ""
        text = f"Values within objects were read as {len(chosen)} columns of their own, such as {chosen[0]}{of_lists}."
        found = Sentence("json_nested", text, count=len(chosen), example=chosen[0])
        if not left:
            return (found,)
        text = (
            f"{len(left):,} more values within objects, such as {left[0]}, stay only in the column of their object: "
            f"a file has at most {MOST_PATHS} such columns, {DEEPEST} names deep."
        )
        return found, Sentence("json_nested_left", text, count=len(left), example=left[0], most=MOST_PATHS)

    def _add_within(self, held: Any, name: str, place: ValuePlace, depth: int) -> None:
        if isinstance(held, list) and held and isinstance(held[0], dict):
            held, place = held[0], ValuePlace(f"{place.pointer}/0", (*place.longer, f"{place.pointer}/1"))
        if not isinstance(held, dict):
            return
        if depth == DEEPEST:
            self.deeper[name] = None
            return
        for key, deeper in held.items():
            if self.is_full:
                return
            path, at = name + SEPARATOR + key, ValuePlace(place.pointer + pointer(key), place.longer)
            self.places.setdefault(path, {})[at] = None
            self._add_within(deeper, path, at, depth + 1)


def chosen_names(found: Iterable[str], columns: Iterable[str]) -> list[str]:
    """Of paths those that become columns beside `columns`: the shortest, then by name."""
    taken = set(columns)
    return sorted((name for name in found if name not in taken), key=lambda name: (name.count(SEPARATOR), name))[
        :MOST_PATHS
    ]


class NestedValues:
    """Values within the objects of rows, by their paths."""

    def __init__(self) -> None:
        self._values: dict[str, dict[int, Any]] = {}

    def add(self, name: str, values: Sequence[Any]) -> None:
        """Take what the values of a column hold."""
        for row, held in enumerate(values):
            for path, value in values_within(held, name):
                if path not in self._values and len(self._values) > _MOST_FOUND:
                    return
                self._values.setdefault(path, {})[row] = value

    def columns(self, names: Sequence[str], rows: int, most_cells: int) -> dict[str, list[Any]]:
        """Name → values of the columns beside those `names`, as many as all together fit into so many cells."""
        most = most_cells // max(rows, 1) - len(names)
        return {
            path: [self._values[path].get(row) for row in range(rows)]
            for path in chosen_names(self._values, names)[: max(most, 0)]
        }


def values_within(held: Any, name: str, depth: int = 1) -> Iterator[tuple[str, Any]]:
    """Names and values of what an object, or the single object of a list, holds."""
    if isinstance(held, list) and len(held) == 1:
        [held] = held
    if isinstance(held, dict) and depth < DEEPEST:
        for key, value in held.items():
            path = f"{name}{SEPARATOR}{key}"
            yield path, value
            yield from values_within(value, path, depth + 1)


def pointer(key: str) -> str:
    """A JSON pointer to a key of an object."""
    return "/" + key.replace("~", "~0").replace("/", "~1")
