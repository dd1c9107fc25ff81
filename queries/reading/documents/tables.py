"""Tables within a JSON document whose rows are lists and whose names stand apart: {"columns": […], "data": [[…], …]} of
pandas, the meta.view.columns and data of Socrata, and lists of which the first names the columns."""

from __future__ import annotations

import json
from dataclasses import dataclass, field
from typing import Any

from geodata.sentence import Sentence
from queries.errors import FileRefused
from queries.reading.documents.features import parsed
from queries.reading.documents.json_walk import Path

MEMBERS = "[]"
"""Ends the path of the members of a list."""
_MOST_NAMES = 4_096
_FEWEST = 2
_HIDDEN = ":"
"""Begins the field names of what Socrata keeps about each row; their titles are those of columns (created_at)."""
_WITHIN = "subColumnTypes"


@dataclass(frozen=True)
class Table:
    """names: of its columns; parts: place of a column → the names of what its lists hold; headed: its first row are the
    names."""

    names: tuple[str, ...]
    parts: dict[int, tuple[str, ...]] = field(default_factory=dict)
    headed: bool = False

    def row(self, raw: str) -> str | None:
        """A row as an object; None where it has not as many values as there are columns."""
        values = parsed(raw)
        if not isinstance(values, list) or len(values) != len(self.names):
            return None
        for place, names in self.parts.items():
            held = values[place]
            if isinstance(held, list) and len(held) == len(names):
                values[place] = dict(zip(names, held, strict=True))
        return json.dumps(dict(zip(self.names, values, strict=True)))


class TablesSeen:
    """Lists of lists of a document and lists of names, as it is walked through."""

    def __init__(self) -> None:
        self._first_rows: dict[Path, list[Any]] = {}
        self._names: dict[Path, list[Any]] = {}

    def see(self, path: Path, found: dict[str, Any], raw: str) -> None:
        """Take a member of a list."""
        if path[-1:] != (MEMBERS,):
            return
        if raw.startswith("["):
            if path not in self._first_rows:
                self._first_rows[path] = json.loads(raw)
        elif raw.startswith('"') or "name" in found:
            names = self._names.setdefault(path, [])
            if len(names) <= _MOST_NAMES:
                names.append(found or parsed(raw))

    def tables(self) -> dict[Path, Table]:
        """Path of the rows → their table; none where no list of names has as many as the first row has values."""
        found: dict[Path, Table] = {}
        for path, first in self._first_rows.items():
            heads = [names for names in self._names.values() if len(names) == len(first) >= _FEWEST]
            if len(heads) == 1:
                found[path] = _headed_by(heads[0])
            elif not heads and len(first) >= _FEWEST and all(isinstance(one, str) and one for one in first):
                found[path] = Table(_each_once(first), headed=True)
        return found

    def refuse_nameless(self, name: str) -> None:
        """Raise FileRefused where rows are lists and nothing names their columns, or more of them than are read."""
        nameless = [len(first) for first in self._first_rows.values() if len(first) >= _FEWEST]
        if wide := [count for count in nameless if count > _MOST_NAMES]:
            text = (
                f"{name}: its rows are lists of {wide[0]:,} values, and at most {_MOST_NAMES:,} columns are read: "
                "leave out columns, or save it as CSV."
            )
            raise FileRefused(Sentence("json_wide", text, file=name, values=f"{wide[0]:,}", most=f"{_MOST_NAMES:,}"))
        if nameless:
            text = (
                f"{name}: its rows are lists of {nameless[0]} values, and no list, or several, holds as many names: "
                "save it as a list of JSON objects or as CSV."
            )
            raise FileRefused(Sentence("json_nameless", text, file=name, values=nameless[0]))


def _headed_by(names: list[Any]) -> Table:
    parts = {
        place: tuple(map(str, about[_WITHIN]))
        for place, about in enumerate(names)
        if isinstance(about, dict) and isinstance(about.get(_WITHIN), list)
    }
    return Table(_each_once([_name_of(one) for one in names]), parts)


def _name_of(about: Any) -> str:
    if not isinstance(about, dict):
        return str(about)
    own = str(about.get("fieldName", ""))
    return own if own.startswith(_HIDDEN) else str(about["name"])


def _each_once(names: list[str]) -> tuple[str, ...]:
    """The names, those that stood before with a number."""
    taken: dict[str, None] = {}
    for name in names:
        once, number = name, 2
        while once in taken:
            once, number = f"{name} ({number})", number + 1
        taken[once] = None
    return tuple(taken)
