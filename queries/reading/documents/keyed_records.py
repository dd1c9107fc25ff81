"""Cases that are the entries of one object, each under its number: {"R1": {…}, "R2": {…}}."""

from __future__ import annotations

import json
from collections.abc import Collection, Iterator, Mapping
from typing import Any

from geodata.sentence import Sentence
from queries.errors import FileRefused
from queries.reading.documents.json_walk import JsonWalk, Path

ENTRIES = "{}"
"""Ends the path of such entries, as "[]" does that of a list."""
_FEWEST = 2
_KEY, _OTHER_KEY = "id", "key"


def are_records(entries: Collection[Any]) -> bool:
    """Whether the values of an object are objects of one kind: each has half of the keys of the first."""
    if len(entries) < _FEWEST or not all(isinstance(one, Mapping) and one for one in entries):
        return False
    first = set(next(iter(entries)))
    return all(2 * len(first & set(one)) >= len(first) for one in entries)


def keyed_paths(objects: Mapping[Path, Collection[str]], *, is_whole: bool) -> Iterator[tuple[Path, dict[str, None]]]:
    """Paths of such entries, and the names of their columns. objects: the keys of every object that is no member of a
    list; is_whole: whether all of them are there."""
    children: dict[Path, dict[str, Collection[str]]] = {}
    for path, keys in objects.items():
        if path:
            children.setdefault(path[:-1], {})[path[-1]] = keys
    for parent, entries in children.items():
        own = objects.get(parent)
        if is_whole and (own is None or set(own) != set(entries)):
            continue
        found = [dict.fromkeys(keys) for keys in entries.values()]
        if are_records(found):
            names = dict.fromkeys(key for one in found for key in one)
            yield (*parent, ENTRIES), {name_of_key(names): None} | names


def name_of_key(names: Collection[str]) -> str:
    """The column of the key under which an entry stands."""
    return _OTHER_KEY if _KEY in names else _KEY


def refuse_columns(names: Collection[str], name: str) -> None:
    """Raise FileRefused where the entries are columns, whose values stand under the numbers of their rows. names: those
    that `keyed_paths` gave."""
    within = list(names)[1:]
    if all(map(str.isdecimal, within)):
        text = (
            f"{name}: it holds each column as an object of its values by row, as to_json of pandas writes; export it "
            'with orient="records", or as CSV.'
        )
        raise FileRefused(Sentence("json_by_column", text, file=name))


def records(walk: JsonWalk, path: Path, key_name: str) -> Iterator[tuple[Any, str]]:
    """The entries at a path that `keyed_paths` gave, each with its key, and their text."""
    for key, found, _ in walk.entries_of(path[:-1]):
        row = {key_name: key} | found if isinstance(found, dict) else found
        yield row, json.dumps(row)
