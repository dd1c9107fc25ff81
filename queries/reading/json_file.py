"""JSON lines: one object a line; values are taken as they are written, so a long case number stays exact."""

from __future__ import annotations

import json
import mmap
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

import duckdb
import numpy as np
import pyarrow as pa
import pyarrow.compute as pc
from numpy.typing import NDArray

from queries.errors import FileRefused
from queries.reading.chunk import RAW_KEPT, Chunk, Limits, Opened, RefusedLine
from queries.reading.csv_records import NEWLINE, end_of_piece
from queries.reading.documents.features import parsed
from queries.store.bound_statements import BoundStatements
from queries.store.statements import read_statements

_COMMA = ord(",")
_READ_TOGETHER = 16
"""Keys whose values are read at once."""
_SQL = read_statements(Path(__file__).with_name("json_lines.sql"))


def open_json_lines(text: mmap.mmap, name: str, limits: Limits, cursor: duckdb.DuckDBPyConnection) -> Opened:
    """Every key that occurs, and rows; `is_part` where values may be objects themselves. `cursor` only computes. Raises
    FileRefused without any object."""
    start = 3 if text[:3] == b"\xef\xbb\xbf" else 0
    keys: set[str] = set()
    may_nest = False
    for first, stop in _pieces(text, start, limits):
        rows, _ = _lines(text[first:stop])
        may_nest = may_nest or text[first:stop].count(b"{") > len(rows)
        keys.update(_ask(cursor, "keys", rows, most=limits.columns + 1).column("key").to_pylist())
        if len(keys) > limits.columns:
            raise FileRefused(f"{name} has more than {limits.columns:,} columns, which is the limit.")
    if not keys:
        raise FileRefused(f"{name}: no line of it is a JSON object.")

    def read(wanted: list[str]) -> Iterator[Chunk]:
        line = 1
        for first, stop in _pieces(text, start, limits):
            chunk = _chunk(text[first:stop], line, wanted, cursor, limits.line_bytes)
            yield replace(chunk, done=stop / len(text))
            line += text[first:stop].count(b"\n")

    return Opened(tuple(sorted(keys)), read, is_part=may_nest)


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


def _chunk(region: bytes, first_line: int, wanted: list[str], cursor: duckdb.DuckDBPyConnection, longest: int) -> Chunk:
    rows, lengths = _lines(region)
    lines = first_line + np.arange(len(lengths))
    too_long = lengths > longest
    reason = np.where(too_long, "the line is longer than the limit", "the line is no JSON object")
    tried = (lengths > 0) & ~too_long
    ok = tried.copy()
    asked = rows.filter(pa.array(tried))
    found = _ask(cursor, "valid", asked, usual=_keys_of_first(asked))
    ok[tried] = found.column("ok").to_numpy()
    refused = [
        RefusedLine(int(lines[row]), str(reason[row]), rows[row].as_py()[:RAW_KEPT])
        for row in np.flatnonzero(~ok & (lengths > 0)).tolist()
    ]
    kept = _last_of_twice(rows.filter(pa.array(ok)), found.column("twice").filter(pa.array(ok[tried])))
    columns: dict[str, pa.Array] = {}
    for first in range(0, len(wanted), _READ_TOGETHER):
        columns |= _values(kept, wanted[first : first + _READ_TOGETHER], cursor)
    return Chunk(pa.table(columns), lines[ok], refused)


def _values(rows: pa.Array, names: list[str], cursor: duckdb.DuckDBPyConnection) -> dict[str, pa.Array]:
    """The values of several keys, for which each line is parsed once."""
    found = _ask(cursor, "values", rows, pointers=[_pointer(name) for name in names]).column("found")
    cells = (
        pa.concat_arrays(chunk.flatten() for chunk in found.chunks) if found.num_chunks else pa.array([], pa.string())
    )
    return {name: cells.take(pa.array(np.arange(place, len(cells), len(names)))) for place, name in enumerate(names)}


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


def _pointer(key: str) -> str:
    """A JSON pointer (RFC 6901) to a key of the object."""
    return "/" + key.replace("~", "~0").replace("/", "~1")


def _lines(region: bytes) -> tuple[pa.Array, NDArray[np.int64]]:
    """The lines of a region as text, without a copy, and their lengths without line ends and blanks."""
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
