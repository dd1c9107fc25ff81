"""JSON that is not one object a line: an array, an object around one list, pretty-printed objects, GeoJSON features."""

from __future__ import annotations

import json
import mmap
from collections.abc import Iterator
from dataclasses import dataclass, field
from itertools import islice
from typing import IO, Any

from geodata.sentence import Sentence
from queries.errors import FileRefused
from queries.reading.chunk import MEGABYTE, Limits
from queries.reading.documents.features import about_system, flat, has_point, is_feature, parsed
from queries.reading.documents.json_walk import JsonWalk, Path
from queries.reading.documents.keyed_records import ENTRIES, keyed_paths, records, refuse_columns
from queries.reading.documents.nested_paths import values_within
from queries.reading.documents.tables import Table, TablesSeen
from queries.reading.file_form import HeaderTest

_LOOKED_AT = 100
"""Objects of a list whose keys are looked at to know what it holds."""
_MOST_LISTS = 1_000
_TOP: Path = ()
_SEPARATOR = "\x1e"
"""What RFC 8142 puts before each feature of a sequence."""


@dataclass
class _List:
    """What is known of the objects at one path."""

    count: int = 0
    keys: dict[str, None] = field(default_factory=dict)
    table: Table | None = None


def first_line_of(text: mmap.mmap, longest: int) -> tuple[Any, bool]:
    """The value on the first line with text (None when it is not complete by itself), and whether more lines follow."""
    start = 3 if text[:3] == b"\xef\xbb\xbf" else 0
    while start < len(text) and text[start : start + 1] in b" \t\r\n\x1e":
        start += 1
    end = text.find(b"\n", start)
    end = len(text) if end < 0 else end
    if end - start > longest:
        return None, end < len(text)
    follows = any(text[place : place + MEGABYTE].strip() for place in range(end, len(text), MEGABYTE))
    return _value_of(text[start:end].decode("utf-8")), follows


def write_records(text: mmap.mmap, name: str, limits: Limits, test: HeaderTest, out: IO[bytes]) -> tuple[Sentence, ...]:
    """Write the cases of a document, one object a line; remarks about them. Raises FileRefused for broken JSON, and
    when it is not clear which of several lists holds the cases."""
    whole = JsonWalk(text, name, limits.line_bytes)
    lists, tables = _lists(whole)
    chosen = _chosen(lists, name, test)
    if chosen == _TOP and not test(tuple(lists[_TOP].keys)):
        tables.refuse_nameless(name)
    if chosen[-1:] == (ENTRIES,):
        refuse_columns(lists[chosen].keys, name)
    walk = JsonWalk(text, name, limits.line_bytes)
    if chosen == _TOP:
        rows: Iterator[tuple[Any, str]] = walk.values()
    elif chosen[-1] == ENTRIES:
        rows = records(walk, chosen, next(iter(lists[chosen].keys)))
    elif table := lists[chosen].table:
        rows = _rows_of(table, walk, chosen)
    else:
        rows = ((found, raw) for path, found, raw in walk.objects() if path == chosen)
    features = placed = 0
    for found, raw in rows:
        line = raw
        if is_feature(found):
            row = flat(found)
            features, placed, line = features + 1, placed + has_point(row), json.dumps(row)
        out.write(line.replace("\r", " ").replace("\n", " ").encode("utf-8", "surrogatepass") + b"\n")
    notes = (*_about_features(features, placed), *(about_system(whole.crs) if placed else ()))
    return (*notes, _WHERE) if chosen != _TOP else notes


def _rows_of(table: Table, walk: JsonWalk, path: Path) -> Iterator[tuple[Any, str]]:
    """The rows of a table; a row that is none as it stands, so that it is refused by name."""
    rows = (raw for where, _, raw in walk.objects() if where == path)
    for raw in islice(rows, int(table.headed), None):
        yield None, table.row(raw) or raw


_WHERE = Sentence("json_order", "Its rows are numbered in the order of the list, not by the lines of the file.")


def write_feature_lines(text: mmap.mmap, limits: Limits, out: IO[bytes]) -> tuple[Sentence, ...]:
    """Write newline-delimited features as rows, line by line; a line that is none stays as it is. Remarks."""
    features = placed = 0
    text.seek(0)
    while line := text.readline():
        written = line.strip(b"\x1e \t\r\n")
        found = _value_of(written.decode("utf-8").lstrip("\ufeff")) if len(written) <= limits.line_bytes else None
        if isinstance(found, dict) and is_feature(found):
            row = flat(found)
            features, placed, written = features + 1, placed + has_point(row), json.dumps(row).encode()
        out.write(written + b"\n")
    return _about_features(features, placed)


def _about_features(features: int, placed: int) -> tuple[Sentence, ...]:
    if features == placed:
        return ()
    text = f"{features - placed:,} of {features:,} features are no points and have no coordinates here."
    return (Sentence("json_no_points", text, without=features - placed, features=features),)


def _value_of(text: str) -> Any:
    try:
        return parsed(text)
    except (ValueError, RecursionError):
        return None


def _lists(walk: JsonWalk) -> tuple[dict[Path, _List], TablesSeen]:
    lists: dict[Path, _List] = {}
    seen = TablesSeen()
    for path, found, raw in walk.objects():
        seen.see(path, found, raw)
        one = lists.setdefault(path, _List())
        if one.count < _LOOKED_AT:
            row = flat(found) if is_feature(found) else found
            one.keys.update(dict.fromkeys(row))
            one.keys.update(dict.fromkeys(path for key, held in row.items() for path, _ in values_within(held, key)))
        one.count += 1
        if len(lists) > _MOST_LISTS:
            break
    objects = {path: one.keys for path, one in lists.items() if one.count == 1 and "[]" not in path}
    keyed = keyed_paths(objects, is_whole=len(lists) <= _MOST_LISTS)
    tables = {path: _List(keys=dict.fromkeys(one.names), table=one) for path, one in seen.tables().items()}
    return lists | {path: _List(keys=keys) for path, keys in keyed} | tables, seen


def _chosen(lists: dict[Path, _List], name: str, test: HeaderTest) -> Path:
    """The path of the list of cases; the top for objects that follow each other."""
    lists = {path: one for path, one in lists.items() if one.keys and (path == _TOP or path[-1] in ("[]", ENTRIES))}
    if not lists:
        raise FileRefused(
            Sentence(
                "json_no_list",
                f"{name}: it holds no list of JSON objects; export the cases as one, or as CSV.",
                file=name,
            )
        )
    if _TOP in lists and lists[_TOP].count > 1:
        return _TOP
    if (ENTRIES,) in lists:
        lists.pop(_TOP, None)
    fits = {path: test(tuple(one.keys)) for path, one in lists.items()}
    fits = {path: fit for path, fit in fits.items() if fit or len(path) < 2 or path[-1] != ENTRIES}
    best = [path for path, fit in fits.items() if fit == max(fits.values())]
    inside = [path for path in best if path != _TOP]
    if len(best) > 1 and not max(fits.values()):
        best = [path for path in inside if lists[path].table] or inside
    if len(best) > 1:
        whole = Sentence("json_whole", "the whole")
        found = tuple(".".join(path).replace(".[]", "").removesuffix(f".{ENTRIES}") or whole for path in best[:5])
        text = f"{name}: several of its lists may hold the cases ({', '.join(found)}); save the right one by itself."
        raise FileRefused(Sentence("json_lists", text, file=name, found=found))
    return best[0]
