"""Rows as they were sent (JSON objects) → a table of texts, and that table as a frame's payload and back.

A value becomes the text that a line of JSON would have given, so that a row reads the same wherever it came from.
"""

from __future__ import annotations

import json
from collections.abc import Iterable, Mapping, Sequence
from typing import Any

import pyarrow as pa

from queries.errors import TooManyCells
from queries.privacy.nested_values import NOTHING, without_personal
from queries.reading.documents.nested_paths import NestedValues

NO_OBJECT = "\x00no object"  # the column of rows that are no JSON objects
MOST_COLUMNS = 1_000
MOST_CELLS = 10_000_000
"""Of a delivery, empty ones counted: a row with a thousand names makes a thousand columns for all its neighbours."""
_HOLDING = {dict, list}
_NUMBERS = {int, float, type(None)}
# Of a few rows; waking threads for them costs ten times more than the packing.
_PACKED = pa.ipc.IpcWriteOptions(compression="lz4", use_threads=False)


def texts_of(rows: Sequence[Any], declared: frozenset[str] = NOTHING, *, inner: bool = False) -> pa.Table:
    """One row of text for each row, columns in the order of their first appearance; null where a row has no value.

    A row that is no object has only an empty text in the column NO_OBJECT: what of it is personal cannot be told. Of an
    object within a row, what stands under a personal name is left out, and what is `declared` so (plain names). Names
    beyond the first MOST_COLUMNS are dropped. inner: values within objects are columns too, by their paths.
    Raises TooManyCells.
    """
    names: dict[str, None] = {}
    objects = [row if type(row) is dict or isinstance(row, Mapping) else {NO_OBJECT: ""} for row in rows]
    for form in dict.fromkeys(map(tuple, objects)):
        names.update(dict.fromkeys(form))
    kept = list(names)[:MOST_COLUMNS]
    if len(rows) * len(kept) > MOST_CELLS:
        raise TooManyCells(len(rows), len(kept), MOST_CELLS)
    columns: dict[str, pa.Array] = {}
    within = NestedValues()
    for name in kept:
        values = [row.get(name) for row in objects]
        types = set(map(type, values))
        columns[_clean(str(name))] = _column(values, types, str(name), declared)
        if inner and not types.isdisjoint(_HOLDING):
            within.add(str(name), values)
    for name, values in within.columns(kept, len(rows), MOST_CELLS).items():
        columns[_clean(name)] = _column(values, set(map(type, values)), name, declared)
    if not columns:  # every row is an empty object
        columns = {NO_OBJECT: pa.nulls(len(rows), pa.string())}
    return pa.table(columns)


def packed(table: pa.Table) -> bytes:
    """A table of texts as a frame's payload."""
    sink = pa.BufferOutputStream()
    with pa.ipc.new_stream(sink, table.schema, options=_PACKED) as out:
        out.write_table(table)
    return bytes(sink.getvalue())


def unpacked(payload: bytes | memoryview) -> pa.Table:
    """The table of a frame's payload."""
    return pa.ipc.open_stream(pa.py_buffer(payload)).read_all()


def joined(tables: Iterable[pa.Table]) -> pa.Table:
    """The rows of all tables in one, null where a table has no such column."""
    return pa.concat_tables(tables, promote_options="default")


def _column(values: list[Any], types: set[type], name: str, declared: frozenset[str]) -> pa.Array:
    if types <= _NUMBERS:
        values = [None if value is None else repr(value) for value in values]
    elif types - {str, type(None)}:
        values = [_text(value, name, declared) for value in values]
    try:
        return pa.array(values, pa.string())
    except UnicodeEncodeError:
        return pa.array([value and _clean(value) for value in values], pa.string())


def _text(value: Any, name: str, declared: frozenset[str]) -> str | None:
    if value is None or isinstance(value, str):
        return value
    if isinstance(value, bool):
        return "true" if value else "false"
    if isinstance(value, int | float):
        return repr(value)
    return json.dumps(without_personal(value, name, declared), ensure_ascii=False, separators=(",", ":"), default=str)


def _clean(text: str) -> str:
    """The text with U+FFFD for halves of surrogate pairs, which JSON allows and UTF-8 does not."""
    return text.encode("utf-16-le", "surrogatepass").decode("utf-16-le", "replace")
