"""JSON lines: one object a line; values are taken as they are written, so a long case number stays exact."""

from __future__ import annotations

import contextlib
import json
import mmap
import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import replace
from pathlib import Path

import duckdb
import numpy as np
import pyarrow as pa
import pyarrow.compute as pc
from numpy.typing import NDArray

from geodata.sentence import Sentence
from queries.errors import FileRefused
from queries.reading.chunk import RAW_KEPT, Chunk, Limits, Opened, RefusedLine, too_many_columns
from queries.reading.csv_records import NEWLINE, end_of_piece
from queries.reading.documents.features import parsed
from queries.reading.documents.nested_paths import NestedPaths, ValuePlace, pointer
from queries.store.bound_statements import BoundStatements
from queries.store.statements import read_statements

_COMMA = ord(",")
_TOO_LONG = Sentence("row_longer", "the line is longer than the limit")
_NO_OBJECT = Sentence("row_no_object", "the line is no JSON object")
_MAY_BE_HALF = re.compile(rb"\\u[dD][89a-fA-F]")
_HALF = re.compile(
    rb"\\u[dD][89abAB][0-9a-fA-F]{2}\\u[dD][c-fC-F][0-9a-fA-F]{2}|(\\u[dD][89a-fA-F][0-9a-fA-F]{2})|\\.", re.DOTALL
)
"""Escapes of JSON, in group 1 halves of surrogate pairs, which are no characters."""
_NO_CHARACTER = rb"\ufffd"
_READ_TOGETHER = 16
"""Keys whose values are read at once."""
_SQL = read_statements(Path(__file__).with_name("json_lines.sql"))


def open_json_lines(text: mmap.mmap, name: str, limits: Limits, cursor: duckdb.DuckDBPyConnection) -> Opened:
    """Every key that occurs, also within objects by its path (status.name), and rows; `is_part` where values may be
    objects themselves. `cursor` only computes. Raises FileRefused without any object."""
    start = 3 if text[:3] == b"\xef\xbb\xbf" else 0
    keys: set[str] = set()
    may_nest = False
    nested = NestedPaths()
    for first, stop in _pieces(text, start, limits):
        rows, _ = _lines(text[first:stop])
        if text[first:stop].count(b"{") > len(rows):
            may_nest = True
            _find_nested(rows, nested, cursor)
        keys.update(_ask(cursor, "keys", rows, most=limits.columns + 1).column("key").to_pylist())
        if len(keys) > limits.columns:
            raise too_many_columns(name, len(keys), limits)
    if not keys:
        said = f"{name}: no line of it is a JSON object; export the cases as JSON lines, a JSON list or CSV."
        raise FileRefused(Sentence("json_no_object", said, file=name))
    inner = nested.chosen(keys)
    places = {path: list(nested.places[path]) for path in inner}

    def read(wanted: list[str]) -> Iterator[Chunk]:
        line = 1
        for first, stop in _pieces(text, start, limits):
            chunk = _chunk(text[first:stop], line, wanted, places, cursor, limits.line_bytes)
            yield replace(chunk, done=stop / len(text))
            line += text[first:stop].count(b"\n")

    names = tuple(sorted({*keys, *inner}))
    return Opened(names, read, nested.notes(inner), is_part=may_nest, inner=frozenset(inner))


def _find_nested(rows: pa.Array, nested: NestedPaths, cursor: duckdb.DuckDBPyConnection) -> None:
    """Add the paths within the objects of these rows."""
    rows = rows.filter(pc.greater(pc.count_substring(rows, "{"), 1))
    for structure in _ask(cursor, "structures", rows).column("structure").to_pylist():
        if nested.is_full:
            return
        with contextlib.suppress(RecursionError):
            nested.add(json.loads(structure))


def _pieces(text: mmap.mmap, position: int, limits: Limits) -> Iterator[tuple[int, int]]:
    """Start and end of pieces of whole lines, each about `limits.piece_bytes` long."""
    while position < len(text):
        stop = end_of_piece(text, position, limits, _COMMA)
        if stop < len(text):
            cut = text.rfind(b"\n", position, stop)
            cut = text.find(b"\n", stop) if cut < 0 else cut
            stop = len(text) if cut < 0 else cut + 1
        yield position, min(stop, len(text))
        position = stop


def _chunk(  # noqa: PLR0913, PLR0917
    region: bytes,
    first_line: int,
    wanted: list[str],
    places: Mapping[str, Sequence[ValuePlace]],
    cursor: duckdb.DuckDBPyConnection,
    longest: int,
) -> Chunk:
    rows, lengths = _lines(region)
    lines = first_line + np.arange(len(lengths))
    too_long = lengths > longest
    tried = (lengths > 0) & ~too_long
    ok = tried.copy()
    asked = rows.filter(pa.array(tried))
    found = _ask(cursor, "valid", asked, usual=_keys_of_first(asked))
    ok[tried] = found.column("ok").to_numpy()
    refused = [
        RefusedLine(int(lines[row]), _TOO_LONG if too_long[row] else _NO_OBJECT, rows[row].as_py()[:RAW_KEPT])
        for row in np.flatnonzero(~ok & (lengths > 0)).tolist()
    ]
    kept = _last_of_twice(rows.filter(pa.array(ok)), found.column("twice").filter(pa.array(ok[tried])))
    columns: dict[str, pa.Array] = {}
    plain = [name for name in wanted if name not in places]
    for first in range(0, len(plain), _READ_TOGETHER):
        columns |= _values(kept, {name: pointer(name) for name in plain[first : first + _READ_TOGETHER]}, cursor)
    inner = [name for name in wanted if name in places]
    for first in range(0, len(inner), _READ_TOGETHER):
        columns |= _inner_values(kept, {name: places[name] for name in inner[first : first + _READ_TOGETHER]}, cursor)
    return Chunk(pa.table({name: columns[name] for name in wanted}), lines[ok], refused)


def _inner_values(
    rows: pa.Array, columns: Mapping[str, Sequence[ValuePlace]], cursor: duckdb.DuckDBPyConnection
) -> dict[str, pa.Array]:
    """The values of columns within objects, each from the first of its places that leads to one."""
    every = [place for places in columns.values() for place in places]
    pointers = dict.fromkeys(one for place in every for one in (place.pointer, *place.longer))
    found = _values(rows, {one: one for one in pointers}, cursor)
    nothing = pa.scalar(None, pa.string())

    def single(place: ValuePlace) -> pa.Array:
        values = found[place.pointer]
        for longer in place.longer:
            values = pc.if_else(found[longer].is_null(), values, nothing)
        return values

    return {name: pc.coalesce(*map(single, places)) for name, places in columns.items()}


def _values(rows: pa.Array, pointers: Mapping[str, str], cursor: duckdb.DuckDBPyConnection) -> dict[str, pa.Array]:
    """The values at several pointers by their names, for which each line is parsed once."""
    found = _ask(cursor, "values", rows, pointers=list(pointers.values())).column("found")
    cells = (
        pa.concat_arrays(chunk.flatten() for chunk in found.chunks) if found.num_chunks else pa.array([], pa.string())
    )
    return {
        name: cells.take(pa.array(np.arange(place, len(cells), len(pointers)))) for place, name in enumerate(pointers)
    }


def _keys_of_first(rows: pa.Array) -> list[str]:
    """The keys of the first line, which most others have too; [] where it is no object."""
    try:
        found = parsed(rows[0].as_py()) if len(rows) else None
        keys = list(found) if isinstance(found, dict) else []
        "".join(keys).encode()
    except (ValueError, RecursionError):  # half a surrogate pair in a key too
        return []
    return keys


def _last_of_twice(rows: pa.Array, twice: pa.ChunkedArray) -> pa.Array:
    """The same objects; of a key that occurs twice in one of them the last value, as in a delivery by POST."""
    if not pc.any(twice).as_py():
        return rows
    written = [
        json.dumps(parsed(line)) if again else line
        for line, again in zip(rows.to_pylist(), twice.to_pylist(), strict=True)
    ]
    return pa.array(written, rows.type)


def _lines(region: bytes) -> tuple[pa.Array, NDArray[np.int64]]:
    """The lines of a region as text, without a copy, and their lengths without line ends and blanks."""
    if _MAY_BE_HALF.search(region):
        region = _HALF.sub(lambda found: found[0] if found[1] is None else _NO_CHARACTER, region)
    data = np.frombuffer(region, np.uint8)
    ends = np.flatnonzero(data == NEWLINE) + 1
    if len(data) and (not len(ends) or ends[-1] != len(data)):
        ends = np.append(ends, len(data))
    offsets = np.concatenate([[0], ends]).astype(np.int64)
    buffers = [None, pa.py_buffer(offsets), pa.py_buffer(region)]
    rows = pc.utf8_trim_whitespace(pa.LargeStringArray.from_buffers(len(ends), buffers[1], buffers[2]))
    lengths: NDArray[np.int64] = pc.binary_length(rows).to_numpy(zero_copy_only=False).astype(np.int64)
    return rows, lengths


def _ask(cursor: duckdb.DuckDBPyConnection, name: str, rows: pa.Array, **values: object) -> pa.Table:
    return BoundStatements(cursor, _SQL).run_on(name, "lines", pa.table({"line": rows}), **values)
